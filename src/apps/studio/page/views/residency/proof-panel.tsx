import { useRef, useState } from 'preact/hooks';
import type { Calls, RunProgress } from '../../../protocol.ts';
import { type Call, CallCancelled } from '../../client.ts';
import { count } from '../../format.ts';
import { ReportFigure } from '../../markup.tsx';
import { useStudio } from '../../state.ts';

/** What holds in all runs there could be, not only in this one. */
export function ProofPanel() {
  const { client } = useStudio();
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [answer, setAnswer] = useState<Calls['prove']['answer'] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const call = useRef<Call<Calls['prove']['answer']> | null>(null);
  const prove = async () => {
    setProblem(null);
    setProgress({ share: 0, stage: 'exploring', cases: 0, waiting: 0 });
    call.current = client.call('prove', null, setProgress);
    try {
      setAnswer(await call.current.answer);
    } catch (error) {
      if (!(error instanceof CallCancelled))
        setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
    }
  };
  return (
    <section class="panel" aria-labelledby="proof-heading">
      <h2 id="proof-heading">For all runs there could be</h2>
      <p class="quiet">
        The run above shows what happened. The prover explores every state that a case of this scenario can
        come to, with any place down and any timer due at any time, and says what holds in all of them.
      </p>
      {progress === null ? (
        <button type="button" onClick={() => void prove()}>
          Prove
        </button>
      ) : (
        <p class="progress" role="status">
          <progress value={progress.share} max={1} aria-label="Progress of the proof" />
          <span>{count(progress.cases)} states</span>
          <button type="button" onClick={() => call.current?.cancel()}>
            Cancel
          </button>
        </p>
      )}
      {problem === null ? null : <p role="alert">{problem}</p>}
      {answer === null ? null : (
        <>
          <p>
            {count(answer.proof.states)} states and {count(answer.proof.transitions)} transitions were
            explored.
          </p>
          <ReportFigure markup={answer.markup} />
        </>
      )}
    </section>
  );
}
