import { DAY_MS } from '#base';
import type { RunResult } from '../../../calls.ts';
import type { CaseChoice } from '../../../chronicle/case-choice.ts';
import type { ServiceAnswer } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import { choiceOf, timeZoneOf } from '../../choices.ts';
import { Folded, Gradually } from '../../drawing.tsx';
import { day } from '../../format.ts';
import { type Look, useStudio } from '../../state.ts';
import { ReportFigure } from '../../tables/table-tools.tsx';
import { useAnswer } from '../../use-answer.ts';
import { Opening } from '../log/opening-cases.tsx';
import { FiguresTable } from './figures-table.tsx';
import { HourlyCharts } from './hourly-charts.tsx';
import { Intervals } from './intervals.tsx';
import { ServiceHead } from './service-head.tsx';
import { WeekHeats } from './week-heats.tsx';

/** Queues, service level, waits and occupancy: over time, by hour of the week, by segment, channel and centre. */
export function Service() {
  const { run } = useStudio().state;
  if (run === null) return <p class="quiet">Nothing has been run yet.</p>;
  const { answer = '', backlog } = run.drawings;
  return (
    <>
      <ReportFigure markup={answer} subject="run" />
      {backlog === undefined ? null : (
        <section class="panel run-start" aria-label="Open cases at the start">
          <ReportFigure markup={backlog} subject="run" />
          {run.opening === null ? null : <Opening answer={run.opening} />}
        </section>
      )}
      <ServiceOf run={run} />
    </>
  );
}

function ServiceOf({ run }: { readonly run: RunResult }) {
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
  const part = partOf(choice);
  const titles = {
    // Which centre will answer a waiting case is unknown, so a centre shows its queue instead.
    ...(choice.centre === null ? {} : { waiting: `Queue of ${facts.centres[choice.centre]?.title}` }),
    ...(part === null ? {} : { occupancy: `Occupancy by ${part}` }),
  };
  return (
    <Gradually>
      <ServiceHead
        facts={facts}
        totals={answer.totals}
        channels={answer.channels}
        part={part}
        isByCentre={choice.centre !== null}
      />
      <div class="panel">
        <HourlyCharts
          facts={facts}
          hours={answer.hours}
          hasMixedHours={answer.hasMixedHours}
          stretch={stretch}
          onStretch={(next) => change({ stretch: next })}
          titles={titles}
        />
      </div>
      <div class="panel">
        <Folded title="The same by day, as a table">
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
      <WeekHeats facts={facts} answer={answer} titles={titles} />
      <Breakdowns
        facts={facts}
        answer={answer}
        choice={choice}
        onLook={(part) => change({ look: { ...look, ...part } })}
      />
      <Intervals key={state.runNumber} />
      <ReportFigures run={run} />
    </Gradually>
  );
}

/** The part of the work counted for occupancy; null: all. */
function partOf({ channel, segment }: CaseChoice): string | null {
  const chosen = [...(segment === null ? [] : ['segment']), ...(channel === null ? [] : ['channel'])];
  return chosen.length === 0 ? null : `cases of this ${chosen.join(' and ')}`;
}

function ReportFigures({ run: { drawings } }: { readonly run: RunResult }) {
  return (
    <Gradually>
      {drawings['waiting-times'] === undefined ? null : (
        <p class="quiet">
          The figures below come from the report. They cover the whole run, whatever you choose above.
        </p>
      )}
      <ReportFigure markup={drawings.coverage ?? ''} subject="run" />
      <ReportFigure markup={drawings['waiting-times'] ?? ''} subject="run" />
      <ReportFigure markup={drawings['follow-the-sun'] ?? ''} subject="run" />
      <ReportFigure markup={drawings['escalation-flows'] ?? ''} subject="run" />
      <ReportFigure markup={drawings.groups ?? ''} subject="run" />
    </Gradually>
  );
}

/** Service by segment, channel and centre. Choosing a row restricts all figures to its cases. */
function Breakdowns(props: {
  readonly facts: WorldFacts;
  readonly answer: ServiceAnswer;
  readonly choice: CaseChoice;
  readonly onLook: (part: Partial<Look>) => void;
}) {
  const { answer, choice, facts, onLook } = props;
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
        names={facts.channels}
        rows={answer.channels}
        chosen={choice.channel}
        isByCentre={choice.centre !== null}
        onChoose={(row) => onLook({ channel: facts.channels[row ?? -1] ?? null })}
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
        Waits are shown for one channel at a time: choose a channel to see them by segment and centre. The
        occupancy of a segment or channel is the share of the time on duty that its cases took. The queue of a
        centre consists of the waiting cases that its agents may take. A case may be in several queues, so the
        centres&apos; queues do not add up to a total. Customers who give up have no first answer, so they and
        their cases belong to no centre.
      </p>
    </div>
  );
}
