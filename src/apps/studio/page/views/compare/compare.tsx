import { useState } from 'preact/hooks';
import type { Calls, CompareRequest, ScenarioListing, ScenarioText } from '../../../protocol.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { REPLICATIONS, ReplicationsField, ReplicationsProgress } from '../../replications.tsx';
import { useStudio } from '../../state.ts';
import { useLongCall } from '../../use-long-call.ts';
import { Changes } from './changes.tsx';
import { PriceCurve } from './price-curve.tsx';

type Answer = Calls['compare']['answer'];

/** What is looked at first: all cases, or the customers whose promise has the price. */
const FIGURES = {
  compare: ['verdicts', 'differences', 'groups'],
  price: ['verdicts', 'groups', 'differences'],
} as const;

/** The file as it stands beside the page, where it has been edited. */
const AS_IT_WAS = 'as it was';
const FIRST_LENGTH = '2 days';

/** Scenarios against one another under common random numbers, and what the promise costs. */
export function Compare() {
  const { client, state } = useStudio();
  const { catalogue, source } = state;
  const [other, setOther] = useState(AS_IT_WAS);
  const [further, setFurther] = useState<readonly string[]>([]);
  const [replications, setReplications] = useState(REPLICATIONS);
  const [until, setUntil] = useState(FIRST_LENGTH);
  const [answer, setAnswer] = useState<{
    readonly kind: 'compare' | 'price';
    readonly answer: Answer;
  } | null>(null);
  const { begin, cancel, problem, progress } = useLongCall();

  const run = (kind: 'compare' | 'price') => {
    if (source === null) return;
    void begin('replicating', 0, async (asking) => {
      const scenarios: ScenarioText[] = [source];
      if (kind === 'compare') {
        scenarios.unshift(await client.ask('open', { path: other === AS_IT_WAS ? source.path : other }));
        for (const path of further) scenarios.push(await client.ask('open', { path }));
      }
      const ask: CompareRequest = { scenarios, replications, until: until === '' ? null : until };
      setAnswer({ kind, answer: await asking(kind, ask) });
    });
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
          <Further
            scenarios={catalogue?.scenarios ?? []}
            left={[source?.path, other]}
            chosen={further}
            onChoose={setFurther}
          />
          <ReplicationsField value={replications} onChange={setReplications} />
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
              <button type="button" class="primary" onClick={() => run('compare')}>
                Compare
              </button>
              <button type="button" onClick={() => run('price')}>
                Price of the promise
              </button>
            </>
          ) : (
            <ReplicationsProgress progress={progress} onCancel={cancel} />
          )}
        </div>
        {problem === null ? null : (
          <p role="alert" class="bad">
            {problem}
          </p>
        )}
        <p class="quiet">
          All are run with the same random numbers: the same customers arrive at the same moments with the
          same wishes, so that what differs is what was changed.
        </p>
      </section>
      {answer === null ? null : <Result kind={answer.kind} answer={answer.answer} />}
    </>
  );
}

/** Scenarios that are compared with the baseline as well, as their files have them. */
function Further(props: {
  readonly scenarios: readonly ScenarioListing[];
  /** Paths of those that are compared anyway. */
  readonly left: readonly (string | undefined)[];
  readonly chosen: readonly string[];
  readonly onChoose: (paths: readonly string[]) => void;
}) {
  const { chosen, left, onChoose, scenarios } = props;
  const isFree = ({ path }: ScenarioListing) => !chosen.includes(path) && !left.includes(path);
  return (
    <>
      <label class="field">
        <span>And also against</span>
        <select
          value=""
          onChange={({ currentTarget: { value } }) => value !== '' && onChoose([...chosen, value])}
        >
          <option value="">no other</option>
          {scenarios.filter(isFree).map(({ name, path }) => (
            <option key={path} value={path}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {chosen.map((path) => {
        const name = scenarios.find((one) => one.path === path)?.name ?? path;
        return (
          <button
            key={path}
            type="button"
            class="chip-button"
            aria-label={`Leave ${name} out`}
            onClick={() => onChoose(chosen.filter((one) => one !== path))}
          >
            {name} ✕
          </button>
        );
      })}
    </>
  );
}

function Result({ answer, kind }: { readonly kind: 'compare' | 'price'; readonly answer: Answer }) {
  const { changes, comparison, drawings, titles } = answer;
  return (
    <Gradually>
      {kind === 'price' ? (
        <PriceCurve comparison={comparison} titles={titles} />
      ) : (
        changes.map((one) => <Changes key={one.name} changes={one} />)
      )}
      {FIGURES[kind].map((name) => (
        <ReportFigure key={name} markup={drawings[name] ?? ''} />
      ))}
    </Gradually>
  );
}
