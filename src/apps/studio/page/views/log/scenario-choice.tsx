/** Which scenario is used with the log. */
export function ScenarioChoice(props: {
  readonly choices: readonly { readonly id: string; readonly title: string }[];
  /** Id. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  const { choices, chosen, onChoose } = props;
  return (
    <label class="field wide">
      <span>Scenario</span>
      <select
        value={chosen}
        disabled={choices.length === 0}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choices.length === 0 ? <option value="">none yet</option> : null}
        {choices.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
