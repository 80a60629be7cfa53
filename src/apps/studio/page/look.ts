import type { CaseChoice } from '../chronicle/case-choice.ts';
import type { WorldFacts } from '../protocol.ts';
import type { Look } from './state.ts';

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
