import type { WorldFacts } from '../protocol.ts';
import { choicesOf } from './choices.ts';
import { EVERYTHING, useStudio } from './state.ts';

/** What is looked at, choice by choice, each of which can be taken away. Nothing is shown where there is no choice. */
export function ChoiceChips(props: {
  readonly facts: WorldFacts;
  /** Whether the view follows the wish for certain cases as well. */
  readonly hasWish?: boolean;
}) {
  const { facts, hasWish = false } = props;
  const { change, state } = useStudio();
  const { look, wish } = state;
  const chips = [
    ...choicesOf(facts, state),
    ...(wish === null || !hasWish ? [] : [{ name: wish.words, without: { wish: null } }]),
  ];
  if (chips.length === 0) return null;
  return (
    <div class="chips">
      <span class="quiet" id="chips-head">
        Only
      </span>
      <ul aria-labelledby="chips-head">
        {chips.map(({ name, without }) => (
          <li key={name}>
            <button type="button" aria-label={`Remove: ${name}`} onClick={() => change(without)}>
              {name} <span aria-hidden="true">✕</span>
            </button>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="link"
        onClick={() =>
          change({ look: { ...EVERYTHING, timeZone: look.timeZone }, stretch: null, wish: null })
        }
      >
        Show all
      </button>
    </div>
  );
}
