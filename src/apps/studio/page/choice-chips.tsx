import type { WorldFacts } from '../protocol.ts';
import { moment } from './format.ts';
import { choiceOf } from './look.ts';
import { EVERYTHING, type Look, type Stretch, type StudioState, useStudio } from './state.ts';

interface Chip {
  /** What it says. */
  readonly name: string;
  /** The state without this choice. */
  readonly without: Partial<StudioState>;
}

/** What is looked at, choice by choice, each of which can be taken away. Nothing is shown where there is no choice. */
export function ChoiceChips(props: {
  readonly facts: WorldFacts;
  /** Whether the view follows the wish for certain cases as well. */
  readonly hasWish?: boolean;
}) {
  const { facts, hasWish = false } = props;
  const { change, state } = useStudio();
  const { look, stretch, wish } = state;
  const chips = [
    ...chipsOfLook(facts, look),
    ...(stretch === null ? [] : [{ name: stretchText(facts, stretch), without: { stretch: null } }]),
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

function chipsOfLook(facts: WorldFacts, look: Look): readonly Chip[] {
  const { centre, channel, segment } = choiceOf(facts, look);
  const chip = (kind: 'centre' | 'channel' | 'segment', name: string | undefined): readonly Chip[] =>
    name === undefined ? [] : [{ name, without: { look: { ...look, [kind]: null } } }];
  return [
    ...chip('segment', facts.segments[segment ?? -1]?.title),
    ...chip('channel', facts.channels[channel ?? -1]),
    ...chip('centre', facts.centres[centre ?? -1]?.title),
  ];
}

function stretchText({ startEpochMs }: WorldFacts, { fromMs, toMs }: Stretch): string {
  return `${moment(startEpochMs + fromMs)} to ${moment(startEpochMs + toMs)}`;
}
