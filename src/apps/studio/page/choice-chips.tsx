import type { WorldFacts } from '../protocol.ts';
import { ChipList } from './chip-list.tsx';
import { choicesOf, withoutChoices } from './choices.ts';
import { useStudio } from './state.ts';

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
