import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { actKind, NO_CASE } from '#domain';
import { auditedEvidence, type Evidence, MemorySink, makeTableEvidence, writeTogether } from '#exports';
import type { StoryEntry } from '#ledger';
import { type ByteSource, type EntryVisitor, openLedger } from '#ledger';
import { hashes } from '../../../src/apps/shared/host.ts';
import { forEachCase } from '../../../src/cases/history/case-stories.ts';
import { violationFiles } from '../../../src/exports/violations.ts';
import { bytesOf, evidenceOf } from '../../exports/evidence-of.ts';
import { type Act, digest, writeLedger } from '../../ledger/examples.ts';
import { loadScenario } from '../../running.ts';

const BLOCK_ENTRIES = 8;
const OPEN = actKind('open');

/** Cases that are opened one after the other. Each has an entry just after its opening, and its last one 50 openings later. */
function actsOf(cases: number): readonly Act[] {
  const acts: Act[] = [];
  for (let i = 0; i < cases + 50; i++) {
    const timeMs = 2 ** 32 - 100 + i;
    if (i < cases) acts.push([timeMs, OPEN, 255, i, 0xffff, 1, 0xffffffff, i], [timeMs, 7, 0, i, 1, 2, 3, 4]);
    if (i >= 50) acts.push([timeMs, 9, 1, i - 50, 0, 0xffff, 2 ** 31, 0]);
    if (i % 9 === 0) acts.push([timeMs, 3, 0, NO_CASE, 0, 0, 0, 0]);
  }
  return acts;
}

/** Stories of a ledger in a file that counts the bytes read from it. */
function storiesOf(acts: readonly Act[], caseCount: number, casesAtOnce: number) {
  const { bytes } = writeLedger(acts, BLOCK_ENTRIES);
  let read = 0;
  const source: ByteSource = {
    size: bytes.length,
    read: (offset, length) => {
      read += length;
      return bytes.subarray(offset, offset + length);
    },
  };
  const opened = openLedger(source, digest);
  if (!opened.ok) throw new Error(opened.problem.message);
  read = 0;
  const stories = new Map<number, readonly StoryEntry[]>();
  forEachCase(opened.value, caseCount, (caseNumber, story) => stories.set(caseNumber, story), casesAtOnce);
  return { stories, passes: read / bytes.length };
}

describe('the stories of cases', () => {
  it('contain every entry of every case, in order, however many cases are assembled at a time', () => {
    const acts = actsOf(90);
    const expected = new Map<number, StoryEntry[]>();
    acts.forEach(([timeMs, kind, aux, caseNumber, a, b, c, d], index) => {
      if (caseNumber === NO_CASE || caseNumber >= 80) return;
      const story = expected.get(caseNumber) ?? [];
      expected.set(caseNumber, [...story, { index, timeMs, kind, aux, caseNumber, a, b, c, d }]);
    });
    for (const casesAtOnce of [1, 7, 80, 1000]) {
      const { stories } = storiesOf(acts, 80, casesAtOnce);
      expect([...stories], `${casesAtOnce} at once`).toEqual([...expected]);
    }
  });

  it('take a number of passes over the ledger that does not grow with its length', () => {
    const [short, long] = [400, 3200].map((cases) => storiesOf(actsOf(cases), cases, 20).passes);
    expect(short).toBeLessThan(5);
    expect(long).toBeLessThan(5);
  });

  it('of a ledger with a very large case number are assembled in one pass', () => {
    const far: Act = [9, OPEN, 0, 4_000_000_000, 0, 0, 0, 0];
    const { passes, stories } = storiesOf([[1, OPEN, 0, 0, 0, 0, 0, 0], far], 4_000_000_001, 10);
    expect([...stories.keys()]).toEqual([0, 4_000_000_000]);
    expect(passes).toBeLessThan(4);
  });
});

describe('tables without an audit', () => {
  it('count cases as the auditor does, even in a ledger that breaks promises', () => {
    for (const breach of ['none', 'anonymous-access', 'copy-outside']) {
      const { audit, ledger, scenario } = broken(breach);
      expect(audit.cases, breach).toBeGreaterThan(0);
      expect(makeTableEvidence(scenario, ledger).audit.cases, breach).toBe(audit.cases);
    }
  });
});

describe('lists of violations', () => {
  it('take one pass when written together, and have the same bytes as when written separately', () => {
    const made = broken('anonymous-access');
    const alone = violationFiles(made).map((file) => bytesOf(file, made));
    let readings = 0;
    const { ledger } = made;
    const counted = {
      ...ledger,
      forEach: (visit: EntryVisitor) => {
        readings++;
        ledger.forEach(visit);
      },
    };
    const files = violationFiles({ ...made, ledger: counted });
    const sinks = files.map(() => new MemorySink());
    writeTogether(
      files.map((file, i) => ({ file, sink: sinks[i] as MemorySink, fail: expect.unreachable })),
      { ...made, ledger: counted },
    );
    expect(sinks.map((sink) => sink.finish())).toEqual(alone);
    const audited = auditedEvidence(made.scenario, ledger, hashes);
    expect(audited.audit.invariants.some(({ violations }) => violations > 0)).toBe(true);
    const fromAudit = violationFiles({ ...audited, scenario: made.scenario }).map((file) => {
      const sink = new MemorySink();
      const visit = expect.unreachable;
      writeTogether([{ file, sink, fail: visit }], audited);
      return sink.finish();
    });
    expect(fromAudit).toEqual(alone);
    expect(alone[0]?.length).toBeGreaterThan(1000);
    expect(readings).toBe(1);
  });
});

/** A run with a faulty policy. */
function broken(breach: string): Evidence {
  const scenario = loadScenario('german-night');
  return evidenceOf({ ...scenario, horizonMs: 3 * HOUR_MS }, breach === 'none' ? {} : { breach });
}
