import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { openStream } from '#base';
import {
  cosignatureLine,
  openParts,
  parsePolicy,
  parseTlogProof,
  parseVerifierKey,
  problemOfTlogProof,
  textOfNote,
  tlogProofText,
  vouchersOf,
} from '#bundle';
import { inclusionProof, leafHash } from '#ledger';
import { checkBoth } from '../../../src/apps/shared/evidence/ml-dsa.ts';
import { decodeUtf8 } from '../../../src/apps/shared/host.ts';
import { newLog, newWitness } from '../../bundle/log/witnesses.ts';
import { programOf } from '../../programs.ts';
import { sha256, successOf } from '../../running.ts';
import { SECOND_VERIFIER } from './second-verifier.ts';

/** Proofs to carry (`.tlog-proof`), judged by this project and by the verifier in Python: they must agree on each. */

const ORIGIN = 'example.com/log';
const log = newLog(ORIGIN);
const SIZE = 23;
const witnesses = [
  newWitness('w.example/1'),
  newWitness('w.example/2', 'ML-DSA-44'),
  newWitness('w.example/3'),
];
const [first, second, third] = witnesses as [
  (typeof witnesses)[0],
  (typeof witnesses)[0],
  (typeof witnesses)[0],
];
const listed = (name: string, { text }: { readonly text: string }) => `witness ${name} ${text}\n`;
const POLICY = `log ${log.key}\n${listed('a', first)}${listed('b', second)}group g 2 a b\nquorum g\n`;

function cosignedBy(...signers: readonly (typeof witnesses)[0][]): string {
  const note = log.checkpoint(SIZE);
  return (
    note +
    signers.map(({ cosigner }) => cosignatureLine(cosigner, textOfNote(note) ?? '', 1_800_000_000)).join('')
  );
}

function proofOf(index: number, checkpoint: string): string {
  const leaves = log.leaves.slice(0, SIZE);
  const path = inclusionProof(
    sha256,
    leaves.map((leaf) => leafHash(sha256, leaf)),
    index,
  );
  return tlogProofText({ index, leaf: leaves[index] ?? new Uint8Array(0), path, checkpoint });
}

interface Asked {
  readonly proof: Uint8Array;
  readonly key?: string;
  readonly policy?: string;
}

/** Whether this project accepts it. */
function accepts({ key: keyText, policy: policyText, proof }: Asked): boolean {
  const text = decodeUtf8(proof);
  const policy = policyText === undefined ? null : successOf(parsePolicy(policyText, sha256));
  const key = keyText === undefined ? policy?.logs[0] : parseVerifierKey(sha256, keyText);
  const parsed = text === null ? { problem: 'bytes' } : parseTlogProof(text);
  if ('problem' in parsed || key === null || key === undefined) return false;
  const opened = openParts(sha256, checkBoth, parsed, key);
  if ('problem' in opened || problemOfTlogProof(parsed, sha256) !== null) return false;
  return vouchersOf(opened, key, { witnesses: [], policy }, sha256, checkBoth).problems.length === 0;
}

/** Whether the verifier in Python accepts each of them. */
function acceptedInPython(asked: readonly Asked[]): readonly boolean[] {
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as Uint8Array).toString('base64');
  const lines = asked.map(({ key, policy, proof }) =>
    JSON.stringify({ proof: base64(proof), key, policy: policy === undefined ? undefined : base64(policy) }),
  );
  const { stderr, stdout } = spawnSync(programOf('python'), [SECOND_VERIFIER, '--batch'], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const answers = stdout.split('\n').filter((line) => line !== '');
  if (answers.length !== asked.length) throw new Error(stderr.slice(-2000));
  return answers.map((line) => (JSON.parse(line) as { exitCode: number }).exitCode === 0);
}

function expectBoth(cases: readonly (readonly [string, Asked, boolean])[]): void {
  const theirs = acceptedInPython(cases.map(([, asked]) => asked));
  const told = cases.map(([what, asked], i) => [what, accepts(asked), theirs[i]]);
  expect(told).toEqual(cases.map(([what, , wanted]) => [what, wanted, wanted]));
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

describe('a proof to carry', () => {
  it('is accepted by both verifiers for each leaf, and for no other leaf', () => {
    const cases = [1, 2, 7, 15, 16, 21, 22].flatMap((index) => {
      const proof = proofOf(index, log.checkpoint(SIZE));
      const moved = proof.replace(`index ${index}`, `index ${index - 1}`);
      return [
        [`leaf ${index}`, { proof: bytesOf(proof), key: log.key }, true] as const,
        [`leaf ${index} as ${index - 1}`, { proof: bytesOf(moved), key: log.key }, false] as const,
      ];
    });
    expectBoth(cases);
  });

  it('is accepted with a policy only if its quorum has cosigned, of either kind of key', () => {
    const by = (...signers: readonly (typeof witnesses)[0][]) => bytesOf(proofOf(5, cosignedBy(...signers)));
    const forged = cosignedBy(first, second).replace(
      /(w\.example\/2 \S{40})(\S)/,
      (_, before: string, digit: string) => before + (digit === 'A' ? 'B' : 'A'),
    );
    const otherLog = POLICY.replace(log.key, newLog(ORIGIN).key);
    expectBoth([
      ['nobody', { proof: by(), policy: POLICY }, false],
      ['one of two', { proof: by(first), policy: POLICY }, false],
      ['the other of two', { proof: by(second), policy: POLICY }, false],
      ['one, twice', { proof: by(first, first), policy: POLICY }, false],
      ['one, and a stranger', { proof: by(first, third), policy: POLICY }, false],
      ['both', { proof: by(first, second), policy: POLICY }, true],
      ['both, and a stranger', { proof: by(third, second, first), policy: POLICY }, true],
      ['both, and one of them twice', { proof: by(first, second, second), policy: POLICY }, true],
      ['both, one over something else', { proof: bytesOf(proofOf(5, forged)), policy: POLICY }, false],
      [
        'both, for another key of the log',
        { proof: by(first, second), policy: otherLog, key: log.key },
        false,
      ],
      ['any', { proof: by(second), policy: POLICY.replace('g 2', 'g any') }, true],
      ['none needed', { proof: by(), policy: POLICY.replace('quorum g', 'quorum none') }, true],
    ]);
  });

  it('is refused if it is not written as the specification says', () => {
    const proof = proofOf(5, log.checkpoint(SIZE));
    const lines = proof.split('\n');
    const changed: Readonly<Record<string, string>> = {
      'another version': proof.replace('@v1', '@v2'),
      'no extra line': proof.replace(/extra .*\n/, ''),
      'extra that is not base64': proof.replace(/extra .*\n/, 'extra =\n'),
      'no index': proof.replace(/index .*\n/, ''),
      'an index with a zero in front': proof.replace('index 5', 'index 05'),
      'an index beyond the log': proof.replace('index 5', `index ${SIZE}`),
      'a very large index': proof.replace('index 5', 'index 9007199254740992'),
      'an index of 2^32 more': proof.replace('index 5', 'index 4294967301'),
      'a hash less': proof.replace(`${lines[3]}\n`, ''),
      'a hash more': proof.replace('\n\n', `\n${lines[3]}\n\n`),
      'hashes in another order': proof.replace(`${lines[3]}\n${lines[4]}`, `${lines[4]}\n${lines[3]}`),
      'a longer hash': proof.replace(lines[3] ?? '', `${lines[3]?.slice(0, -1)}A`),
      'carriage returns': proof.replaceAll('\n', '\r\n'),
      'no newline at the end': proof.slice(0, -1),
      'no checkpoint': `${proof.split('\n\n')[0]}\n\n`,
      nothing: '',
    };
    expectBoth(
      Object.entries(changed).map(([what, text]) => [what, { proof: bytesOf(text), key: log.key }, false]),
    );
  });

  it('is accepted in no other bytes: 1,500 random changes', () => {
    const proof = bytesOf(proofOf(5, cosignedBy(first)));
    const stream = openStream('proofs', 0, 'changes');
    const random = (below: number) => Math.floor(stream.uniform() * below);
    const asked: Asked[] = [];
    for (let i = 0; i < 1500; i++) {
      const bytes = Uint8Array.from(proof);
      const at = random(bytes.length);
      if (i % 3 === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      else if (i % 3 === 1) bytes.copyWithin(at, Math.min(bytes.length, at + 1 + random(3)));
      else bytes[at] = random(256);
      asked.push({ proof: i % 3 === 1 ? bytes.slice(0, -1 - random(2)) : bytes, key: log.key });
    }
    const theirs = acceptedInPython(asked);
    const differing = asked.filter((one, i) => accepts(one) !== theirs[i]);
    expect(differing.map((one) => Buffer.from(one.proof).toString('utf8'))).toEqual([]);
    // What is left can only be lines of others: the log's own signature and path hold the rest.
    const start = Buffer.from(proof).toString('latin1').indexOf('w.example/1');
    const accepted = asked.filter(
      (one, i) => theirs[i] === true && Buffer.compare(Buffer.from(one.proof), Buffer.from(proof)) !== 0,
    );
    for (const one of accepted)
      expect(Buffer.compare(Buffer.from(one.proof.slice(0, start)), Buffer.from(proof.slice(0, start)))).toBe(
        0,
      );
  });
});
