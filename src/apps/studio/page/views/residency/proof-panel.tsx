import { useState } from 'preact/hooks';
import type { Calls } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { count } from '../../format.ts';
import { ReportFigure } from '../../markup.tsx';
import { useLongCall } from '../../use-long-call.ts';

/** Properties of all possible runs, not only of this one. */
export function ProofPanel() {
  const [answer, setAnswer] = useState<Calls['prove']['answer'] | null>(null);
  const { begin, cancel, problem, progress } = useLongCall();
  const prove = () => begin('exploring', 0, async (asking) => setAnswer(await asking('prove', null)));
  return (
    <section class="panel" aria-labelledby="proof-heading">
      <h2 id="proof-heading">For all possible runs</h2>
      <p class="quiet">
        The run above shows what happened. The prover explores every state that a case of this scenario can
        reach, with any place down and any timer due at any time. It says which properties hold in all these
        states, and which invariants of the audit they cover, wholly or in part.
      </p>
      {progress === null ? (
        <button type="button" onClick={() => void prove()}>
          Prove
        </button>
      ) : (
        <div class="buttons">
          <CallProgress progress={progress} onCancel={cancel}>
            {count(progress.cases)} states
          </CallProgress>
        </div>
      )}
      {problem === null ? null : <p role="alert">{problem}</p>}
      {answer === null ? null : (
        <>
          <p>
            {answer.proof.breach === null ? null : `With the breach ${answer.proof.breach}: `}
            {count(answer.proof.states)} states and {count(answer.proof.transitions)} transitions were
            explored.
          </p>
          <ReportFigure markup={answer.markup} />
        </>
      )}
    </section>
  );
}
