import { useState } from 'preact/hooks';
import { DAY_MS } from '#base';
import type { Answer, RunResult } from '../../../calls.ts';
import type { CaseChoice } from '../../../chronicle/case-choice.ts';
import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import { choiceOf, choicesOf, timeZoneOf } from '../../choices.ts';
import { Folded, Gradually } from '../../drawing.tsx';
import { LongQuestion } from '../../form-parts.tsx';
import { day, plural } from '../../format.ts';
import { type Look, useKept, useStudio } from '../../state.ts';
import { ReportFigure } from '../../tables/table-tools.tsx';
import { useAnswer, useLongCall } from '../../use-answer.ts';
import { ReplicationsField } from '../compare/fields.tsx';
import { Opening } from '../log/opening-cases.tsx';
import { FiguresTable } from './figures-table.tsx';
import { HourlyCharts, type Titles } from './hourly-charts.tsx';
import { ServiceHead } from './service-head.tsx';
import { WeekHeats } from './week-heats.tsx';

/** The parts of the view, one at a time. */
const PARTS = {
  targets: 'Targets',
  time: 'Time',
  week: 'Week',
  groups: 'Groups',
  coverage: 'Coverage',
  waits: 'Waits',
} as const;
type PartName = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as PartName[];

/** Targets first; then queues, service level, waits and occupancy over time, by hour of the week, and by segment, channel and centre. */
export function Service() {
  const { run } = useStudio().state;
  const [part, setPart] = useKept<PartName>('service part', 'targets');
  if (run === null) return <p class="quiet">Nothing has been run yet.</p>;
  return (
    <>
      <nav class="parts" aria-label="Parts of Service">
        {PART_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === part ? 'page' : undefined}
            onClick={() => setPart(name)}
          >
            {PARTS[name]}
          </button>
        ))}
      </nav>
      <PartOf part={part} run={run} />
    </>
  );
}

function PartOf({ part, run }: { readonly part: PartName; readonly run: RunResult }) {
  const { runNumber } = useStudio().state;
  const { drawings, overview } = run;
  const figure = (name: string) => <ReportFigure markup={drawings[name] ?? ''} subject="run" />;
  switch (part) {
    case 'targets':
      return (
        <>
          <ReportFigure markup={overview.targetTable} subject="run" />
          {drawings.backlog === undefined ? null : (
            <section class="panel run-start" aria-label="Open cases at the start">
              <ReportFigure markup={drawings.backlog} subject="run" />
              {run.opening === null ? null : <Opening answer={run.opening} />}
            </section>
          )}
          <Intervals key={runNumber} />
        </>
      );
    case 'coverage':
      return (
        <Gradually>
          {figure('coverage')}
          {figure('follow-the-sun')}
        </Gradually>
      );
    case 'waits':
      return (
        <Gradually>
          {figure('waiting-times')}
          {figure('escalation-flows')}
        </Gradually>
      );
    default:
      return <Counted part={part} run={run} />;
  }
}

/** What follows the choices of segment, channel, centre and time. */
function Counted({ part, run }: { readonly part: 'time' | 'week' | 'groups'; readonly run: RunResult }) {
  const { change, state } = useStudio();
  const { facts } = run;
  const { look, stretch } = state;
  const choice = choiceOf(facts, look);
  const query = {
    ...choice,
    ...(stretch ?? { fromMs: 0, toMs: facts.horizonMs }),
    timeZone: timeZoneOf(facts, look),
  };
  const answer = useAnswer('service', query, Object.values(query));
  if (answer === null) return <p class="quiet">Counting…</p>;
  const counted = partOf(choice);
  const titles = {
    // Which centre will answer a waiting case is unknown, so a centre shows its queue instead.
    ...(choice.centre === null ? {} : { waiting: `Queue of ${facts.centres[choice.centre]?.title}` }),
    ...(counted === null ? {} : { occupancy: `Occupancy by ${counted}` }),
  };
  return (
    <Gradually key={part}>
      <ServiceHead
        facts={facts}
        totals={answer.totals}
        channels={answer.channels}
        part={counted}
        isByCentre={choice.centre !== null}
      />
      {part === 'time' ? <OverTime run={run} answer={answer} choice={choice} titles={titles} /> : null}
      {part === 'week' ? <WeekHeats facts={facts} answer={answer} titles={titles} /> : null}
      {part === 'groups' ? (
        <Breakdowns
          facts={facts}
          answer={answer}
          choice={choice}
          onLook={(chosen) => change({ look: { ...look, ...chosen } })}
        />
      ) : null}
      {part === 'groups' ? (
        <>
          {choicesOf(facts, state).length === 0 ? null : (
            <p class="unsure">Groups of agents are those of the whole run, whatever is chosen above.</p>
          )}
          <ReportFigure markup={run.drawings.groups ?? ''} subject="run" />
        </>
      ) : null}
    </Gradually>
  );
}

function OverTime(props: {
  readonly run: RunResult;
  readonly answer: ServiceAnswer;
  readonly choice: CaseChoice;
  readonly titles: Titles;
}) {
  const { answer, choice, run, titles } = props;
  const { change, state } = useStudio();
  const { facts } = run;
  return (
    <>
      <div class="panel">
        <HourlyCharts
          run={run}
          answer={answer}
          stretch={state.stretch}
          onStretch={(next) => change({ stretch: next })}
          titles={titles}
        />
      </div>
      <div class="panel">
        <Folded title="By day, as a table">
          {() => (
            <FiguresTable
              caption="By day"
              names={answer.days.map((_, i) => day(facts.startEpochMs + i * DAY_MS))}
              rows={answer.days}
              chosen={null}
              isByCentre={choice.centre !== null}
              onChoose={null}
            />
          )}
        </Folded>
      </div>
    </>
  );
}

/** The part of the work counted for occupancy; null: all. */
function partOf({ channel, segment }: CaseChoice): string | null {
  const chosen = [...(segment === null ? [] : ['segment']), ...(channel === null ? [] : ['channel'])];
  return chosen.length === 0 ? null : `cases of this ${chosen.join(' and ')}`;
}

/** Service by segment, channel and centre. Choosing a row restricts all figures to its cases. */
function Breakdowns(props: {
  readonly facts: WorldFacts;
  readonly answer: ServiceAnswer;
  readonly choice: CaseChoice;
  readonly onLook: (part: Partial<Look>) => void;
}) {
  const { answer, choice, facts, onLook } = props;
  // A channel that nobody uses says nothing.
  const used = facts.channels.flatMap((_, c) =>
    (answer.channels[c]?.arrived ?? 0) > 0 || c === choice.channel ? [c] : [],
  );
  const idOf = (rows: readonly { readonly id: string }[], row: number | null) => rows[row ?? -1]?.id ?? null;
  return (
    <div class="panel">
      <FiguresTable
        caption="By segment"
        names={facts.segments.map(({ title }) => title)}
        rows={answer.segments}
        chosen={choice.segment}
        isByCentre={choice.centre !== null}
        onChoose={(row) => onLook({ segment: idOf(facts.segments, row) })}
      />
      <FiguresTable
        caption="By channel"
        names={used.map((c) => facts.channels[c] ?? '?')}
        rows={used.flatMap((c) => answer.channels[c] ?? [])}
        chosen={choice.channel === null ? null : used.indexOf(choice.channel)}
        isByCentre={choice.centre !== null}
        onChoose={(row) => onLook({ channel: facts.channels[used[row ?? -1] ?? -1] ?? null })}
      />
      <FiguresTable
        caption="By centre of the first answer"
        names={facts.centres.map(({ title }) => title)}
        rows={answer.centres}
        chosen={choice.centre}
        isByCentre
        onChoose={(row) => onLook({ centre: idOf(facts.centres, row) })}
      />
      <p class="quiet">
        Choose a channel to see waits by segment and centre. The occupancy of a segment or channel is the
        share of the time on duty that its cases took. The queue of a centre has every case that its agents
        may take, so the queues do not add up. Customers who give up have no first answer and no centre.
      </p>
    </div>
  );
}

const REPLICATIONS = 5;

/** One run is a single random sample. Replications with other random numbers show how reliable its figures are. */
function Intervals() {
  const [replications, setReplications] = useState(REPLICATIONS);
  const [found, setFound] = useState<Answer<'intervals'>>([]);
  const call = useLongCall();
  const replicate = () =>
    call.begin('replicating', replications, async (asking) =>
      setFound(await asking('intervals', { replications })),
    );
  return (
    <section class="panel" aria-labelledby="intervals-heading">
      <h2 id="intervals-heading">How sure these figures are</h2>
      <p class="quiet">
        Everything above comes from one run. Replications with other random numbers decide targets that one
        run leaves open, and give each figure a 95 % interval, over all cases and by segment.
      </p>
      <div class="compare-tools">
        <ReplicationsField value={replications} onChange={setReplications} />
        <LongQuestion
          call={call}
          words={({ cases, waiting }) => `${cases} of ${plural(waiting, 'replication')}`}
        >
          <button type="button" onClick={() => void replicate()}>
            Replicate
          </button>
        </LongQuestion>
      </div>
      {found.map((markup) => (
        <ReportFigure key={markup} markup={markup} />
      ))}
    </section>
  );
}
