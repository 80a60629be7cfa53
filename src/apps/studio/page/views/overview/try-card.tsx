import { useState } from 'preact/hooks';
import { raised } from '#base';
import type { RunResult } from '../../../calls.ts';
import { LongQuestion } from '../../form-parts.tsx';
import { duration, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { useLongCall } from '../../use-answer.ts';

/** Enough to see a large effect, and few enough to wait for. */
const PAIRS = 5;
/** Below this share, the remaining time is not estimated. */
const ESTIMATED_FROM = 0.1;

/** What may help, and a button that tries it in place. */
export function TryCard({ proposal }: { readonly proposal: NonNullable<RunResult['overview']['proposal']> }) {
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
      {found === null ? null : <div dangerouslySetInnerHTML={{ __html: found }} />}
      {!proposal.canBeTried ? (
        <p class="fine">Not simulated yet: change it under Edit.</p>
      ) : (
        <LongQuestion
          call={call}
          words={({ cases, share, waiting }) => {
            const passed = performance.now() - begunMs;
            const left = share < ESTIMATED_FROM ? '' : `, ${duration((passed / share) * (1 - share))} left`;
            return `${cases} of ${plural(waiting, 'run')}${left}`;
          }}
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
