/** A choice, by name, with the action that removes it. */
export interface Chip {
  readonly name: string;
  readonly remove: () => void;
}

/** Choices side by side. Pressing one removes it. */
export function ChipList({ chips, label }: { readonly chips: readonly Chip[]; readonly label: string }) {
  return (
    <ul class="chip-list" aria-label={label}>
      {chips.map(({ name, remove }) => (
        <li key={name}>
          <button type="button" aria-label={`Remove: ${name}`} onClick={remove}>
            {name} <span aria-hidden="true">✕</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
