import { nameOfFile } from '../../../../shared/scenario/name-of-file.ts';
import type { ScenarioText } from '../../../protocol.ts';
import { ChipList } from '../../chip-list.tsx';
import { Choice, listedOptions, Options, Switch } from '../../form-parts.tsx';
import { type Source, useKept, useStudio } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';
import { ExtentFields, RunButton, useExtent } from './fields.tsx';
import { variantGroups } from './variants.ts';

/** Asks which scenarios to compare, and for how long. */
export function CompareForm({ source }: { readonly source: Source }) {
  const { experiments } = useStudio();
  const [chosenBaseline, chooseBaseline] = useKept<string | null>(`${source.path} baseline`, null);
  const [chosenOthers, chooseOthers] = useKept<readonly string[] | null>(`${source.path} others`, null);
  const extent = useExtent('compare');
  const among = useScenarios(source);
  const { groups, own, textOf } = among;
  const named = [...own, ...groups.flatMap(({ scenarios }) => listedOptions(scenarios))];
  const baseline = chosenBaseline ?? own[0]?.value ?? EDITED;
  // By default, an edited scenario is compared with its file.
  const others = (chosenOthers ?? own.map(({ value }) => value)).filter((value) => value !== baseline);
  const compare = () =>
    experiments.begin('compare', async () => ({
      ...extent.ask,
      scenarios: await Promise.all([baseline, ...others].map(textOf)),
    }));
  return (
    <>
      <div class="compare-tools">
        <ScenarioChoice label="Baseline" value={baseline} among={among} onChoose={chooseBaseline} />
        <ScenarioChoice
          label="Compare with"
          value=""
          none="add a scenario …"
          among={among}
          left={[baseline, ...others]}
          onChoose={(value) => value !== '' && chooseOthers([...others, value])}
        />
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

/** Asks why figures moved between the open scenario and another one. */
export function ChangeForm({ source }: { readonly source: Source }) {
  const { experiments } = useStudio();
  const [chosenBefore, chooseBefore] = useKept<string | null>(`${source.path} change from`, null);
  const [chosenAfter, chooseAfter] = useKept<string | null>(`${source.path} change to`, null);
  const [withActions, setWithActions] = useKept('change with actions', true);
  const extent = useExtent('explainChange');
  const among = useScenarios(source);
  const { own, textOf } = among;
  const before = chosenBefore ?? own[0]?.value ?? EDITED;
  // By default, from the file to the edited scenario.
  const after = chosenAfter ?? own.find(({ value }) => value !== before)?.value ?? '';
  const isReady = after !== '' && after !== before;
  const explain = () =>
    experiments.begin('explainChange', async () => {
      const [one, other] = await Promise.all([textOf(before), textOf(after)]);
      return { ...extent.ask, before: one, after: other, withActions };
    });
  return (
    <>
      <div class="compare-tools">
        <ScenarioChoice label="Before" value={before} among={among} onChoose={chooseBefore} />
        <ScenarioChoice
          label="After"
          value={after}
          none="choose a scenario …"
          among={among}
          left={[before]}
          onChoose={chooseAfter}
        />
        <ExtentFields extent={extent} />
        <Switch isOn={withActions} onTurn={setWithActions}>
          Try what would win it back
        </Switch>
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

/** Value for the scenario with the changes made in Edit. All other values are paths of files. */
const EDITED = 'edited';

/** Scenarios to choose among: the open one as in its file and as edited, and others by how they relate to it. */
function useScenarios(source: Source) {
  const { client, state } = useStudio();
  const { path, text } = source;
  const original = useAsked('open', { path }, [path], { isOptional: true })?.text ?? null;
  const name = nameOfFile(path);
  const asFile = { value: path, title: `${name}, as in its file` };
  const asEdited = { value: EDITED, title: `${name}, as edited` };
  const own = original === null ? [asEdited] : original === text ? [asFile] : [asFile, asEdited];
  return {
    own,
    groups: variantGroups(state.catalogue?.scenarios ?? [], path),
    textOf: async (value: string): Promise<ScenarioText> =>
      value === EDITED ? source : client.ask('open', { path: value }),
  };
}

/** `none`: what stands there before anything is chosen. `left`: what to omit, because it is already chosen. */
function ScenarioChoice(props: {
  readonly label: string;
  readonly value: string;
  readonly none?: string;
  readonly among: Pick<ReturnType<typeof useScenarios>, 'groups' | 'own'>;
  readonly left?: readonly string[];
  readonly onChoose: (value: string) => void;
}) {
  const { among, label, left = [], none, onChoose, value } = props;
  const isLeft = (one: { readonly value: string }) => !left.includes(one.value);
  const first = none === undefined ? [] : [{ value: '', title: none }];
  return (
    <Choice label={label} value={value} options={[...first, ...among.own.filter(isLeft)]} onChoose={onChoose}>
      {among.groups.map(({ scenarios, title }) => (
        <optgroup key={title} label={title}>
          <Options of={listedOptions(scenarios).filter(isLeft)} />
        </optgroup>
      ))}
    </Choice>
  );
}
