/** Something that was chosen, by its name, and how it is taken away. */
export interface Chip {
  readonly name: string;
  readonly remove: () => void;
}

/** What was chosen, one beside the other. Pressing one takes it away. */
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
