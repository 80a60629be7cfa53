import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesOfBase64, joinBytes } from '#base';
import {
  cosignatureLine,
  cosignedAt,
  keyText,
  parseCheckpoint,
  parseNote,
  parseWitnessKey,
  textOfNote,
  type WitnessKey,
  witnessKey,
} from '#bundle';
import { checkBoth } from '../../../src/apps/shared/evidence/ml-dsa.ts';
import { sha256 } from '../../running.ts';
import { makeBundle, textOf, verifyInMemory } from '../small-bundle.ts';
import { newWitness as newTestWitness } from './witnesses.ts';

const NAME = 'witness.example/w1';
const SECONDS = Date.parse('2026-11-27T12:00:00Z') / 1000;

function newWitness(): { readonly key: WitnessKey; readonly text: string; readonly privateKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const x = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  const text = keyText(witnessKey(sha256, NAME, x));
  const key = parseWitnessKey(sha256, text);
  if (key === null) throw new Error('the key of a witness cannot be read');
  return { key, text, privateKey };
}

/** The note with the line that a witness adds to it. */
function cosigned(note: string, { key, privateKey }: ReturnType<typeof newWitness>, over = note): string {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(SECONDS));
  const message = `cosignature/v1\ntime ${SECONDS}\n${textOfNote(over)}`;
  const signature = sign(null, Buffer.from(message), privateKey);
  const bytes = joinBytes([Buffer.from(key.keyId, 'hex'), time, new Uint8Array(signature)]);
  return `${note}— ${NAME} ${Buffer.from(bytes).toString('base64')}\n`;
}

describe('the key of a witness', () => {
  it('is read as published, but not with another id, type or length', () => {
    const { text } = newWitness();
    expect(parseWitnessKey(sha256, text)?.name).toBe(NAME);
    const [, id = '', base64 = ''] = text.split('+');
    for (const wrong of [text.replace(id, '00000000'), `${NAME}+${id}`, text.slice(0, -8), '']) {
      expect(parseWitnessKey(sha256, wrong), wrong).toBeNull();
    }
    // A key that signs notes is of type 1.
    const plain = Buffer.from(bytesOfBase64(base64) ?? []);
    plain[0] = 1;
    expect(parseWitnessKey(sha256, `${NAME}+${id}+${plain.toString('base64')}`)).toBeNull();
  });
});

describe('a checkpoint that a witness has cosigned', () => {
  const bundle = makeBundle('german-night', '3 h');
  const witness = newWitness();
  const note = textOf(bundle.files, 'log/checkpoint');
  const withNote = (text: string) => new Map(bundle.files).set('log/checkpoint', Buffer.from(text));
  const stepOf = (files: ReadonlyMap<string, Uint8Array>, witnesses: readonly WitnessKey[]) =>
    verifyInMemory(files, { witnesses }).steps.filter(({ what }) => what === 'cosignatures');

  it('is accepted, with the names of those who claim to have seen it', () => {
    const files = withNote(cosigned(note, witness));
    expect(verifyInMemory(files).firstDifference).toBeNull();
    expect(stepOf(files, [])[0]?.detail).toBe(
      `${NAME} with key ${witness.key.keyId} (not checked: give its key with --witness or --policy)`,
    );
  });

  it('says when it was seen, if the reader knows the witness', () => {
    const files = withNote(cosigned(note, witness));
    expect(stepOf(files, [witness.key])).toEqual([
      { what: 'cosignatures', difference: null, detail: `${NAME}, who saw it at 2026-11-27T12:00:00Z` },
    ]);
  });

  it('is refused if the cosignature is missing or belongs to another text', () => {
    const other = cosigned(note, witness, note.replace(/\n\d+\n/, '\n1\n'));
    expect(stepOf(withNote(other), [witness.key])[0]?.difference).toBe(
      `log/checkpoint: ${NAME} has not cosigned this text`,
    );
    expect(stepOf(bundle.files, [witness.key])[0]?.difference).toBe(
      `log/checkpoint: there is no cosignature of ${NAME}`,
    );
  });
});

describe('cosignatures of the two kinds', () => {
  /** The example of the specification (tlog-cosignature). It does not publish the keys. */
  const EXAMPLE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

  it('are read from the example of the specification: checkpoint, names, key ids, and the time', () => {
    const parts = parseNote(EXAMPLE);
    if ('problem' in parts) throw new Error(parts.problem);
    expect(parseCheckpoint(parts.text)).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
    });
    const [log, witness] = parts.signatures;
    expect([log?.keyId, witness?.name, witness?.keyId]).toEqual([
      '033de0ae',
      'witness.example.com/w1',
      '8d66cf3f',
    ]);
    expect(witness?.bytes.length).toBe(72);
    expect(Buffer.from(witness?.bytes ?? []).readBigUInt64BE()).toBe(1_679_315_147n);
  });

  it.each(['Ed25519', 'ML-DSA-44'] as const)('%s: hold for their text, time and name only', (kind) => {
    const { cosigner, text: keyText } = newTestWitness('w.example/1', kind);
    const text = textOfNote(EXAMPLE) ?? '';
    const key = parseWitnessKey(sha256, keyText);
    const parts = parseNote(EXAMPLE + cosignatureLine(cosigner, text, SECONDS));
    const line = 'problem' in parts ? undefined : parts.signatures[2];
    if (key === null || line === undefined) throw new Error('the cosignature cannot be read');
    const seen = (over: string, bytes = line.bytes, by = key) =>
      cosignedAt(checkBoth, over, { ...line, bytes }, by);
    expect(seen(text)).toBe('2026-11-27T12:00:00Z');
    expect(seen(text.replace('20852163', '20852164'))).toBeNull();
    expect(seen(text.replace('behind', 'before'))).toBeNull();
    const later = Uint8Array.from(line.bytes);
    later[7] = (later[7] ?? 0) ^ 1;
    expect(seen(text, later)).toBeNull();
    expect(seen(text, line.bytes.slice(0, -1))).toBeNull();
    expect(seen(text, new Uint8Array(4))).toBeNull();
    // Only ML-DSA-44 signs the name of the witness, and only Ed25519 the lines after the root.
    const renamed = seen(text, line.bytes, { ...key, name: 'w.example/2' });
    const extended = seen(`${text}more\n`);
    expect([renamed === null, extended === null]).toEqual(
      kind === 'ML-DSA-44' ? [true, false] : [false, true],
    );
  });

  it('of ML-DSA-44 are not made for names that their form cannot hold', () => {
    const { cosigner } = newTestWitness('w.example/1', 'ML-DSA-44');
    const long = (textOfNote(EXAMPLE) ?? '').replace('example.com', 'e'.repeat(256));
    expect(cosignatureLine(cosigner, long, SECONDS)).toBeNull();
  });
});
