import type { ScenarioText } from '../../../protocol.ts';
import { type Source, useKept, useStudio } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';
import { GoalsField, goalsIn } from './fields.tsx';
import { RunButton } from './run-button.tsx';
import { sweepTextOf, variablesOf } from './sweep-text.ts';

const NOTHING_VARIED = ['', ''];

/** Asks for a scenario at many points. The user chooses what to vary, or writes a sweep file. */
export function SweepForm({ source }: { readonly source: Source }) {
  const { experiments, state } = useStudio();
  const check = useAsked('check', source, [source.path, source.text]);
  const variables = variablesOf(check?.knobs ?? []);
  const files = useAsked('sweepFiles', { path: source.path }, [source.path]) ?? [];
  const folder = source.path.slice(0, source.path.lastIndexOf('/') + 1);
  const unnamed = `${folder}sweep.yaml`;
  const [{ path, text }, setSweep] = useKept<ScenarioText>(`${source.path} sweep`, {
    path: unnamed,
    text: '',
  });
  const [goals, setGoals] = useKept(`${source.path} sweep goals`, '');
  const [chosen, setChosen] = useKept<readonly string[]>(`${source.path} varied`, NOTHING_VARIED);
  const vary = (place: number, title: string) => {
    const next = chosen.map((one, i) => (i === place ? title : one));
    setChosen(next);
    const varied = next.flatMap((one) => variables.find((variable) => variable.title === one) ?? []);
    setSweep({ path: unnamed, text: varied.length === 0 ? '' : sweepTextOf(source.path, varied) });
  };
  const take = (file: ScenarioText | undefined) => {
    if (file === undefined) return;
    setChosen(NOTHING_VARIED);
    setSweep(file);
  };
  const run = () =>
    experiments.begin('sweep', async () => ({
      scenario: source,
      sweep: { path, text },
      replications: null,
      goals: goalsIn(goals),
      seed: state.seed === '' ? null : state.seed,
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
              onChange={({ currentTarget: { value } }) => take(files.find((file) => file.path === value))}
            >
              <option value="">choose a file …</option>
              {files.map((file) => (
                <option key={file.path}>{file.path}</option>
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
            onInput={(event) => setSweep({ path, text: event.currentTarget.value })}
          />
        </label>
        <GoalsField value={goals} onChange={setGoals} otherwise="the service levels of the scenario" />
      </div>
      <RunButton name="sweep" isReady={text.trim() !== ''} onRun={run}>
        Run the sweep
      </RunButton>
      <p class="quiet">
        {text.trim() === ''
          ? 'Choose what to vary, or take a sweep file. The scenario then runs at each combination of the values.'
          : 'The scenario runs at each combination of the values, with the same random numbers. The answer names the smallest of them that meet the goals.'}
      </p>
    </>
  );
}
