import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failure, success } from '#base';
import { parseScenario } from '#scenario';
import { keysOfWorld, referenceKeys } from '../../generators/worlds/keys.ts';
import { drawWorld, worldOf } from '../../generators/worlds/world-file.ts';
import { examine } from './examine.ts';
import { POSSIBLE } from './happenings.ts';

/** Keys that no world has, with the reason. */
const NOT_DRAWN: Readonly<Record<string, string>> = {};

describe('the files of worlds', () => {
  it('have every key of the reference, and no other', () => {
    const known = referenceKeys();
    const drawn = new Set<string>();
    for (let number = 0; number < 700; number++) {
      const world = drawWorld(number);
      for (const key of keysOfWorld(world, known)) drawn.add(key);
    }
    expect([...drawn].filter((key) => !known.has(key))).toEqual([]);
    expect([...known].filter((key) => !drawn.has(key) && !(key in NOT_DRAWN))).toEqual([]);
    expect(Object.keys(NOT_DRAWN).filter((key) => !known.has(key) || drawn.has(key))).toEqual([]);
  });
});

const KEPT = join(import.meta.dirname, 'kept');

describe('a world in which something was wrong once', () => {
  it.each(readdirSync(KEPT))('%s: nothing is wrong with it now', (name) => {
    const folder = join(KEPT, name);
    const parsed = parseScenario({
      path: `worlds/${name}/scenario.yaml`,
      text: readFileSync(join(folder, 'scenario.yaml'), 'utf8'),
      readFile: (path) => {
        try {
          return success(readFileSync(join(folder, path.slice(path.lastIndexOf('/') + 1)), 'utf8'));
        } catch {
          return failure('there is no such file');
        }
      },
    });
    if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
    expect(examine(parsed.value.scenario).faults).toEqual([]);
  });
});

describe('a drawn world', () => {
  it('has no false verdict, is the same on three engines, and adds up', () => {
    const wrong: string[] = [];
    const happened = new Set<string>();
    let worlds = 0;
    for (let number = 5_000_000; number < 5_000_024; number++) {
      const world = worldOf(number);
      if (world === null) continue;
      worlds++;
      const examined = examine(world.scenario);
      wrong.push(...examined.faults.map((fault) => `${number} ${fault}`));
      for (const one of examined.happened) happened.add(one);
    }
    expect(wrong).toEqual([]);
    expect(worlds).toBeGreaterThan(12);
    expect([...happened].filter((one) => !POSSIBLE.includes(one))).toEqual([]);
    expect([...happened]).toEqual(
      expect.arrayContaining(['transition, event: SUBMIT', 'session, step: begins']),
    );
  });
});
