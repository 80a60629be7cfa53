import { describe, expect, it } from 'vitest';
import { auditLedger } from '#audit';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import { firstPartOf, isSameScenario, parseSnapshot, type Snapshot, snapshotText } from '#experiment';
import { joinLedgers, openLedger } from '#ledger';
import { auditInMemory, loadScenario, runInMemory, sha256, successOf } from '../../running.ts';
import { entriesOf, firstPart, secondPart } from './parts.ts';

const whole = loadScenario('three-centres');
const scenario: Scenario = { ...whole, horizonMs: 24 * HOUR_MS };
const untilMs = 9 * HOUR_MS;
const first = firstPart(scenario, untilMs);

/** The scenario, in which the first data centre is down for three hours. */
function withoutFirstPlace(fromMs: number): Scenario {
  const [place, ...others] = scenario.dataCentres;
  if (place === undefined) throw new Error('the scenario has no data centre');
  const plannedOutages = [{ fromMs, toMs: fromMs + 3 * HOUR_MS }];
  return { ...scenario, dataCentres: [{ ...place, plannedOutages }, ...others] };
}

describe('a run that continues a snapshot', () => {
  it('names the root and the entries of the ledger before in its header', () => {
    const { ledger } = secondPart(scenario, first.snapshot).finish();
    const { header } = successOf(openLedger(ledger, sha256));
    const before = successOf(openLedger(first.ledger, sha256));
    const root = Buffer.from(before.root).toString('hex');
    expect(header.continues).toEqual({ root, entries: before.entryCount, untilMs });
    expect(before.header.continues).toBeUndefined();
  });

  it('is the same in pieces of any length', () => {
    const once = secondPart(scenario, first.snapshot).finish();
    const inPieces = secondPart(scenario, first.snapshot, {}, 7).finish();
    expect(Buffer.compare(inPieces.ledger, once.ledger)).toBe(0);
    expect(inPieces.summary).toEqual(once.summary);
  });

  it('audits, together with the ledger before, as the whole run does', () => {
    const { ledger } = secondPart(scenario, first.snapshot).finish();
    const joined = successOf(
      joinLedgers(successOf(openLedger(first.ledger, sha256)), successOf(openLedger(ledger, sha256))),
    );
    const { continues, root: _, ...report } = auditLedger(joined, scenario);
    const { root: _1, ...once } = auditInMemory(runInMemory(scenario).ledger, scenario);
    expect(report).toEqual(once);
    expect(continues?.entries).toBe(first.snapshot.ledger.entries);
    expect(joined.seamProblem()).toBeNull();
  });

  it('cannot be audited without the ledger before', () => {
    const { ledger } = secondPart(scenario, first.snapshot).finish();
    expect(() => auditInMemory(ledger, scenario)).toThrow(/judged together/);
  });

  it('may be one of another scenario that has had the same history', () => {
    const later = 12 * HOUR_MS;
    const other = withoutFirstPlace(later);
    expect(isSameScenario(other, first.snapshot, sha256)).toBe(false);
    const { run, finish } = secondPart(other, first.snapshot);
    expect(run.difference()).toBeNull();
    const { ledger } = finish();
    const inParts = Buffer.concat([entriesOf(first.ledger), entriesOf(ledger)]);
    expect(Buffer.compare(inParts, entriesOf(runInMemory(other).ledger))).toBe(0);
    expect(Buffer.compare(inParts, entriesOf(runInMemory(scenario).ledger))).not.toBe(0);
  });
});

describe('a run with another history', () => {
  it.each<[string, (snapshot: Snapshot) => Snapshot]>([
    ['of another seed', (snapshot) => ({ ...snapshot, made: { ...snapshot.made, seed: '39' } })],
    ['of another replication', (snapshot) => ({ ...snapshot, made: { ...snapshot.made, replication: 1 } })],
    ['cut an hour later', (snapshot) => ({ ...snapshot, untilMs: untilMs + HOUR_MS })],
    ['cut an hour earlier', (snapshot) => ({ ...snapshot, untilMs: untilMs - HOUR_MS })],
    [
      'of another root',
      (snapshot) => ({ ...snapshot, ledger: { ...snapshot.ledger, root: '00'.repeat(32) } }),
    ],
    ['of another state', (snapshot) => ({ ...snapshot, state: { ...snapshot.state, waiting: 1000 } })],
    [
      'of another block',
      (snapshot) => ({
        ...snapshot,
        ledger: { ...snapshot.ledger, blocks: ['00'.repeat(32), ...snapshot.ledger.blocks.slice(1)] },
      }),
    ],
  ])('is found: %s', (_what, change) => {
    expect(secondPart(scenario, change(first.snapshot)).run.difference()).not.toBeNull();
  });

  it('is stopped at the first block that differs, with the times between which it does', () => {
    const changed = { ...first.snapshot, made: { ...first.snapshot.made, seed: '39' } };
    const { run } = secondPart(scenario, changed, {}, 50);
    expect(run.difference()).toMatchObject({
      kind: 'entries',
      block: { firstEntry: 1, lastEntry: 2048, fromMs: 0 },
    });
    expect(run.nowMs).toBeLessThan(untilMs);
  });

  it('is found in a scenario in which something happens before the cut, with its time', () => {
    const downMs = 8 * HOUR_MS;
    const { run } = secondPart(withoutFirstPlace(downMs), first.snapshot);
    const difference = run.difference();
    if (difference?.kind !== 'entries') throw new Error('no entry differs');
    expect(difference.block.fromMs).toBeLessThanOrEqual(downMs);
    expect(difference.block.toMs).toBeGreaterThanOrEqual(downMs);
  });

  it('is not found only because a scenario gives another seed, since the snapshot gives the seed', () => {
    expect(secondPart({ ...scenario, seed: 'another' }, first.snapshot).run.difference()).toBeNull();
  });
});

describe('the time of a snapshot', () => {
  it('is bound by the hash of the scenario that ends there', () => {
    const other = firstPart(scenario, untilMs + 1).snapshot;
    expect(other.endlessHash).toBe(first.snapshot.endlessHash);
    expect(other.made.scenarioHash).not.toBe(first.snapshot.made.scenarioHash);
    expect(firstPartOf(scenario, other).horizonMs).toBe(untilMs + 1);
  });
});

describe('the file of a snapshot', () => {
  const text = snapshotText(first.snapshot, sha256);

  it('is read back as it was written', () => {
    expect(successOf(parseSnapshot(text, sha256))).toEqual(first.snapshot);
  });

  it('is refused with any character changed, unless only its layout differs', () => {
    for (let at = 0; at < text.length; at += 3) {
      const changed = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1);
      const parsed = parseSnapshot(changed, sha256);
      if (parsed.ok) expect(parsed.value).toEqual(first.snapshot);
      else expect(parsed.problem).toMatch(/^it is /);
    }
  });

  it('is refused cut off, empty, of another version, or as another kind of file', () => {
    expect(parseSnapshot(text.slice(0, 100), sha256)).toMatchObject({
      problem: 'it is not a snapshot of a run',
    });
    for (const other of ['', '[]', 'null', '7', '{"format":"x"}'])
      expect(parseSnapshot(other, sha256).ok).toBe(false);
    const later = parseSnapshot(text.replace('"version": 1', '"version": 2'), sha256);
    expect(later).toMatchObject({ problem: expect.stringContaining('version 2') });
  });

  it('is refused if a value has another kind, though its seal fits', () => {
    for (const wrong of [
      { untilMs: '3' },
      { untilMs: 0 },
      { made: null },
      { breach: 3 },
      { ledger: { root: 'x', entries: -1, blocks: [] } },
      { ledger: { root: 'x', entries: 1, blocks: [3] } },
      { state: {} },
      { endlessHash: null },
    ]) {
      const sealed = snapshotText({ ...first.snapshot, ...wrong } as unknown as Snapshot, sha256);
      expect(parseSnapshot(sealed, sha256), JSON.stringify(wrong)).toMatchObject({
        problem: expect.stringContaining('another kind'),
      });
    }
  });
});

describe('two ledgers', () => {
  const ledgerOf = (bytes: Uint8Array) => successOf(openLedger(bytes, sha256));
  const second = secondPart(scenario, first.snapshot).finish().ledger;

  it.each<[string, readonly [Uint8Array, Uint8Array], RegExp]>([
    ['that begins with its run', [first.ledger, first.ledger], /continues no other/],
    [
      'that continues another',
      [firstPart(scenario, untilMs, { seed: '39' }).ledger, second],
      /and not one with root/,
    ],
    ['that continues one that continues', [second, second], /root/],
  ])('are not joined to one %s', (_what, [one, other], message) => {
    const joined = joinLedgers(ledgerOf(one), ledgerOf(other));
    expect(joined).toMatchObject({ problem: expect.stringMatching(message) });
  });
});
