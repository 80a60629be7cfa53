import { useEffect, useState } from 'preact/hooks';
import type { ScenarioText } from '../../../protocol.ts';
import { type Source, useStudio } from '../../state.ts';
import { useKept } from '../../use-kept.ts';
import { GoalsField, goalsIn } from './goals-field.tsx';
import { RunButton } from './run-button.tsx';
import { sweepTextOf, type Variable, variablesOf } from './sweep-text.ts';

const NO_SWEEP: readonly ScenarioText[] = [];

/** A scenario at many points: what is varied is chosen, or written as a sweep file has it. */
export function SweepForm({ source }: { readonly source: Source }) {
  const { experiments, state } = useStudio();
  const { files, variables } = useVariables(source);
  const [text, setText] = useKept(`${source.path} sweep`, '');
  const [goals, setGoals] = useKept(`${source.path} sweep goals`, '');
  const [chosen, setChosen] = useKept<readonly string[]>(`${source.path} varied`, ['', '']);
  const vary = (place: number, title: string) => {
    const next = chosen.map((one, i) => (i === place ? title : one));
    setChosen(next);
    const varied = next.flatMap((one) => variables.find((variable) => variable.title === one) ?? []);
    setText(varied.length === 0 ? '' : sweepTextOf(source.path, varied));
  };
  const folder = source.path.slice(0, source.path.lastIndexOf('/') + 1);
  const run = () =>
    experiments.begin('sweep', async () => ({
      ...{ scenario: source, sweep: { path: `${folder}sweep.yaml`, text } },
      ...{ replications: null, goals: goalsIn(goals), seed: state.seed === '' ? null : state.seed },
    }));
  return (
    <>
      <div class="compare-tools">
        {['Vary', 'And'].map((label, place) => (
          <label key={label} class="field">
            <span>{label}</span>
            <select value={chosen[place]} onChange={(event) => vary(place, event.currentTarget.value)}>
              <option value="">{place === 0 ? 'choose what to vary …' : 'nothing else'}</option>
              {variables.map(({ title }) => (
                <option key={title}>{title}</option>
              ))}
            </select>
          </label>
        ))}
        {files.length === 0 ? null : (
          <label class="field">
            <span>Or take a sweep file</span>
            <select
              value=""
              onChange={(event) =>
                setText(files.find(({ path }) => path === event.currentTarget.value)?.text ?? text)
              }
            >
              <option value="">choose a file …</option>
              {files.map(({ path }) => (
                <option key={path}>{path}</option>
              ))}
            </select>
          </label>
        )}
        <label class="field goals sweep-text">
          <span>The sweep as a file: change its values, replications or “until: 3 days” here</span>
          <textarea
            rows={9}
            value={text}
            spellcheck={false}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <GoalsField value={goals} onChange={setGoals} otherwise="the service levels of the scenario" />
      </div>
      <RunButton name="sweep" isReady={text.trim() !== ''} onRun={run}>
        Run the sweep
      </RunButton>
      <p class="quiet">
        {text.trim() === ''
          ? 'Choose what to vary, or take a sweep file: the scenario then runs at each combination of the values.'
          : 'The scenario runs at each combination of the values, with the same random numbers. The answer names the smallest values that meet the goals.'}
      </p>
    </>
  );
}

/** What can be varied of the scenario, and the sweep files that it has. */
function useVariables(source: Source): {
  readonly variables: readonly Variable[];
  readonly files: readonly ScenarioText[];
} {
  const { client } = useStudio();
  const [variables, setVariables] = useState<readonly Variable[]>([]);
  const [files, setFiles] = useState(NO_SWEEP);
  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const { knobs } = await client.ask('check', source);
      const found = await client.ask('sweepFiles', { path: source.path });
      if (!isWanted) return;
      setVariables(variablesOf(knobs));
      setFiles(found);
    };
    ask().catch(() => {});
    return () => {
      isWanted = false;
    };
  }, [source.path, source.text]);
  return { variables, files };
}
