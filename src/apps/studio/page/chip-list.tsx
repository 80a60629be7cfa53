import type { WorldFacts } from '../protocol.ts';
import { choicesOf, withoutChoices } from './choices.ts';
import { useStudio } from './state.ts';

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

/** The active choices, each of which can be removed. Shows nothing if there are none. */
export function ChoiceChips(props: {
  readonly facts: WorldFacts;
  /** Whether the view also follows a wish for certain cases. */
  readonly hasWish?: boolean;
}) {
  const { facts, hasWish = false } = props;
  const { change, state } = useStudio();
  const { wish } = state;
  const choices = [
    ...choicesOf(facts, state),
    ...(wish === null || !hasWish ? [] : [{ name: wish.words, without: { wish: null } }]),
  ];
  if (choices.length === 0) return null;
  return (
    <div class="chips">
      <span class="quiet">Only</span>
      <ChipList
        label="Only"
        chips={choices.map(({ name, without }) => ({ name, remove: () => change(without) }))}
      />
      <button type="button" class="link" onClick={() => change(withoutChoices(state))}>
        Show all
      </button>
    </div>
  );
}
