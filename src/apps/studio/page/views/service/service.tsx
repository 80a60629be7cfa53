import { useState } from 'preact/hooks';
import { DAY_MS } from '#base';
import type { RunResult } from '../../../protocol.ts';
import { Folded } from '../../folded.tsx';
import { count, day, duration, moment, oneDigit, share } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { type Stretch, useStudio } from '../../state.ts';
import { useAnswer } from '../../use-answer.ts';
import { Chart } from './chart.tsx';
import { FiguresTable } from './figures-table.tsx';
import { Intervals } from './intervals.tsx';
import { StretchFields } from './stretch-fields.tsx';
import { WeekHeat } from './week-heat.tsx';

/** What is drawn over time, by hour of the run. */
const CHARTS = [
  {
    title: 'Arrivals per hour',
    of: 'arrived',
    unit: 'cases',
    height: 110,
    kind: 'area',
    style: 'arrivals-area',
    most: null,
    format: count,
  },
  {
    title: 'Cases waiting (mean over the hour)',
    of: 'waiting',
    unit: 'cases',
    height: 130,
    kind: 'area',
    style: 'waiting-area',
    most: null,
    format: count,
  },
  {
    title: 'Service level',
    of: 'serviceLevel',
    unit: 'share',
    height: 110,
    kind: 'line',
    style: 'level-line',
    most: 1,
    format: (value: number) => share(value, 0),
  },
  {
    title: 'Mean wait of those answered',
    of: 'waitMeanS',
    unit: 's',
    height: 110,
    kind: 'area',
    style: 'wait-area',
    most: null,
    format: (seconds: number) => duration(seconds * 1000),
  },
  {
    title: 'Occupancy',
    of: 'occupancy',
    unit: 'share',
    height: 110,
    kind: 'line',
    style: 'occupancy-line',
    most: null,
    format: (value: number) => share(value, 0),
  },
] as const;

/** And by hour of the week. */
const HEATS = [
  { title: 'Mean arrivals by hour of the week', of: 'arrived', most: null, format: oneDigit },
  { title: 'Cases waiting by hour of the week', of: 'waiting', most: null, format: oneDigit },
  {
    title: 'Service level by hour of the week',
    of: 'serviceLevel',
    most: 1,
    format: (value: number) => share(value),
  },
  {
    title: 'Mean wait by hour of the week',
    of: 'waitMeanS',
    most: null,
    format: (seconds: number) => duration(seconds * 1000),
  },
  {
    title: 'Occupancy by hour of the week',
    of: 'occupancy',
    most: 1,
    format: (value: number) => share(value),
  },
] as const;

/** Queues, service level, waits and occupancy: over time, by hour of the week, by segment, channel and centre. */
export function Service() {
  const { run } = useStudio().state;
  if (run === null) return <p class="quiet">Nothing has been run yet.</p>;
  return (
    <>
      <ReportFigure markup={run.drawings.answer ?? ''} />
      <ServiceOf run={run} />
    </>
  );
}

function ServiceOf({ run }: { readonly run: RunResult }) {
  const { change, state } = useStudio();
  const { facts } = run;
  const [segment, setSegment] = useState<number | null>(null);
  const [channel, setChannel] = useState<number | null>(null);
  const [centre, setCentre] = useState<number | null>(null);
  const { stretch } = state;
  const { fromMs, toMs } = stretch ?? { fromMs: 0, toMs: facts.horizonMs };
  const answer = useAnswer('service', { fromMs, toMs, segment, channel, centre }, [
    fromMs,
    toMs,
    segment,
    channel,
    centre,
  ]);
  const setStretch = (next: Stretch | null) => change({ stretch: next });
  const shared = {
    startEpochMs: facts.startEpochMs,
    horizonMs: facts.horizonMs,
    stretch,
    onStretch: setStretch,
  };
  if (answer === null) return <p class="quiet">Being counted…</p>;
  const { centres, channels, days, hours, segments, totals, week } = answer;
  /** Of those who wait nobody knows who will answer them: a centre has its queue instead. */
  const queue = centre === null ? null : `Queue of ${facts.centres[centre]?.title}`;
  const filters = [
    segment === null ? null : facts.segments[segment]?.title,
    channel === null ? null : facts.channels[channel],
    centre === null ? null : facts.centres[centre]?.title,
  ].filter((name) => name !== null && name !== undefined);
  return (
    <Gradually>
      <div class="panel service-head">
        <p>
          <strong>{filters.length === 0 ? 'All cases' : filters.join(', ')}</strong>,{' '}
          {stretch === null
            ? 'the whole run'
            : `${moment(facts.startEpochMs + fromMs)} to ${moment(facts.startEpochMs + toMs)}`}
          . Drag across a picture to choose a stretch, which tables, weeks and the list of cases follow;
          choose a row of a table to see its cases alone.
        </p>
        <StretchFields facts={facts} stretch={stretch} onStretch={setStretch} />
        <dl class="tiles">
          <Tile
            name="Service level"
            value={share(totals.serviceLevel)}
            note={`${count(totals.arrived)} cases arrived`}
          />
          <Tile
            name="Mean wait"
            value={duration(totals.waitMeanMs)}
            note={`95 % within ${duration(totals.waitP95Ms)}`}
          />
          <Tile name="Gave up" value={count(totals.gaveUp)} note={`${count(totals.refused)} refused`} />
          <Tile name="Occupancy" value={share(totals.occupancy)} note="busy time ÷ time on duty" />
        </dl>
      </div>
      <div class="panel">
        <Gradually>
          {CHARTS.map(({ of, title, ...chart }) => (
            <Chart
              key={of}
              {...shared}
              {...chart}
              title={of === 'waiting' && queue !== null ? `${queue} (mean over the hour)` : title}
              values={hours[of]}
            />
          ))}
        </Gradually>
      </div>
      <div class="panel">
        <Folded title="The same by day, as a table">
          {() => (
            <FiguresTable
              caption="By day"
              names={days.map((_, i) => day(facts.startEpochMs + i * DAY_MS))}
              rows={days}
              chosen={null}
              onChoose={null}
            />
          )}
        </Folded>
      </div>
      <div class="panel heats">
        <Gradually>
          {HEATS.map(({ of, title, ...heat }) => (
            <WeekHeat
              key={of}
              {...heat}
              title={of === 'waiting' && queue !== null ? `${queue} by hour of the week` : title}
              values={week[of]}
              hours={week.hours}
            />
          ))}
        </Gradually>
      </div>
      <div class="panel">
        <FiguresTable
          caption="By segment"
          names={facts.segments.map(({ title }) => title)}
          rows={segments}
          chosen={segment}
          onChoose={setSegment}
        />
        <FiguresTable
          caption="By channel"
          names={facts.channels}
          rows={channels}
          chosen={channel}
          onChoose={setChannel}
        />
        <FiguresTable
          caption="By centre of the first answer"
          names={facts.centres.map(({ title }) => title)}
          rows={centres}
          chosen={centre}
          onChoose={setCentre}
        />
        <p class="quiet">
          The queue of a centre: cases that wait and that its agents may take. A case may be in several
          queues, so those of the centres do not add up.
        </p>
      </div>
      <Intervals key={state.runNumber} />
      {run.drawings['waiting-times'] === undefined ? null : (
        <p class="quiet">These figures are the report's, over all cases of the whole run:</p>
      )}
      <ReportFigure markup={run.drawings['waiting-times'] ?? ''} />
      <ReportFigure markup={run.drawings['follow-the-sun'] ?? ''} />
      <ReportFigure markup={run.drawings['escalation-flows'] ?? ''} />
    </Gradually>
  );
}

function Tile({
  name,
  note,
  value,
}: {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd class="big">{value}</dd>
      <dd class="note">{note}</dd>
    </div>
  );
}
