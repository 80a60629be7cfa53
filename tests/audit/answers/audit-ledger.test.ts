import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditLedger, INVARIANTS, reportUnreadable, resultsNow } from '#audit';
import { canonicalJson, hexOf } from '#base';
import { createLedgerWriter, openLedger, openLedgerPrefix } from '#ledger';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { LedgerBuilder, quietDay, withNightfall } from '../ledger-builder.ts';

const digest = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** The ledger as a file, in blocks of eight entries. */
function bytesOf(ledger: LedgerBuilder): Uint8Array {
  const parts: Uint8Array[] = [];
  const header = { ...ledger.ledger().header, replication: 3 };
  const writer = createLedgerWriter({
    header,
    digest,
    write: (bytes) => parts.push(bytes.slice()),
    blockEntries: 8,
  });
  for (const entry of ledger.entries) writer.act(...entry);
  writer.seal();
  return new Uint8Array(Buffer.concat(parts));
}

const badReplica = () => {
  const ledger = new LedgerBuilder().begin().at(1).open(0).store(0, 'primary', 0);
  return withNightfall(ledger.transfer(0, 'framework', 0, 1, 2, 0).store(0, 'replica', 2, 0));
};

describe('the law as known now', () => {
  it('finds transfers without a basis if they relied on something struck down retroactively', () => {
    const then = quietDay().audit();
    expect(then.verdict).toBe('clean');
    const broken = resultsNow(then).filter(({ violations }) => violations > 0);
    expect(broken.map(({ id, violations }) => [id, violations])).toEqual([['R7', 1]]);
    expect(broken[0]?.counterexample?.message).toContain('no valid basis');
  });
});

describe('auditLedger', () => {
  it('reads a ledger file and reports what it judged', () => {
    const opened = openLedger(bytesOf(quietDay()), digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    const report = auditLedger(opened.value, tinyScenario());
    expect(report).toMatchObject({
      format: 2,
      scenario: 'tiny',
      seed: 'tiny',
      replication: 3,
      cases: 2,
      verdict: 'clean',
      damage: null,
      root: hexOf(opened.value.root),
      entries: quietDay().entries.length,
    });
    expect(report.invariants.map(({ id }) => id)).toEqual(INVARIANTS.map(({ id }) => id));
  });

  it('gives the same bytes for the same ledger', () => {
    expect(canonicalJson(badReplica().audit())).toBe(canonicalJson(badReplica().audit()));
  });

  it("gives for a violation the case's story up to it and the relevant events of the world", () => {
    const report = badReplica().audit();
    expect(report.verdict).toBe('violations');
    const broken = report.invariants.filter(({ violations }) => violations > 0);
    expect(broken.map(({ id }) => id)).toEqual(['R1', 'R3']);
    for (const { counterexample } of broken) {
      expect(counterexample).toMatchObject({
        caseNumber: 0,
        entry: 8,
        timeMs: 3_600_000,
        story: [5, 6, 7, 8],
      });
    }
  });

  it('judges the readable part of a damaged ledger, and never calls it clean', () => {
    const bytes = bytesOf(quietDay());
    bytes[bytes.length - 300] = (bytes[bytes.length - 300] as number) ^ 1;
    const opened = openLedgerPrefix(bytes, digest);
    if (!opened.ok) throw new Error(opened.problem.message);
    const report = auditLedger(opened.value, tinyScenario());
    expect(report.verdict).toBe('damaged');
    expect(report.root).toBeNull();
    expect(report.damage).toMatchObject({ code: 'block-damaged' });
    expect(report.entries).toBeGreaterThan(0);
    expect(report.entries).toBeLessThan(quietDay().entries.length);
    // What is missing at the end of a torn ledger violates nothing.
    expect(report.invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  });

  it('reports a file of which nothing can be read', () => {
    const opened = openLedgerPrefix(new Uint8Array(10), digest);
    if (opened.ok) throw new Error('ten bytes are no ledger');
    const report = reportUnreadable(opened.problem, tinyScenario());
    expect(report).toMatchObject({
      verdict: 'damaged',
      root: null,
      entries: 0,
      damage: { code: 'not-a-ledger' },
    });
    expect(report.invariants).toHaveLength(INVARIANTS.length);
  });

  it('forgets cases that have been erased', async () => {
    const { Auditor } = await import('../../../src/audit/reading/auditor.ts');
    const ledger = quietDay();
    const auditor = new Auditor(ledger.scenario);
    ledger.ledger().forEach(auditor.visit);
    expect([...auditor.facts.cases.all()]).toEqual([]);
    expect(auditor.facts.cases.openedCount).toBe(2);
  });
});
