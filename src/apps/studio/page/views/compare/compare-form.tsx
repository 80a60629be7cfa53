import { useEffect, useState } from 'preact/hooks';
import { nameOfFile } from '../../../../shared/scenario/name-of-file.ts';
import type { ScenarioText } from '../../../protocol.ts';
import { ChipList } from '../../chip-list.tsx';
import { type Source, useStudio } from '../../state.ts';
import { useKept } from '../../use-kept.ts';
import { ExtentFields, useExtent } from './extent-fields.tsx';
import { RunButton } from './run-button.tsx';
import { type VariantGroup, variantGroups } from './variants.ts';

/** Value for the scenario with the changes made in Edit. All other values are paths of files. */
const EDITED = 'edited';
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

interface Choice {
  readonly value: string;
  readonly title: string;
}

/** The scenario as in its file, and as edited. */
function ownChoices({ path, text }: Source, original: string | null): readonly Choice[] {
  const name = nameOfFile(path);
  const asFile = { value: path, title: `${name}, as in its file` };
  const asEdited = { value: EDITED, title: `${name}, as edited` };
  if (original === null) return [asEdited];
  return original === text ? [asFile] : [asFile, asEdited];
}

function choicesOf({ scenarios }: VariantGroup): readonly Choice[] {
  return scenarios.map(({ name, path, title }) => ({ value: path, title: `${name} – ${title}` }));
}

function Options(props: {
  readonly own: readonly Choice[];
  readonly groups: readonly VariantGroup[];
  /** Choices to omit, because they are already chosen. */
  readonly left: readonly string[];
}) {
  const { groups, left, own } = props;
  const optionsOf = (choices: readonly Choice[]) =>
    choices
      .filter(({ value }) => !left.includes(value))
      .map(({ title, value }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ));
  return (
    <>
      {optionsOf(own)}
      {groups.map((group) => (
        <optgroup key={group.title} label={group.title}>
          {optionsOf(choicesOf(group))}
        </optgroup>
      ))}
    </>
  );
}

/** The text of the scenario's file; null if it is not in the page's folder. */
function useOriginal({ path }: Source): string | null {
  const { client } = useStudio();
  const [original, setOriginal] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    client.ask('open', { path }).then(
      ({ text }) => isWanted && setOriginal(text),
      () => isWanted && setOriginal(null),
    );
    return () => {
      isWanted = false;
    };
  }, [path]);
  return original;
}
