import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { openNote, textOfNote } from '#bundle';
import { servesLanguage } from '#domain';
import { consistencyProof, inclusionProof, leafHash, verifyConsistency, verifyInclusion } from '#ledger';
import { checkEd25519 } from '../../../src/apps/shared/evidence/ed25519.ts';
import { bundleFormatText, JUDGED_OUTSIDE } from '../../../src/bundle/format/bundle-format.ts';
import { EXAMPLE_KEY, exampleParts } from '../../../src/bundle/format/example-in-hex.ts';
import { ROOT, sha256 } from '../../running.ts';

const text = bundleFormatText(sha256);

describe('FORMAT.md', () => {
  it('describes calendars as the page on scenario.json does', () => {
    const page = readFileSync(join(ROOT, 'src/scenario/SCENARIO-JSON.md'), 'utf8');
    const inOneLine = (of: string) => of.replace(/\s+/g, ' ');
    const from = (begin: string, end: string) =>
      inOneLine(page.slice(page.indexOf(begin), page.indexOf(end)));
    const parts = [
      from('`days` has the kinds', 'on the clock of the time zone'),
      from('go through the local days', 'Keep'),
      from('at every instant from 0', 'Write a piece'),
      from('```json', '`days` has the kinds'),
    ];
    for (const part of parts) {
      expect(part.length).toBeGreaterThan(60);
      expect(inOneLine(text)).toContain(part);
    }
  });

  it('states each promise that it describes in the words of the auditor', () => {
    for (const id of JUDGED_OUTSIDE) {
      const row = INVARIANTS.find((one) => one.id === id);
      expect(text).toContain(row?.statement);
    }
  });

  it('names languages of which nobody who speaks one serves another, and the second verifier has the same', () => {
    const [, listed = ''] = /serves another: `([^`]+)`/.exec(text) ?? [];
    const apart = listed.split(/\s/);
    expect(apart.length).toBeGreaterThan(30);
    const close = apart.filter((one) => apart.some((other) => other !== one && servesLanguage(one, other)));
    expect(close).toEqual([]);
    expect(readFileSync(join(ROOT, 'examples/verify.py'), 'utf8')).toContain(`"${apart.join(' ')}"`);
  });

  it('has an example whose checkpoint is signed and whose proofs hold', () => {
    const { checkpoint, consistency, hashes, inclusion, logRoot, rootOf } = exampleParts(sha256);
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line === EXAMPLE_KEY.name);
    const end = lines.findIndex((line, i) => i > at && line.startsWith('— '));
    const note = `${lines.slice(at, end + 1).join('\n')}\n`;
    expect(textOfNote(note)).toBe(checkpoint);
    expect(openNote(sha256, checkEd25519, note, EXAMPLE_KEY)).toEqual({ text: checkpoint, others: [] });
    expect(inclusion).toEqual(inclusionProof(sha256, hashes, 2));
    expect(
      verifyInclusion(sha256, hashes[2] ?? new Uint8Array(), 2, { size: 4, root: logRoot }, inclusion),
    ).toBe(true);
    expect(consistency).toEqual(consistencyProof(sha256, hashes, 3));
    expect(
      verifyConsistency(sha256, { size: 3, root: rootOf(3) }, { size: 4, root: logRoot }, consistency),
    ).toBe(true);
    expect(hashes[0]).toEqual(leafHash(sha256, Buffer.from('engine 1.0.0\n')));
  });
});
