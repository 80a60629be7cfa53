import { DAY_MS } from '#base';
import type { CaseChoice } from '../../../chronicle/case-choice.ts';
import type { RunResult } from '../../../protocol.ts';
import { Folded } from '../../folded.tsx';
import { day } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { choiceOf, timeZoneOf } from '../../look.ts';
import { ReportFigure } from '../../markup.tsx';
import { useStudio } from '../../state.ts';
import { useAnswer } from '../../use-answer.ts';
import { Opening } from '../log/opening-cases.tsx';
import { Breakdowns } from './breakdowns.tsx';
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
      <ReportFigure markup={drawings.required ?? ''} subject="run" />
      <ReportFigure markup={drawings['waiting-times'] ?? ''} subject="run" />
      <ReportFigure markup={drawings['follow-the-sun'] ?? ''} subject="run" />
      <ReportFigure markup={drawings['escalation-flows'] ?? ''} subject="run" />
      <ReportFigure markup={drawings.groups ?? ''} subject="run" />
    </Gradually>
  );
}
