import type { GuardName } from '#experiment';
import { type Source, useKept, useStudio } from '../../state.ts';
import { ExtentFields, GoalsField, goalsIn, useExtent } from './fields.tsx';
import { RunButton } from './run-button.tsx';

/** Replications of each staffing, as in the command. */
const REPLICATIONS = 5;

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
  const extent = useExtent('staff', REPLICATIONS);
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
          <label key={name} class="switch">
            <input
              type="checkbox"
              checked={!off.includes(name)}
              onChange={(event) =>
                setOff(event.currentTarget.checked ? off.filter((one) => one !== name) : [...off, name])
              }
            />
            <span>
              {name} ({GUARDS[name]})
            </span>
          </label>
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
