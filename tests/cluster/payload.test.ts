import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunks } from '#base';
import { createJobRunner } from '#experiment';
import { BatchSizes } from '../../src/cluster/batching.ts';
import { namesOf } from '../../src/cluster/broker.ts';
import {
  pack,
  type Results,
  readBatch,
  readResults,
  unpack,
  writeResults,
} from '../../src/cluster/payload.ts';
import { loadScenario, scenarioNames, sha256 } from '../running.ts';

const BATCH = {
  v: 3,
  experiment: 'a'.repeat(32),
  scenario: 'b'.repeat(64),
  seed: '2014',
  replications: [0, 1, 2],
} as const;

function resultsOf(answers: Results['answers']): Results {
  return {
    v: 3,
    batch: 'c'.repeat(32),
    scenario: BATCH.scenario,
    seed: '2014',
    worker: 'here:1',
    tookMs: 12.5,
    isScenarioMissing: false,
    answers,
  };
}

describe('data that crosses the broker', () => {
  it('carries a summary of any scenario to the last digit', () => {
    for (const name of scenarioNames()) {
      const scenario = { ...loadScenario(name), horizonMs: 6 * 3_600_000 };
      const result = createJobRunner(
        [scenario],
        sha256,
      )({
        scenario: 0,
        seed: '1',
        replication: 0,
        filters: [{ channel: 'phone' }, { severity: 'A' }],
      });
      if ('failed' in result) throw new Error(result.failed);
      const sent = resultsOf([{ replication: 0, summary: result.summary }]);
      const received = readResults(writeResults(sent));
      expect(received, name).toEqual({ ok: true, value: JSON.parse(JSON.stringify(sent)) });
      expect(writeResults(sent).length).toBeLessThan(200_000);
    }
  });

  it.each([
    ['a filter by another attribute', { ...BATCH, filters: [{ customer: 'me' }] }],
    ['more than was agreed', { ...BATCH, code: 'process.exit()' }],
    ['a path for a hash', { ...BATCH, scenario: '../../etc/passwd' }],
    ['another version', { ...BATCH, v: 1 }],
    ['no replications', { ...BATCH, replications: [] }],
    ['too many replications', { ...BATCH, replications: Array.from({ length: 257 }, (_, i) => i) }],
    ['half a replication', { ...BATCH, replications: [0.5] }],
    ['a seed without end', { ...BATCH, seed: 'x'.repeat(10_000) }],
    ['a list', [BATCH]],
    ['nothing', null],
  ])('is refused as a batch: %s', (_, value) => {
    expect(readBatch(BATCH).ok).toBe(true);
    expect(readBatch(value).ok).toBe(false);
  });

  it('is refused without an exception, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.uint8Array({ maxLength: 200 }), (value, bytes) => {
        expect(readBatch(value).ok).toBe(false);
        expect(readResults(bytes).ok).toBe(false);
        expect(unpack(bytes).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readResults(pack(text)).ok).toBe(false);
      }),
    );
    const hostile = `{"v":1,"__proto__":{"polluted":true}}`;
    expect(readResults(pack(hostile)).ok).toBe(false);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('is refused as a result if a figure is missing, not a number, or not finite', () => {
    const scenario = { ...loadScenario('first-steps'), horizonMs: 3_600_000 };
    const result = createJobRunner([scenario], sha256)({ scenario: 0, seed: '1', replication: 0 });
    if ('failed' in result) throw new Error(result.failed);
    const { summary } = result;
    const { total } = summary;
    const isRead = (changed: unknown) =>
      readResults(pack(JSON.stringify(resultsOf([{ replication: 0, summary: changed as typeof summary }]))))
        .ok;
    expect(isRead(summary)).toBe(true);
    expect(isRead({ ...summary, total: { id: 'total', title: 'All cases' } })).toBe(false);
    for (const key of Object.keys(total)) {
      const { [key as keyof typeof total]: _, ...others } = total;
      expect(isRead({ ...summary, total: others }), `without ${key}`).toBe(false);
      expect(isRead({ ...summary, segments: [{ ...total, [key]: { a: 1 } }] }), `${key} an object`).toBe(
        false,
      );
    }
    for (const key of ['arrived', 'answered', 'judged', 'handOvers', 'resolved'] as const) {
      // JSON writes NaN as null.
      expect(isRead({ ...summary, total: { ...total, [key]: Number.NaN } }), key).toBe(false);
    }
    const infinite = JSON.stringify(resultsOf([{ replication: 0, summary }])).replace(
      '"judged":',
      '"judged":1e999,"x":',
    );
    expect(readResults(pack(infinite)).ok).toBe(false);
    expect(isRead({ ...summary, total: { ...total, made: 1 } })).toBe(false);
  });

  it('is refused if it decompresses to more than the limit', () => {
    const bomb = pack('0'.repeat(100 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(unpack(bomb)).toEqual({ ok: false, problem: 'it is not a valid package' });
  });
});

describe('batches', () => {
  it('hold one replication at first, and about two seconds of work once the time of one is known', () => {
    const sizes = new BatchSizes();
    expect([sizes.sizeFor('a'), sizes.latest]).toEqual([1, 1]);
    sizes.measured('a', 300, 3);
    expect([sizes.sizeFor('a'), sizes.latest]).toEqual([20, 20]);
    // A scenario without measurements uses the latest scenario's.
    expect(sizes.sizeFor('b')).toBe(20);
    sizes.measured('b', 5000, 1);
    expect([sizes.sizeFor('a'), sizes.sizeFor('b')]).toEqual([20, 1]);
    sizes.measured('c', 1, 100);
    expect(sizes.sizeFor('c')).toBe(64);
  });

  it('contain every item once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, size) => {
        const parts = [...chunks(items, size)];
        expect(parts.flat()).toEqual(items);
        expect(parts.every((part) => part.length >= 1 && part.length <= size)).toBe(true);
      }),
    );
  });
});

describe('names', () => {
  it('of one tenant never collide with those of another', () => {
    const [one, other] = [namesOf('a'), namesOf('a-b')];
    expect(one.scenario('x').startsWith(`${one.prefix}:`)).toBe(true);
    expect(`${other.prefix}:`.startsWith(`${one.prefix}:`)).toBe(false);
    expect(one.queue('1:2')).not.toContain(':');
  });
});
