import type { ScenarioText } from '../../../protocol.ts';
import { type Source, useKept, useStudio } from '../../state.ts';
import { ExtentFields, useExtent } from './fields.tsx';
import { RunButton } from './run-button.tsx';
import { EDITED, Options, ownChoices, useOriginal } from './scenario-choice.tsx';
import { variantGroups } from './variants.ts';

/** Replications of each scenario, as in the command. */
const REPLICATIONS = 10;

/** Asks why figures moved between the open scenario and another one. */
export function ChangeForm({ source }: { readonly source: Source }) {
  const { client, experiments, state } = useStudio();
  const [chosenBefore, chooseBefore] = useKept<string | null>(`${source.path} change from`, null);
  const [chosenAfter, chooseAfter] = useKept<string | null>(`${source.path} change to`, null);
  const [withActions, setWithActions] = useKept('change with actions', true);
  const extent = useExtent('explainChange', REPLICATIONS);
  const original = useOriginal(source);
  const groups = variantGroups(state.catalogue?.scenarios ?? [], source.path);
  const own = ownChoices(source, original);
  const before = chosenBefore ?? own[0]?.value ?? EDITED;
  // By default, from the file to the edited scenario.
  const after = chosenAfter ?? own.find(({ value }) => value !== before)?.value ?? '';
  const isReady = after !== '' && after !== before;
  const textOf = async (value: string): Promise<ScenarioText> =>
    value === EDITED ? source : client.ask('open', { path: value });
  const explain = () =>
    experiments.begin('explainChange', async () => {
      const [one, other] = await Promise.all([textOf(before), textOf(after)]);
      return { ...extent.ask, before: one, after: other, withActions };
    });
  return (
    <>
      <div class="compare-tools">
        <label class="field">
          <span>Before</span>
          <select value={before} onChange={(event) => chooseBefore(event.currentTarget.value)}>
            <Options own={own} groups={groups} left={[]} />
          </select>
        </label>
        <label class="field">
          <span>After</span>
          <select value={after} onChange={(event) => chooseAfter(event.currentTarget.value)}>
            <option value="">choose a scenario …</option>
            <Options own={own} groups={groups} left={[before]} />
          </select>
        </label>
        <ExtentFields extent={extent} />
        <label class="switch">
          <input
            type="checkbox"
            checked={withActions}
            onChange={(event) => setWithActions(event.currentTarget.checked)}
          />
          <span>Try what would win it back</span>
        </label>
      </div>
      <RunButton name="explainChange" isReady={isReady} onRun={explain}>
        Explain the change
      </RunButton>
      <p class="quiet">
        {isReady
          ? 'Every combination of the parts in which the two differ runs with the same random numbers, so the parts add up to the change. No action touches a promise.'
          : 'Choose the scenario after the change, or change something in Edit.'}
      </p>
    </>
  );
}
