import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACT_KINDS, CASE_STATES, NO_CASE, NONE_16, NONE_32, TRANSITION_EVENTS } from '#domain';
import { keptEntry, openLedger, type StoryEntry } from '#ledger';
import { summaryFigures } from '../../../src/bundle/recount/figures/summary-figures.ts';
import { openRecount } from '../../../src/bundle/recount/recount.ts';
import { openSummaryCheck } from '../../../src/bundle/recount/summary-check.ts';
import { type EntryNumbers, entryOf } from '../../entries.ts';
import { loadScenario, runInMemory, sha256 } from '../../running.ts';
import { textOf } from './recounting.ts';

/** The maker of a ledger can write anything into it. It is counted as far as possible, and nothing crashes. */

const scenario = { ...loadScenario('german-night'), horizonMs: 6 * 3_600_000 };
const { ledger, summary } = runInMemory(scenario);
const opened = openLedger(ledger, sha256);
if (!opened.ok) throw new Error(opened.problem.message);
const { header } = opened.value;
const genuine: StoryEntry[] = [];
opened.value.forEach((entry) => genuine.push(keptEntry(entry)));

function recounted(entries: readonly StoryEntry[], warmUpMs = 0) {
  const recount = openRecount(scenario, warmUpMs);
  for (const entry of entries) recount.visit(entry);
  const { odd, tally } = recount.finish();
  return { odd, figures: summaryFigures(tally, header) };
}

function asEntry([timeMs, kind, aux, caseNumber, a, b, c, d, index]: [...EntryNumbers, number]): StoryEntry {
  return { index, timeMs, kind, aux, caseNumber, a, b, c, d };
}

const u16 = fc.oneof(fc.nat({ max: 14 }), fc.constant(NONE_16), fc.nat({ max: NONE_16 }));
const u32 = fc.oneof(fc.nat({ max: 20 }), fc.constant(NONE_32), fc.nat({ max: NONE_32 }));
const aux = fc.oneof(fc.nat({ max: TRANSITION_EVENTS.length }), fc.nat({ max: 255 }));
const anything = fc
  .tuple(
    fc.oneof(
      fc.nat({ max: scenario.horizonMs }),
      fc.maxSafeNat().map((value) => value % 2 ** 48),
    ),
    fc.nat({ max: ACT_KINDS.length }),
    aux,
    fc.oneof(fc.nat({ max: 3 }), u32),
    u16,
    u16,
    u32,
    u32,
    fc.nat(),
  )
  .map(asEntry);
/** Steps of the first cases from any state to any other. */
const steps = fc
  .tuple(
    fc.nat({ max: scenario.horizonMs }),
    fc.constant(ACT_KINDS.indexOf('transition')),
    aux,
    fc.nat({ max: 3 }),
    fc.nat({ max: CASE_STATES.length }),
    fc.nat({ max: CASE_STATES.length }),
    fc.constant(0),
    fc.constant(0),
    fc.nat(),
  )
  .map(asEntry);

describe('a ledger with arbitrary contents', () => {
  it('is counted without an error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anything, anything, steps), { maxLength: 60 }),
        fc.nat({ max: 30 }),
        fc.constantFrom(0, 1, 3_600_000),
        (entries, place, warmUpMs) => {
          const { figures } = recounted(
            [...genuine.slice(0, place), ...entries, ...genuine.slice(place, 60)],
            warmUpMs,
          );
          expect(JSON.stringify(figures)).not.toContain('null,"arrived"');
        },
      ),
      { numRuns: 300, seed: 1789 },
    );
  });

  it('has its first entry that cannot be counted named, with the reason', () => {
    const assign = ACT_KINDS.indexOf('assign');
    const callback = ACT_KINDS.indexOf('callback');
    const reached = entryOf([0, callback, 2, 0, NONE_16, 0, 0, NONE_32], 7);
    expect(recounted([...genuine.slice(0, 7), reached]).odd).toBe(
      'entry 7 (callback) cannot be counted: nobody has called the customer',
    );
    expect(recounted([entryOf([5, assign, 0, 77, 0, 0, 0, 0], 12)]).odd).toBe(
      'entry 12 (assign) cannot be counted: the case is not there, or closed',
    );
    expect(recounted(genuine).odd).toBeNull();
  });

  it('has no wait of a case that has not joined a queue', () => {
    const numberOf = (kind: (typeof ACT_KINDS)[number]) => ACT_KINDS.indexOf(kind);
    const at = genuine.findIndex(({ kind }) => kind === numberOf('assign'));
    const isJoining = ({ caseNumber, kind }: StoryEntry) =>
      kind === numberOf('transition') && caseNumber === genuine[at]?.caseNumber;
    const { odd } = recounted(genuine.slice(0, at + 1).filter((entry) => !isJoining(entry)));
    expect(odd).toBe(`entry ${genuine[at]?.index} (assign) cannot be counted: the case does not wait`);
    const waiting = CASE_STATES.indexOf('open.waiting.queued');
    const leaves = genuine.findIndex(({ a, kind }) => kind === numberOf('transition') && a === waiting);
    const others = genuine.slice(0, leaves + 1).filter((entry, i) => i === leaves || !isJoining(entry));
    expect(recounted(others.filter(({ kind }) => kind !== numberOf('assign'))).odd).toContain(
      '(transition) cannot be counted: the case does not wait',
    );
  });

  it('is refused if an assignment states another wait than the case had, although no figure depends on it', () => {
    const differenceOf = (entries: readonly StoryEntry[]) => {
      const check = openSummaryCheck(textOf(summary), scenario, header);
      for (const entry of entries) check.visit(entry);
      return check.finish().difference;
    };
    expect(differenceOf(genuine)).toBeNull();
    const at = genuine.findIndex(({ d, kind }) => kind === ACT_KINDS.indexOf('assign') && d > 0);
    const { caseNumber, d, timeMs } = genuine[at] as StoryEntry;
    for (const said of [d - 1, d + 1, NONE_32 - 1])
      expect(differenceOf(genuine.map((entry, i) => (i === at ? { ...entry, d: said } : entry)))).toBe(
        `case ${caseNumber} is said to have waited ${said} ms when it was assigned at ${timeMs} ms; it had waited ${d} ms`,
      );
  });

  it('is taken in its order: a time before the last one is taken as the last one', () => {
    const back = genuine.map((entry) => {
      const { kind, timeMs } = entry;
      const isStore = kind === ACT_KINDS.indexOf('store');
      return isStore ? { ...entry, timeMs: Math.max(0, timeMs - 3_600_000) } : entry;
    });
    // What work may be said to have been drawn is a function, which JSON leaves out.
    expect(JSON.stringify(recounted(back))).toBe(JSON.stringify(recounted(genuine)));
  });

  it('has no case number named if no case is concerned', () => {
    const open = ACT_KINDS.indexOf('open');
    expect(recounted([entryOf([0, open, 0, NO_CASE, 0, 0, 0, 0], 0)]).odd).not.toBeNull();
  });
});
