import { describe, expect, it } from 'vitest';
import { joinBytes } from '#base';
import { ACT_NUMBERS, type ActKind, CASE_STATES, NO_CASE, NONE_16, NONE_32 } from '#domain';
import {
  createLedgerWriter,
  entryLimits,
  joinLedgers,
  openLedger,
  openLedgerPrefix,
  openSealedLedger,
  SealBroken,
} from '#ledger';
import { modelOf } from '../demand/model.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../running.ts';

/** Whoever makes a ledger can seal entries that no run has. They are damage, and are named by number. */

const scenario = { ...loadScenario('german-night'), horizonMs: 2 * 3_600_000 };
const limits = entryLimits(scenario);
const { agent, stream } = limits.rows;

interface Entry {
  timeMs: number;
  kind: number;
  aux: number;
  caseNumber: number;
  a: number;
  b: number;
  c: number;
  d: number;
}

const genuine = successOf(openLedger(runInMemory(scenario).ledger, sha256));
const entries: Entry[] = [];
genuine.forEach(({ a, aux, b, c, caseNumber, d, kind, timeMs }) =>
  entries.push({ timeMs, kind, aux, caseNumber, a, b, c, d }),
);

function sealed(made: readonly Entry[], blockEntries = 64, header = genuine.header): Uint8Array {
  const parts: Uint8Array[] = [];
  const write = (bytes: Uint8Array) => parts.push(bytes.slice());
  const writer = createLedgerWriter({ header, digest: sha256, write, blockEntries });
  for (const { a, aux, b, c, caseNumber, d, kind, timeMs } of made)
    writer.act(timeMs, kind as never, aux, caseNumber, a, b, c, d);
  writer.seal();
  return joinBytes(parts);
}

/** Number of the first entry of a kind after the first block. */
function firstOf(kind: ActKind): number {
  return entries.findIndex((entry, at) => at > 64 && entry.kind === ACT_NUMBERS[kind]);
}

function changed(at: number, change: Partial<Entry>): Entry[] {
  return entries.map((entry, i) => (i === at ? { ...entry, ...change } : entry));
}

function damageOf(bytes: Uint8Array): string | null {
  const opened = openLedger(bytes, sha256, () => limits);
  let isRead = true;
  try {
    openSealedLedger(bytes, sha256, () => limits)?.forEach(() => {});
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    isRead = false;
  }
  expect(isRead).toBe(opened.ok);
  if (opened.ok) return null;
  expect(opened.problem.code).toBe('entry-impossible');
  return opened.problem.message;
}

describe('an entry that no run can have', () => {
  const view = firstOf('view');
  const transition = firstOf('transition');
  const open = firstOf('open');
  const { caseNumber, timeMs } = entries[view] as Entry;
  const opened = (entries[open] as Entry).caseNumber;

  it.each<[string, number, Partial<Entry>, string]>([
    ['is 2,229 years late', view, { timeMs: timeMs + 2 ** 46 }, 'after the end of the run, at 7200000 ms'],
    [
      'is before the entry that precedes it',
      view,
      { timeMs: 0 },
      '(view) is at 0 ms, before the entry that precedes it',
    ],
    [
      'is of a case that was never opened',
      view,
      { caseNumber: caseNumber + 2 ** 29 },
      `is of case ${caseNumber + 2 ** 29}, and cases 0 to `,
    ],
    [
      'opens a case out of turn',
      open,
      { caseNumber: opened + 1 },
      `(open) is of case ${opened + 1}, and cases 0 to ${opened - 1} were`,
    ],
    ['opens no case', open, { caseNumber: NO_CASE }, '(open) opens no case'],
    [
      'is of an agent whom nobody employs',
      view,
      { c: agent },
      `(view) has ${agent} as agent, and the scenario has ${agent}, from 0`,
    ],
    [
      'is of a stream without demand',
      open,
      { a: stream },
      `(open) has ${stream} as stream, and the scenario has ${stream}`,
    ],
    ['is in a language without a name', open, { d: 0xff }, '(open) has 255 as language'],
    [
      'has a word that is none',
      transition,
      { b: CASE_STATES.length },
      `(transition) has ${CASE_STATES.length} as after, and there are ${CASE_STATES.length} words, from 0`,
    ],
    [
      'has a number that means nothing',
      transition,
      { d: 1 },
      '(transition) has 1 as d, and it means nothing there',
    ],
    [
      'sends more agents on duty than there are',
      0,
      { kind: ACT_NUMBERS.duty, aux: 1, caseNumber: NO_CASE, a: 0, b: 0, c: 2, d: agent - 1 },
      `(duty) is of agents ${agent - 1} to ${agent}, and`,
    ],
    [
      'is of a case that no tier solves',
      open,
      { d: ((entries[open] as Entry).d % 2 ** 16) + 4 * 2 ** 16 },
      '(open) has 4 as solvedAtTier, and there are 3 tiers',
    ],
    [
      'names a case that such an act does not concern',
      view,
      { kind: ACT_NUMBERS.law, aux: 0, a: 0, b: 0, c: 0, d: 0 },
      `(law) is of case ${caseNumber}, and such an act concerns no case`,
    ],
    [
      'follows up a case of the future',
      view,
      { kind: ACT_NUMBERS['follow-up'], aux: 0, a: 0, b: 0, c: 0, d: opened + 999 },
      `has ${opened + 999} as earlierCase, and cases 0 to`,
    ],
  ])('%s', (_, at, change, said) => {
    const bytes = sealed(changed(at, change));
    const message = damageOf(bytes);
    expect(message).toContain(`entry ${at} (`);
    expect(message).toContain(said);
    const prefix = successOf(openLedgerPrefix(bytes, sha256, () => limits));
    expect(prefix.entryCount).toBe(64 * Math.floor(at / 64));
    expect(prefix.damage).toMatchObject({ block: 1 + Math.floor(at / 64), entries: { first: at, last: at } });
  });

  it('is not found where a field is none, a case is opened again, or a later version has other acts', () => {
    expect(damageOf(sealed(entries))).toBeNull();
    expect(damageOf(sealed(changed(view, { c: NONE_32 })))).toBeNull();
    expect(damageOf(sealed(changed(firstOf('store'), { b: NONE_16 })))).toBeNull();
    expect(
      damageOf(sealed([...entries, { ...(entries[open] as Entry), timeMs: scenario.horizonMs }])),
    ).toBeNull();
    expect(damageOf(sealed(changed(view, { kind: 200, aux: 255, a: 9999 })))).toBeNull();
  });

  it('is not found in a run whose last shift has nobody', () => {
    const nobody = '{ agents: 0, days: mon-sun, from: "00:00", to: "24:00" }';
    const empty = modelOf(
      `horizon: 2 h\ncentres: { home: { groups: { servers: { shifts: { nobody: ${nobody} } } } } }`,
    );
    expect(openLedger(runInMemory(empty).ledger, sha256, () => entryLimits(empty)).ok).toBe(true);
  });

  it('is found in a block that is read alone, as far as the block shows it', () => {
    const read = (bytes: Uint8Array, block: number) => () =>
      openSealedLedger(bytes, sha256, () => limits)?.forEachInBlocks([block], () => {});
    const block = Math.floor(view / 64);
    expect(read(sealed(entries), block)).not.toThrow();
    // Apart from openings, an entry names cases with smaller numbers than its own, because each of them has an opening before it.
    const follows = { kind: ACT_NUMBERS['follow-up'], aux: 0, a: 0, b: 0, c: 0 };
    const ofLaterCases = [{ caseNumber: view }, { ...follows, d: view }];
    for (const change of [{ timeMs: timeMs + 2 ** 46 }, { timeMs: 0 }, { c: agent }, ...ofLaterCases])
      expect(read(sealed(changed(view, change)), block)).toThrow(SealBroken);
  });

  it('is passed over if nobody says what the entries can hold', () => {
    expect(openLedger(sealed(changed(view, { timeMs: 0 })), sha256).ok).toBe(true);
  });
});

it('the second of two ledgers goes on with the numbers of cases of the first', () => {
  const half = entries.findIndex(({ timeMs }) => timeMs >= 3_600_000);
  const first = sealed(entries.slice(0, half));
  const { root, entryCount } = successOf(openLedger(first, sha256));
  const continues = { root: Buffer.from(root).toString('hex'), entries: entryCount, untilMs: 3_600_000 };
  const header = { ...genuine.header, continues };
  const problemOf = (second: readonly Entry[]) => {
    const bytes = sealed(second, 64, header);
    const joined = successOf(
      joinLedgers(
        successOf(openLedger(first, sha256, () => limits)),
        successOf(openLedger(bytes, sha256, () => limits)),
      ),
    );
    let visited = 0;
    joined.forEach(() => visited++);
    return { problem: joined.seamProblem(), visited };
  };
  const rest = entries.slice(half);
  expect(problemOf(rest)).toEqual({ problem: null, visited: entries.length });
  const odd = rest.map((entry, at) => (at === 5 ? { ...entry, caseNumber: 2 ** 29 } : entry));
  const { problem, visited } = problemOf(odd);
  expect(problem).toContain(`its entry 5 is of case ${2 ** 29}, and `);
  expect(visited).toBe(half + 5);
});
