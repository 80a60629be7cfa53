/** Goals in the commands' format, one per line. Empty: the scenario's own. */
export function GoalsField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is used if the field is empty. */
  readonly otherwise: string;
}) {
  const { onChange, otherwise, value } = props;
  return (
    <label class="field goals">
      <span>Goals, one per line, e.g. service level/germany/phone&gt;=80%, or speed of answer&lt;=30 s</span>
      <textarea
        rows={2}
        value={value}
        placeholder={otherwise}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

export function goalsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
