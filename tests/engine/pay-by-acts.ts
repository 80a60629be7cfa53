import { HOUR_MS } from '#base';
import { actKind, type Scenario } from '#domain';
import type { Summary } from '#statistics';
import { runObserved } from './observed-run.ts';

const DUTY = actKind('duty');
const OPEN = actKind('open');
const AFTER_CONTACT = actKind('after-contact work');
const PRESENCE = actKind('presence');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');

/** What an agent does now, and since when. */
interface Hand {
  onDuty: boolean;
  away: boolean;
  segment: number;
  sinceMs: number;
}

/** Hours of a group: on duty, and with cases of each segment, on duty and off duty. */
interface GroupHours {
  duty: number;
  readonly busy: number[];
  readonly overtime: number[];
}

/** The hours of each group by the acts alone, agent by agent, next to those of the run's summary. */
export function hoursByActs(scenario: Scenario): {
  readonly hours: readonly GroupHours[];
  readonly summary: Summary;
} {
  const hands: Hand[] = [];
  const groupOf: number[] = [];
  for (const [g, { shifts }] of scenario.groups.entries()) {
    for (let i = shifts.reduce((sum, { agents }) => sum + agents, 0); i > 0; i--) {
      groupOf.push(g);
      hands.push({ onDuty: false, away: false, segment: -1, sinceMs: 0 });
    }
  }
  const hours = scenario.groups.map(() => ({
    duty: 0,
    busy: scenario.segments.map(() => 0),
    overtime: scenario.segments.map(() => 0),
  }));
  const streamOf = new Map<number, number>();
  const change = (agent: number, timeMs: number, changes: Partial<Hand>) => {
    const hand = hands[agent] as Hand;
    const group = hours[groupOf[agent] as number] as GroupHours;
    const passed = (timeMs - hand.sinceMs) / HOUR_MS;
    const isPresent = hand.onDuty && !hand.away;
    if (isPresent) group.duty += passed;
    const { segment } = hand;
    if (segment !== -1) {
      group.busy[segment] = (group.busy[segment] ?? 0) + passed;
      if (!isPresent) group.overtime[segment] = (group.overtime[segment] ?? 0) + passed;
    }
    Object.assign(hand, changes, { sinceMs: timeMs });
  };
  const summary = runObserved(scenario, (timeMs, kind, aux, caseNumber, a, _b, c, d) => {
    if (kind === OPEN) streamOf.set(caseNumber, a);
    else if (kind === DUTY) for (let i = 0; i < c; i++) change(d + i, timeMs, { onDuty: aux === 1 });
    else if (kind === PRESENCE) change(c, timeMs, { away: aux === 0 });
    else if (kind === AFTER_CONTACT && aux === 0) change(c, timeMs, { segment: -1 });
    else if (kind === VIEW || kind === AFTER_CONTACT) {
      const segment = scenario.streams[streamOf.get(caseNumber) ?? -1]?.segment ?? -1;
      change(c, timeMs, { segment });
    } else if (kind === VIEW_END) change(c, timeMs, { segment: -1 });
  });
  hands.forEach((_, agent) => {
    change(agent, scenario.horizonMs, {});
  });
  return { hours, summary };
}
