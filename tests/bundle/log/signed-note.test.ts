import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openNote, parseVerifierKey, signNote, verifierKeyText } from '#bundle';
import { checkEd25519, signerOfPem } from '../../../src/apps/shared/evidence/ed25519.ts';
import { sha256 } from '../../running.ts';

/** The example of Go's package golang.org/x/mod/sumdb/note, which the C2SP specification describes. */
const KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SEED = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

/** The seed of RFC 8410 in PKCS #8: a fixed start, then 32 bytes. */
function pemOfSeed(seed: Buffer): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}

const key = parseVerifierKey(sha256, KEY);

describe('signed notes', () => {
  it('are opened with the published key', () => {
    expect(key?.name).toBe('PeterNeumann');
    if (key === null) return;
    expect(verifierKeyText(sha256, key)).toBe(KEY);
    expect(openNote(sha256, checkEd25519, NOTE, key)).toEqual({ text: TEXT, others: [] });
  });

  it('signed with the published key equal the published note, byte for byte', () => {
    const signer = signerOfPem(pemOfSeed(Buffer.from(SEED, 'base64').subarray(1)));
    expect(signNote(sha256, TEXT, 'PeterNeumann', signer)).toBe(NOTE);
  });

  it('are refused with another text, name or key, malformed lines, or non-canonical base64', () => {
    expect(key).not.toBeNull();
    if (key === null) return;
    const wrong = [
      NOTE.replace('answer', 'Answer'),
      NOTE.replace('— PeterNeumann', '— Peterneumann'),
      NOTE.replace('AM=\n', 'AN=\n'),
      `${NOTE}— PeterNeumann AAAA\n`,
      `${NOTE}${NOTE.split('\n').at(-2)}\n`,
      `${NOTE}a line\n`,
      NOTE.slice(0, -1),
      TEXT,
    ];
    for (const note of wrong)
      expect(openNote(sha256, checkEd25519, note, key), note).toHaveProperty('problem');
    const other = { name: key.name, publicKey: new Uint8Array(32).fill(7) };
    expect(openNote(sha256, checkEd25519, NOTE, other)).toHaveProperty('problem');
  });

  it('may carry signatures of other keys, which are passed on', () => {
    if (key === null) return;
    const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const line = signNote(sha256, TEXT, 'witness.example/w1', signerOfPem(String(other)))
      .split('\n')
      .at(-2);
    for (const note of [`${NOTE}${line}\n`, NOTE.replace('\n— ', `\n${line}\n— `)]) {
      const opened = openNote(sha256, checkEd25519, note, key);
      expect(opened).toMatchObject({ text: TEXT, others: [{ name: 'witness.example/w1' }] });
    }
  });

  it('accept no key whose id does not match it', () => {
    expect(parseVerifierKey(sha256, KEY.replace('c74f20a3', 'c74f20a4'))).toBeNull();
    expect(parseVerifierKey(sha256, 'PeterNeumann')).toBeNull();
    const published = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    expect(parseVerifierKey(sha256, published)?.name).toBe('sum.golang.org');
  });
});
