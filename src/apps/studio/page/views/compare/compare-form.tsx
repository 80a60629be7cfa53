import type { ScenarioText } from '../../../protocol.ts';
import { ChipList } from '../../chip-list.tsx';
import { type Source, useKept, useStudio } from '../../state.ts';
import { ExtentFields, useExtent } from './fields.tsx';
import { RunButton } from './run-button.tsx';
import { choicesOf, EDITED, Options, ownChoices, useOriginal } from './scenario-choice.tsx';
import { variantGroups } from './variants.ts';

/** Pairs of replications, as in the command. */
const PAIRS = 10;

/** Asks which scenarios to compare, and for how long. */
export function CompareForm({ source }: { readonly source: Source }) {
  const { client, experiments, state } = useStudio();
  const [chosenBaseline, chooseBaseline] = useKept<string | null>(`${source.path} baseline`, null);
  const [chosenOthers, chooseOthers] = useKept<readonly string[] | null>(`${source.path} others`, null);
  const extent = useExtent('compare', PAIRS);
  const original = useOriginal(source);
  const groups = variantGroups(state.catalogue?.scenarios ?? [], source.path);
  const own = ownChoices(source, original);
  const named = [...own, ...groups.flatMap(choicesOf)];
  const baseline = chosenBaseline ?? own[0]?.value ?? EDITED;
  // By default, an edited scenario is compared with its file.
  const others = (chosenOthers ?? own.map(({ value }) => value)).filter((value) => value !== baseline);
  const textOf = async (value: string): Promise<ScenarioText> =>
    value === EDITED ? source : client.ask('open', { path: value });
  const compare = () =>
    experiments.begin('compare', async () => ({
      ...extent.ask,
      scenarios: await Promise.all([baseline, ...others].map(textOf)),
    }));
  return (
    <>
      <div class="compare-tools">
        <label class="field">
          <span>Baseline</span>
          <select value={baseline} onChange={(event) => chooseBaseline(event.currentTarget.value)}>
            <Options own={own} groups={groups} left={[]} />
          </select>
        </label>
        <label class="field">
          <span>Compare with</span>
          <select
            value=""
            onChange={({ currentTarget: { value } }) => value !== '' && chooseOthers([...others, value])}
          >
            <option value="">add a scenario …</option>
            <Options own={own} groups={groups} left={[baseline, ...others]} />
          </select>
        </label>
        <ExtentFields extent={extent} />
      </div>
      <div class="chips">
        {others.length > 0 ? (
          <ChipList
            label="Compared with the baseline"
            chips={others.map((value) => ({
              name: named.find((one) => one.value === value)?.title ?? value,
              remove: () => chooseOthers(others.filter((one) => one !== value)),
            }))}
          />
        ) : (
          <span class="quiet">
            Nothing is compared with the baseline yet: add a scenario, or change something in Edit.
          </span>
        )}
      </div>
      <RunButton name="compare" isReady={others.length > 0} onRun={compare}>
        Compare
      </RunButton>
      <p class="quiet">
        All scenarios use the same random numbers: the same customers arrive at the same moments, so every
        difference comes from what was changed.
      </p>
    </>
  );
}
