import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { PREFERENCES, type Scenario } from '#domain';
import { createSimulation, prepareEngine } from '#engine';
import { createNullMeter } from '#statistics';
import { loadScenario } from '../running.ts';

/**
 * R14: what routing may read of a case, and what an outsider would call it. Everything else stays hidden (who the customer is, where copies
 * lie, what the case will turn out to be, how long the customer will wait).
 */
const ALLOWED: Readonly<Record<string, string>> = {
  routingClass: 'token: the set of groups that may have it',
  queue: 'token: the list in which it waits',
  source: 'zone tag, with segment and channel',
  channel: 'zone tag, with segment and channel',
  product: 'product area',
  language: 'language',
  tier: 'tier that it needs',
  severity: 'severity',
  stage: 'age: whether it is held for its region yet',
  queuedMs: 'age',
  queueOrder: 'age: its place in the queue',
  contacts: 'age: contacts that it has had',
};

/** Everything that decisions about waiting cases read of them in the scenario's first hours. */
function readBy(scenario: Scenario): ReadonlySet<string> {
  const read = new Set<string>();
  const { router, workforce, ...simulation } = createSimulation(scenario, {
    ...prepareEngine('compiled'),
    seed: scenario.seed,
    replication: 0,
    observer: null,
    meter: createNullMeter(),
  });
  for (let hour = 1; hour <= 30; hour++) {
    simulation.advance(hour * HOUR_MS);
    for (const record of router.queues.all()) {
      const watched = new Proxy(record, {
        get(target, name) {
          read.add(String(name));
          return Reflect.get(target, name);
        },
      });
      router.agentFor(watched);
      router.listFor(watched);
      router.causeOf(watched);
      router.isHeld(watched);
      router.stageOf(watched);
      router.orderOf(router.eligibleGroups(watched), watched);
      for (const group of workforce.groups) router.admits(group, watched, group.idleCount);
    }
  }
  return read;
}

describe('R14: the router', () => {
  const base = loadScenario('css-2014-drill');

  it.each(PREFERENCES)('reads only what is on the list, and all of it: %s', (preference) => {
    const stages = base.routing.stages.map(({ when }) => ({ when, prefer: [preference] }));
    const read = readBy({ ...base, routing: { ...base.routing, stages } });
    expect(read.size).toBeGreaterThan(1);
    expect([...read].filter((name) => !Object.hasOwn(ALLOWED, name))).toEqual([]);
  });

  it('reads the same if groups take some cases only under conditions', () => {
    const guard = { product: 0, segment: 0, severities: ['A' as const], channels: null, idle: 2, down: null };
    const groups = base.groups.map((group) => ({ ...group, takesOnlyWhile: [guard] }));
    const read = readBy({ ...base, groups });
    expect([...read].filter((name) => !Object.hasOwn(ALLOWED, name))).toEqual([]);
    expect(read).toContain('severity');
  });
});
