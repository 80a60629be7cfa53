import type { CaseChoice } from '../chronicle/case-choice.ts';
import type { WorldFacts } from '../protocol.ts';
import { moment } from './format.ts';
import { EVERYTHING, type Look, type Stretch, type StudioState } from './state.ts';

export interface Choice {
  /** The choice in words. */
  readonly name: string;
  /** State changes that remove it. */
  readonly without: Partial<StudioState>;
}

/** All active choices. */
export function choicesOf(facts: WorldFacts, { look, stretch }: StudioState): readonly Choice[] {
  return [
    ...choicesOfLook(facts, look),
    ...(stretch === null ? [] : [{ name: stretchText(facts, stretch), without: { stretch: null } }]),
  ];
}

/** State changes that remove every choice of cases. The time zone stays, because it selects none. */
export function withoutChoices({ look }: StudioState) {
  return { look: { ...EVERYTHING, timeZone: look.timeZone }, stretch: null, wish: null };
}

function choicesOfLook(facts: WorldFacts, look: Look): readonly Choice[] {
  const { centre, channel, segment } = choiceOf(facts, look);
  const choice = (kind: 'centre' | 'channel' | 'segment', name: string | undefined): readonly Choice[] =>
    name === undefined ? [] : [{ name, without: { look: { ...look, [kind]: null } } }];
  return [
    ...choice('segment', facts.segments[segment ?? -1]?.title),
    ...choice('channel', facts.channels[channel ?? -1]),
    ...choice('centre', facts.centres[centre ?? -1]?.title),
  ];
}

function stretchText({ startEpochMs }: WorldFacts, { fromMs, toMs }: Stretch): string {
  return `${moment(startEpochMs + fromMs)} to ${moment(startEpochMs + toMs)}`;
}

/** The choices as indices for the worker. Leaves out what this run does not have. */
export function choiceOf({ centres, channels, segments }: WorldFacts, look: Look): CaseChoice {
  const known = (index: number) => (index === -1 ? null : index);
  return {
    segment: known(segments.findIndex(({ id }) => id === look.segment)),
    channel: known(channels.indexOf(look.channel ?? '')),
    centre: known(centres.findIndex(({ id }) => id === look.centre)),
  };
}

/** Null: UTC. */
export function timeZoneOf({ clocks }: WorldFacts, look: Look): string | null {
  return clocks.find(({ timeZone }) => timeZone === look.timeZone)?.timeZone ?? null;
}
