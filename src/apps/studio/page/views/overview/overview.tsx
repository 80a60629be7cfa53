import { useState } from 'preact/hooks';
import { raised } from '#base';
import type { RunResult } from '../../../calls.ts';
import { timeLeft } from '../../call-progress.tsx';
import { Folded } from '../../drawing.tsx';
import { LongQuestion } from '../../form-parts.tsx';
import { count, moment, plural } from '../../format.ts';
import { Icon } from '../../icons.tsx';
import { useStudio } from '../../state.ts';
import { useLongCall } from '../../use-answer.ts';
import { Opening } from '../log/opening-cases.tsx';

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

/** Replications of each variant, as the form of the price offers at first. */
const REPLICATIONS = 10;

/** Ways on from the answer, each with what is known already. */
function NextLinks({ run }: { readonly run: RunResult }) {
  const { change, experiments, kept, state } = useStudio();
  const { facts, overview } = run;
  const { source, pathBefore, path, seed } = state;
  const { since, worstHour } = overview;
  const isBound = facts.promises.some(({ access, storage }) => access !== null || storage !== null);
  const price = () => {
    if (source === null) return;
    experiments.choose('price');
    experiments.begin('price', async () => ({
      scenario: source,
      replications: REPLICATIONS,
      until: state.until === '' ? null : state.until,
      seed: seed === '' ? null : seed,
      withStaff: false,
    }));
    change({ view: 'compare' });
  };
  const explain = () => {
    experiments.choose('explainChange');
    if (pathBefore !== null && pathBefore !== path) kept.set(`${source?.path} change from`, pathBefore);
    change({ view: 'compare' });
  };
  return (
    <ul class="next-links">
      {isBound ? (
        <Way title="Price of the promise" text="Work out what it costs in service" onGo={price} />
      ) : null}
      {since === null ? null : <Way title="Against the last run" text={since.text} onGo={explain} />}
      {worstHour === null ? null : (
        <Way
          title="The worst hour on the map"
          text={`${moment(facts.startEpochMs + worstHour.fromMs)}: ${count(Math.round(worstHour.waiting))} wait`}
          onGo={() => change({ view: 'world', clockMs: worstHour.fromMs })}
        />
      )}
      <Way title="Every target" text={overview.targets.text} onGo={() => change({ view: 'service' })} />
    </ul>
  );
}

function Way({
  onGo,
  text,
  title,
}: {
  readonly title: string;
  readonly text: string;
  readonly onGo: () => void;
}) {
  return (
    <li>
      <button type="button" onClick={onGo}>
        <b>{title}</b>
        <span>{text}</span>
        <Icon name="right" />
      </button>
    </li>
  );
}

/** Enough to see a large effect, and few enough to wait for. */
const PAIRS = 5;

/** What may help, and a button that tries it in place. */
function TryCard({ proposal }: { readonly proposal: NonNullable<RunResult['overview']['proposal']> }) {
  const { kept } = useStudio();
  const call = useLongCall();
  const { runNumber } = useStudio().state;
  const key = `trial ${runNumber}`;
  const [found, setFound] = useState<string | null>((kept.get(key) as string | undefined) ?? null);
  const [begunMs, setBegunMs] = useState(0);
  const attempt = () => {
    setBegunMs(performance.now());
    return call.begin('replicating', 2 * PAIRS, async (asking) => {
      const markup = await asking('trial', { pairs: PAIRS });
      kept.set(key, markup);
      setFound(markup);
    });
  };
  return (
    <section class="card" aria-label="What to try">
      <h2>What to try</h2>
      <p>{raised(proposal.change)}.</p>
      {found === null ? null : <Drawn markup={found} />}
      {!proposal.canBeTried ? (
        <p class="fine">Not simulated yet: change it under Edit.</p>
      ) : (
        <LongQuestion
          call={call}
          words={({ cases, share, waiting }) =>
            `${cases} of ${plural(waiting, 'run')}${timeLeft(share, performance.now() - begunMs)}`
          }
        >
          <button type="button" class={found === null ? 'primary' : ''} onClick={() => void attempt()}>
            {found === null ? 'Try it' : 'Try again'}
          </button>
          <span class="fine">
            {PAIRS} pairs of runs
            {found === null ? '. Nobody has simulated it yet.' : ', the same customers in both'}
          </span>
        </LongQuestion>
      )}
    </section>
  );
}
