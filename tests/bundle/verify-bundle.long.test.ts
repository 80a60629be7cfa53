import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseVerifierKey } from '#bundle';
import { sha256 } from '../running.ts';
import {
  auditedOnce,
  makeBundle,
  newKeyFile,
  type SmallBundle,
  textOf,
  verifyInMemory,
} from './small-bundle.ts';

/** Hundreds of bundles are verified, on machines that may be busy. */
const MANY = 900_000;

let whole: SmallBundle;
let audit: ReturnType<typeof auditedOnce>;
beforeAll(() => {
  whole = makeBundle('german-night', '3 h');
  audit = auditedOnce(whole.files);
});

/** The first difference that is found in a copy of the whole bundle. */
const differenceIn = (spoilt: SmallBundle['files']) => verifyInMemory(spoilt, { audit }).firstDifference;

describe('verifyBundle', () => {
  it('accepts a bundle as written from its ledger', () => {
    const verdict = verifyInMemory(whole.files);
    expect(verdict.firstDifference).toBeNull();
    expect(verdict.audit?.verdict).toBe('clean');
    expect(verdict.steps.length).toBeGreaterThan(7);
    expect(whole.files.size).toBeGreaterThan(15);
  });

  it('says that a log which seals itself proves only consistency with its own checkpoint', () => {
    expect(verifyInMemory(whole.files).trust).toContain('consistent with its own checkpoint');
  });

  it('detects any file that is missing, truncated, or longer by a byte', { timeout: MANY }, () => {
    for (const [path, bytes] of whole.files) {
      const spoilt = new Map(whole.files);
      spoilt.delete(path);
      expect(differenceIn(spoilt), `${path} removed`).not.toBeNull();
      spoilt.set(path, bytes.subarray(0, bytes.length - 1));
      expect(differenceIn(spoilt), `${path} cut off`).not.toBeNull();
      spoilt.set(path, new Uint8Array([...bytes, 10]));
      expect(differenceIn(spoilt), `${path} longer`).not.toBeNull();
    }
  });

  it('names the file that was changed', () => {
    for (const path of [
      'csv/accesses.csv',
      'events.ndjson',
      'report.html',
      'log/tile/0/000',
      'log/checkpoint',
    ]) {
      const bytes = new Uint8Array(whole.files.get(path) ?? []);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      expect(differenceIn(new Map(whole.files).set(path, bytes)), path).toContain(path);
    }
  });

  it('detects every flipped bit', { timeout: MANY }, () => {
    const paths = [...whole.files.keys()];
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 7 }),
        (path, share, bit) => {
          const bytes = new Uint8Array(whole.files.get(path) ?? []);
          const at = Math.floor(share * bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          expect(differenceIn(new Map(whole.files).set(path, bytes))).not.toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('detects a flipped bit in the small files that everything depends on, even if only the core is verified', {
    timeout: MANY,
  }, () => {
    const { files } = makeBundle('german-night', '10 min', { formats: ['cloudevents'] });
    const once = auditedOnce(files);
    const core = { audit: once, coreOnly: true };
    expect(verifyInMemory(files, core).firstDifference).toBeNull();
    for (const path of ['log/checkpoint', 'manifest.note']) {
      const bytes = files.get(path) ?? new Uint8Array();
      const text = textOf(files, path);
      // The lines that say what the numbers mean are many and similar: every thirteenth byte of them, and every third of the others.
      const [from, to] = [text.indexOf('\nengine '), text.indexOf('\n\n')];
      for (let at = 0; at < bytes.length; at += from !== -1 && from < at && at < to ? 13 : 3) {
        const spoilt = new Uint8Array(bytes);
        spoilt[at] = (spoilt[at] ?? 0) ^ (1 << (at & 7));
        const changed = new Map(files).set(path, spoilt);
        const found = verifyInMemory(changed, core).firstDifference;
        expect(found, `${path}, byte ${at}`).not.toBeNull();
        // A verification of the whole bundle makes the same checks, and more: the first byte of each file shows it.
        if (at === 0) expect(verifyInMemory(changed, { audit: once }).firstDifference, path).toBe(found);
      }
    }
  });

  it('detects a file that does not belong to the bundle', () => {
    const more = new Map(whole.files).set('csv/notes.csv', Uint8Array.of(65));
    expect(verifyInMemory(more).firstDifference).toContain('csv/notes.csv does not belong to the bundle');
  });

  it('reports a bundle whose run broke a promise as authentic but not clean', () => {
    const broken = makeBundle('german-night', '3 h', { breach: 'anonymous-access' });
    const { audit, firstDifference } = verifyInMemory(broken.files);
    expect(firstDifference).toBeNull();
    expect(audit?.verdict).toBe('violations');
    expect(textOf(broken.files, 'csv/exceptions.csv')).toContain('violation of R20');
  });

  it('checks the signature against a key from elsewhere', () => {
    const { key } = JSON.parse(textOf(whole.files, 'manifest.json')) as { key: string };
    const own = parseVerifierKey(sha256, key);
    expect(own).not.toBeNull();
    expect(verifyInMemory(whole.files, { trustedKey: own }).firstDifference).toBeNull();
    const forged = makeBundle('german-night', '3 h');
    expect(verifyInMemory(forged.files).firstDifference).toBeNull();
    expect(verifyInMemory(forged.files, { trustedKey: own }).firstDifference).toContain(
      'not by the key given',
    );
  });
});

describe('an earlier checkpoint', () => {
  it('that is malformed is reported, and nothing is compared with it', () => {
    const { firstDifference, trust } = verifyInMemory(whole.files, {
      earlier: { note: 'a page of notes\n', scenario: null },
    });
    expect(firstDifference).toBe('earlier checkpoint: it is not a signed note');
    expect(trust).toBe('The checkpoint that the reader has noted earlier could not be used.');
  });

  it('is continued by the log of the same run after it went on', () => {
    const keyFile = newKeyFile();
    const earlier = textOf(makeBundle('german-night', '3 h', { keyFile }).files, 'log/checkpoint');
    const later = makeBundle('german-night', '9 h', { keyFile });
    const verdict = verifyInMemory(later.files, { earlier: { note: earlier, scenario: null } });
    expect(verdict.firstDifference).toBeNull();
    expect(verdict.steps.find(({ what }) => what === 'earlier checkpoint')?.detail).toMatch(
      /leaves are unchanged since then/,
    );
  });

  it('is not continued by a shorter log, or by one with a different past', () => {
    const keyFile = newKeyFile();
    const noted = textOf(makeBundle('german-night', '9 h', { keyFile }).files, 'log/checkpoint');
    const shorter = makeBundle('german-night', '3 h', { keyFile });
    expect(
      verifyInMemory(shorter.files, { earlier: { note: noted, scenario: null } }).firstDifference,
    ).toContain('shorter than it was');
    const early = textOf(shorter.files, 'log/checkpoint');
    const rewritten = makeBundle('german-night', '9 h', { keyFile, breach: 'anonymous-access' });
    expect(verifyInMemory(rewritten.files).firstDifference).toBeNull();
    expect(
      verifyInMemory(rewritten.files, { earlier: { note: early, scenario: null } }).firstDifference,
    ).toContain('does not continue');
  });
});
