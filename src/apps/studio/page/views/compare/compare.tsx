import { useRef, useState } from 'preact/hooks';
import type { Calls, CompareRequest, RunProgress, ScenarioText } from '../../../protocol.ts';
import { type Call, CallCancelled } from '../../client.ts';
import { plural } from '../../format.ts';
import { ReportFigure } from '../../markup.tsx';
import { useStudio } from '../../state.ts';
import { Changes } from './changes.tsx';
import { PriceCurve } from './price-curve.tsx';

type Answer = Calls['compare']['answer'];

/** The file as it stands beside the page, where it has been edited. */
const AS_IT_WAS = 'as it was';
const REPLICATIONS = 5;
const REPLICATIONS_MOST = 200;
const FIRST_LENGTH = '2 days';

/** Scenarios against one another under common random numbers, and what the promise costs. */
export function Compare() {
  const { client, state } = useStudio();
  const { catalogue, source } = state;
  const [other, setOther] = useState(AS_IT_WAS);
  const [replications, setReplications] = useState(REPLICATIONS);
  const [until, setUntil] = useState(FIRST_LENGTH);
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [answer, setAnswer] = useState<{
    readonly kind: 'compare' | 'price';
    readonly answer: Answer;
  } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const call = useRef<Call<Answer> | null>(null);

  const begin = async (kind: 'compare' | 'price') => {
    if (source === null) return;
    setProblem(null);
    setProgress({ share: 0, stage: 'replicating', cases: 0, waiting: 0 });
    try {
      const scenarios: ScenarioText[] = [source];
      if (kind === 'compare') {
        scenarios.unshift(await client.ask('open', { path: other === AS_IT_WAS ? source.path : other }));
      }
      const ask: CompareRequest = { scenarios, replications, until: until === '' ? null : until };
      call.current = client.call(kind, ask, setProgress);
      setAnswer({ kind, answer: await call.current.answer });
    } catch (error) {
      if (!(error instanceof CallCancelled))
        setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(null);
    }
  };

  return (
    <>
      <section class="panel" aria-label="What is compared">
        <div class="compare-tools">
          <label class="field">
            <span>Baseline</span>
            <select value={other} onChange={(event) => setOther(event.currentTarget.value)}>
              <option value={AS_IT_WAS}>this scenario as its file has it</option>
              {catalogue?.scenarios.map(({ name, path }) => (
                <option key={path} value={path}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <p class="against">
            against <strong>{source?.path.split('/').at(-2) ?? '–'}</strong>, as it stands in Edit
          </p>
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
          <label class="field short">
            <span>Until</span>
            <input
              value={until}
              placeholder="its end"
              onInput={(event) => setUntil(event.currentTarget.value)}
            />
          </label>
          {progress === null ? (
            <>
              <button type="button" class="primary" onClick={() => void begin('compare')}>
                Compare
              </button>
              <button type="button" onClick={() => void begin('price')}>
                Price of the promise
              </button>
            </>
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
        {problem === null ? null : (
          <p role="alert" class="bad">
            {problem}
          </p>
        )}
        <p class="quiet">
          Both are run with the same random numbers: the same customers arrive at the same moments with the
          same wishes, so that what differs is what was changed.
        </p>
      </section>
      {answer === null ? null : <Result kind={answer.kind} answer={answer.answer} />}
    </>
  );
}

function Result({ answer, kind }: { readonly kind: 'compare' | 'price'; readonly answer: Answer }) {
  const { changes, comparison, drawings, titles } = answer;
  return (
    <>
      {kind === 'price' ? (
        <PriceCurve comparison={comparison} titles={titles} />
      ) : (
        <Changes changes={changes} />
      )}
      {['verdicts', 'groups', 'differences'].map((name) => (
        <ReportFigure key={name} markup={drawings[name] ?? ''} />
      ))}
    </>
  );
}
