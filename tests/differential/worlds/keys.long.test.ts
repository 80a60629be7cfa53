import { describe, expect, it } from 'vitest';
import { keysOfWorld, referenceKeys } from '../../generators/worlds/keys.ts';
import { worldOf } from '../../generators/worlds/world-file.ts';

const DRAWN = 1200;
/** Two features must occur together if that many worlds would have both, were they independent. */
const EXPECTED = 10;

const OF_ONE_PLACE = 'a case that waits for the agents of one place cannot be kept from them';
const ONE_RULE = 'a case waits where one rule says';
const ONE_LENGTH = 'a world has one table of weights';

/** Features that no world has together, with the reason. */
const APART: Readonly<Record<string, string>> = {
  'promises.subcontractorsOnly + routing.commitment': OF_ONE_PLACE,
  'promises.subcontractorsOnly + routing.allocation': OF_ONE_PLACE,
  'promises.access + routing.allocation':
    'cases are allocated to places inside, so nobody outside could take one',
  'lines.waiting + routing.allocation': 'a case is accepted before it is allocated',
  'profiles.hours + profiles.halfHours': ONE_LENGTH,
  'profiles.hours + profiles.quarterHours': ONE_LENGTH,
  'profiles.halfHours + profiles.quarterHours': ONE_LENGTH,
  'routing.preference + routing.stages': 'the stages have preferences of their own',
  'routing.commitment + routing.allocation': ONE_RULE,
  'routing.commitment + routing.hold': ONE_RULE,
  'routing.allocation + routing.hold': ONE_RULE,
  'warmUp.for + warmUp.by': 'a warm-up has a length or settles by itself',
};

/** The first two steps of a key, without names of the file's own; null for a distribution, which many keys have. */
function featureOf(key: string): string | null {
  if (key.startsWith('⟨')) return null;
  const steps = key.replaceAll('[]', '').split('.');
  return steps
    .filter((step) => !step.startsWith('⟨'))
    .slice(0, 2)
    .join('.');
}

describe('worlds that the checks of a file accept', () => {
  it('have every key of the reference, and every two features together that may be', () => {
    const known = referenceKeys();
    const had = new Set<string>();
    /** Worlds by feature, and by two. */
    const counts = new Map<string, number>();
    const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
    const features = [...new Set([...known].flatMap((key) => featureOf(key) ?? []))];
    const pairs = features.flatMap((one, at) => features.slice(at + 1).map((other) => [one, other] as const));
    let worlds = 0;
    for (let number = 0; number < DRAWN; number++) {
      const world = worldOf(number);
      if (world === null) continue;
      worlds++;
      const keys = keysOfWorld(world, known);
      const own = new Set([...keys].flatMap((key) => featureOf(key) ?? []));
      for (const key of keys) had.add(key);
      for (const one of own) count(one);
      for (const [one, other] of pairs) if (own.has(one) && own.has(other)) count(`${one} + ${other}`);
    }
    expect(worlds).toBeGreaterThan(0.8 * DRAWN);
    expect([...known].filter((key) => !had.has(key))).toEqual([]);
    const never = pairs.filter(([one, other]) => !counts.has(`${one} + ${other}`));
    const unexplained = never.filter(([one, other]) => {
      const expected = ((counts.get(one) ?? 0) * (counts.get(other) ?? 0)) / worlds;
      return expected >= EXPECTED && !(`${one} + ${other}` in APART);
    });
    expect(unexplained.map(([one, other]) => `${one} + ${other}`)).toEqual([]);
    expect(Object.keys(APART).filter((pair) => counts.has(pair))).toEqual([]);
    // What is left out of the list by chance is little: of all pairs, at least 99 of 100 occur.
    expect(never.length).toBeLessThan(pairs.length / 100);
  });
});
