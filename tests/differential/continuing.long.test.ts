import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { openLedger } from '#ledger';
import { entriesOf, firstPart, secondPart } from '../experiment/continuing/parts.ts';
import { ADVERSE_BASES } from '../generators/adverse-world.ts';
import { openCases } from '../generators/open-cases.ts';
import { loadScenario, runInMemory, scenarioNames, sha256, successOf } from '../running.ts';

/**
 * A run in two parts has the entries and figures of one in a single piece: the first part ends before a time, the second begins with it.
 */
const ENGINES = ['compiled', 'table', 'interpreted'] as const;

/** Times at which several cases do something, or else the middle of the run. */
function crowdedTimes({ horizonMs }: Scenario, ledger: Uint8Array): readonly number[] {
  const cases = new Map<number, Set<number>>();
  successOf(openLedger(ledger, sha256)).forEach(({ caseNumber, timeMs }) => {
    const here = cases.get(timeMs) ?? new Set();
    cases.set(timeMs, here.add(caseNumber));
  });
  const found = [...cases].flatMap(([timeMs, { size }]) => (size > 1 && timeMs > 0 ? [timeMs] : []));
  return found.length === 0 ? [Math.floor(horizonMs / 2)] : found;
}

function expectSameInTwoParts(
  scenario: Scenario,
  untilMs: number,
  whole: ReturnType<typeof runInMemory>,
  [former, latter]: readonly [(typeof ENGINES)[number], (typeof ENGINES)[number]],
): void {
  const where = `at ${untilMs} ms, seed ${scenario.seed}, ${former} then ${latter}`;
  const first = firstPart(scenario, untilMs, { engine: former });
  const second = secondPart(scenario, first.snapshot, { engine: latter });
  expect(second.run.difference(), where).toBeNull();
  const { earlier, ledger, summary } = second.finish();
  expect(Buffer.compare(earlier, first.ledger), where).toBe(0);
  const inParts = Buffer.concat([entriesOf(first.ledger), entriesOf(ledger)]);
  expect(Buffer.compare(inParts, entriesOf(whole.ledger)), where).toBe(0);
  expect(summary, where).toEqual(whole.summary);
}

describe.each(scenarioNames())('scenario %s in two parts', (name) => {
  const longest = loadScenario(name);
  const mostMs = name.startsWith('css-2014') || name.startsWith('bench-') ? HOUR_MS : 24 * HOUR_MS;
  const scenario = { ...longest, horizonMs: Math.min(longest.horizonMs, mostMs) };

  it('has the entries and figures of one in a single piece, on every engine', () => {
    const whole = runInMemory(scenario);
    const { horizonMs } = scenario;
    const crowded = crowdedTimes(scenario, whole.ledger);
    const some = crowded[Math.floor(crowded.length / 2)] as number;
    expectSameInTwoParts(scenario, some, whole, ['compiled', 'table']);
    expectSameInTwoParts(scenario, some + 1, whole, ['table', 'compiled']);
    expectSameInTwoParts(scenario, Math.floor(horizonMs / 2), whole, ['compiled', 'interpreted']);
    expectSameInTwoParts(scenario, 0, whole, ['compiled', 'compiled']);
    expectSameInTwoParts(scenario, horizonMs - 1, whole, ['compiled', 'compiled']);
  });
});

describe.each(ADVERSE_BASES)('worlds made from $name in two parts', ({ worlds }) => {
  it('have the entries and figures of one in a single piece, wherever they are cut', {
    timeout: 900_000,
  }, () => {
    const numRuns = Number(process.env.ADVERSE_WORLDS ?? 20);
    const withBacklog = worlds.chain((world) =>
      openCases(world).map((backlog) => (backlog.length === 0 ? world : { ...world, backlog })),
    );
    const cuts = fc.oneof(
      fc.record({ isCrowded: fc.constant(false), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ isCrowded: fc.constant(true), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.constant({ isCrowded: false, share: 0 }),
    );
    const engines = fc.constantFrom(
      ['compiled', 'compiled'] as const,
      ['compiled', 'table'] as const,
      ['table', 'compiled'] as const,
    );
    fc.assert(
      fc.property(withBacklog, cuts, engines, (scenario, { isCrowded, share }, pair) => {
        const whole = runInMemory(scenario);
        const crowded = crowdedTimes(scenario, whole.ledger);
        const last = isCrowded ? crowded.length - 1 : scenario.horizonMs - 1;
        const at = Math.round(share * last);
        expectSameInTwoParts(scenario, isCrowded ? (crowded[at] as number) : at, whole, pair);
      }),
      { numRuns, seed: Number(process.env.ADVERSE_SEED ?? 20250303), endOnFailure: true },
    );
  });
});
