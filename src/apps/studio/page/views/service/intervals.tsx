import { useRef, useState } from 'preact/hooks';
import type { Calls, RunProgress } from '../../../protocol.ts';
import { type Call, CallCancelled } from '../../client.ts';
import { plural } from '../../format.ts';
import { Scroll } from '../../scroll.tsx';
import { useStudio } from '../../state.ts';

const REPLICATIONS = 5;
const REPLICATIONS_MOST = 200;

/** One run is one draw of luck: the same scenario again with other random numbers says how far its figures can be trusted. */
export function Intervals() {
  const { client } = useStudio();
  const [replications, setReplications] = useState(REPLICATIONS);
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [rows, setRows] = useState<Calls['intervals']['answer']>([]);
  const [made, setMade] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const call = useRef<Call<Calls['intervals']['answer']> | null>(null);
  const begin = async () => {
    setProblem(null);
    setProgress({ share: 0, stage: 'replicating', cases: 0, waiting: replications });
    try {
      call.current = client.call('intervals', { replications }, setProgress);
      setRows(await call.current.answer);
      setMade(replications);
    } catch (error) {
      if (!(error instanceof CallCancelled))
        setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
    }
  };
  return (
    <section class="panel" aria-labelledby="intervals-heading">
      <h2 id="intervals-heading">How sure these figures are</h2>
      <p class="quiet">
        Everything above is one run. Replications with other random numbers give each figure an interval (95
        %), over all cases and by segment.
      </p>
      <div class="compare-tools">
        <label class="field short">
          <span>Replications</span>
          <input
            type="number"
            min={2}
            max={REPLICATIONS_MOST}
            value={replications}
            onChange={(event) =>
              setReplications(
                Math.max(2, Math.min(REPLICATIONS_MOST, Math.round(Number(event.currentTarget.value)))),
              )
            }
          />
        </label>
        {progress === null ? (
          <button type="button" onClick={() => void begin()}>
            Replicate
          </button>
        ) : (
          <>
            <span class="progress" role="status">
              <progress value={progress.share} max={1} aria-label="Progress" />
              {progress.cases} of {plural(progress.waiting, 'replication')}
            </span>
            <button type="button" onClick={() => call.current?.cancel()}>
              Cancel
            </button>
          </>
        )}
      </div>
      {problem === null ? null : <p role="alert">{problem}</p>}
      {rows.length === 0 ? null : (
        <Scroll label="Figures with their intervals">
          <table>
            <caption>{plural(made, 'replication')}, mean and half-width of the 95 % interval</caption>
            <tbody>
              {rows.map(({ id, text, title }) => (
                <tr key={id}>
                  <th scope="row">{title}</th>
                  <td class="n">{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
