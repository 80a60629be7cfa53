import type { GuardName } from '#experiment';
import type { ScenarioText } from '../../../protocol.ts';
import { Choice, Switch, TextField } from '../../form-parts.tsx';
import { type Source, useKept, useStudio } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';
import { ExtentFields, GoalsField, goalsIn, RunButton, useExtent } from './fields.tsx';
import { sweepTextOf, variablesOf } from './sweep-text.ts';

/** What a proposal keeps no worse than today unless you switch it off: names, and what they mean. */
const GUARDS: Readonly<Record<GuardName, string>> = {
  targets: 'targets of each segment',
  resolution: 'time to resolution',
  backlog: 'cases not answered or not resolved at the end',
  abandonment: 'customers who give up',
  cover: 'an agent on duty for every skill',
};
const NAMES = Object.keys(GUARDS) as readonly GuardName[];

/** Asks for the fewest agents that meet the goals. */
export function StaffForm({ source }: { readonly source: Source }) {
  const { experiments } = useStudio();
  const [goals, setGoals] = useKept(`${source.path} staff goals`, '');
  const [off, setOff] = useKept<readonly string[]>('staff guards off', []);
  const extent = useExtent('staff');
  const guards = NAMES.filter((name) => !off.includes(name));
  return (
    <>
      <div class="compare-tools">
        <GoalsField
          value={goals}
          onChange={setGoals}
          otherwise="the scenario's highest service level target"
        />
        <ExtentFields extent={extent} />
      </div>
      <fieldset class="guards">
        <legend>No worse than today</legend>
        {NAMES.map((name) => (
          <Switch
            key={name}
            isOn={!off.includes(name)}
            onTurn={(isOn) => setOff(isOn ? off.filter((one) => one !== name) : [...off, name])}
          >
            {name} ({GUARDS[name]})
          </Switch>
        ))}
      </fieldset>
      <RunButton
        name="staff"
        isReady
        onRun={() =>
          experiments.begin('staff', async () => ({
            ...extent.ask,
            scenario: source,
            goals: goalsIn(goals),
            guards,
          }))
        }
      >
        Find the staff
      </RunButton>
      <p class="quiet">
        The search varies the headcounts of all shifts and looks for the fewest agent hours that meet the
        goals. It relaxes no promise and proposes nothing that adds an issue or a warning to the scenario.
      </p>
    </>
  );
}

/** Asks for the change that wins most for its cost. */
export function ActionsForm({ source }: { readonly source: Source }) {
  const { experiments } = useStudio();
  const extent = useExtent('actions');
  return (
    <>
      <div class="compare-tools">
        <ExtentFields extent={extent} />
      </div>
      <RunButton
        name="actions"
        isReady
        onRun={() => experiments.begin('actions', async () => ({ ...extent.ask, scenario: source }))}
      >
        Find the best action
      </RunButton>
      <p class="quiet">
        Every small change is looked at: an agent more, longer shifts, training, temporary shifts. The best
        run again with fresh random numbers. The target that lacks most cases counts, or else the service
        level. No action touches a promise.
      </p>
    </>
  );
}

/** Asks what the scenario's promise costs, step by step. */
export function PriceForm({ source }: { readonly source: Source }) {
  const { experiments } = useStudio();
  const [withStaff, setWithStaff] = useKept('price with staff', true);
  const extent = useExtent('price');
  return (
    <>
      <div class="compare-tools">
        <ExtentFields extent={extent} />
        <Switch isOn={withStaff} onTurn={setWithStaff}>
          Find the staff that restores the service
        </Switch>
      </div>
      <RunButton
        name="price"
        isReady
        onRun={() => experiments.begin('price', async () => ({ ...extent.ask, scenario: source, withStaff }))}
      >
        Find the price
      </RunButton>
      <p class="quiet">
        The scenario runs without its promise, then with the promise added step by step. What gets worse is
        the price of the promise.
      </p>
    </>
  );
}

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
          <Choice
            key={label}
            label={label}
            value={chosen[place] ?? ''}
            options={[
              { value: '', title: place === 0 ? 'choose what to vary …' : 'nothing else' },
              ...variables.map(({ title }) => title),
            ]}
            onChoose={(title) => vary(place, title)}
          />
        ))}
        {files.length === 0 ? null : (
          <Choice
            label="Or take a sweep file"
            value=""
            options={[{ value: '', title: 'choose a file …' }, ...files.map((file) => file.path)]}
            onChoose={(name) => take(files.find((file) => file.path === name))}
          />
        )}
        <TextField
          label="The sweep as a file: change its values, replications or “until: 3 days” here"
          style="goals sweep-text"
          rows={9}
          value={text}
          onChange={(changed) => setSweep({ path, text: changed })}
        />
        <GoalsField value={goals} onChange={setGoals} otherwise="each service level of the scenario" />
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
