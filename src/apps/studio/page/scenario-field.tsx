import { useStudio } from './state.ts';

/** Value for a scenario that is not in the list. */
const ANOTHER = 'another';

/** The open scenario: choose another one from the list, or open one that is not in it. */
export function ScenarioField() {
  const { change, openScenario, state } = useStudio();
  const { catalogue, source } = state;
  const isKnown = catalogue?.scenarios.some(({ path }) => path === source?.path) ?? false;
  return (
    <label class="field wide">
      <span>Scenario</span>
      <select
        value={source?.path ?? ''}
        disabled={catalogue === null}
        onChange={({ currentTarget: { value } }) =>
          value === ANOTHER ? change({ isChoosing: true }) : void openScenario(value)
        }
      >
        {source === null ? (
          <option value="">{catalogue === null ? 'Opening …' : 'Choose a scenario'}</option>
        ) : null}
        {isKnown || source === null ? null : <option value={source.path}>{source.path}</option>}
        {catalogue?.scenarios.map(({ name, path, title }) => (
          <option key={path} value={path}>
            {`${name} – ${title}`}
          </option>
        ))}
        {catalogue === null ? null : <option value={ANOTHER}>Another folder …</option>}
      </select>
    </label>
  );
}
