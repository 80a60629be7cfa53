import type { RunResult } from '../../../calls.ts';
import { Folded } from '../../drawing.tsx';
import { useStudio } from '../../state.ts';
import { Opening } from '../log/opening-cases.tsx';
import { NextLinks } from './next-links.tsx';
import { TryCard } from './try-card.tsx';

/** The first page of a run, fit for a board: the answer, what to try, the run in six numbers, where it hurts. */
export function Overview() {
  const { run, runNumber, progress } = useStudio().state;
  if (run === null)
    return (
      <p class="quiet">
        {progress === null ? 'Nothing has been run yet.' : 'The answer appears here when the run is over.'}
      </p>
    );
  return <OverviewOf key={runNumber} run={run} />;
}

function OverviewOf({ run }: { readonly run: RunResult }) {
  const { events, happened, lateHours, proposal, since, tables, tiles } = run.overview;
  return (
    <div class="overview">
      <div class="overview-main">
        {run.isSimulated ? null : (
          <p class="quiet">
            From a file that you dropped: these figures were recomputed, not simulated here.
          </p>
        )}
        <Drawn markup={run.overview.answer} />
        {run.opening === null ? null : <Opening answer={run.opening} />}
      </div>
      <aside class="overview-side" aria-label="What to do next">
        {proposal === null ? null : <TryCard proposal={proposal} />}
        <NextLinks run={run} />
      </aside>
      {tiles === '' ? null : (
        <section class="overview-wide" aria-label="The run in numbers">
          <h2>
            The run in numbers{' '}
            {since === null ? null : (
              <span class="soft">arrows: change since the last run, “{since.title}”</span>
            )}
          </h2>
          <Drawn markup={tiles} />
        </section>
      )}
      {lateHours === '' ? null : (
        <section class="overview-wide" aria-label="Where it hurts">
          <Drawn markup={lateHours} />
        </section>
      )}
      <div class="overview-wide folds">
        {happened.length === 0 ? null : (
          <Folded title={events === 1 ? 'What the event did' : `What the ${events} events did`}>
            {() => happened.map((sentence) => <p key={sentence}>{sentence}</p>)}
          </Folded>
        )}
        {tables === '' ? null : (
          <Folded title="The numbers as tables">{() => <Drawn markup={tables} />}</Folded>
        )}
      </div>
    </div>
  );
}

/** Markup of the report module, which escapes every text from a scenario. */
function Drawn({ markup }: { readonly markup: string }) {
  return <div dangerouslySetInnerHTML={{ __html: markup }} />;
}
