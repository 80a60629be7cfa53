import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cosignedAt, parseNote, parseVerifierKey, parseWitnessKey, submissionText } from '#bundle';
import { consistencyProof, leafHash } from '#ledger';
import { answerTo, type Witness } from '../../../src/apps/cli/witness/witness-server.ts';
import { DamagedState, WitnessState } from '../../../src/apps/cli/witness/witness-state.ts';
import { checkBoth } from '../../../src/apps/shared/evidence/ml-dsa.ts';
import { newFolder } from '../../apps/cli/cli.ts';
import { sha256 } from '../../running.ts';
import { newLog, newSigner, newWitness, type TestLog } from './witnesses.ts';

const ORIGIN = 'example.com/log';
const NOW = 1_800_000_000;
const signer = newSigner();
const log = newLog(ORIGIN, signer);
/** The same name and key, and other leaves from leaf 10 on. */
const fork = newLog(ORIGIN, signer, 'other', 10);
const ed25519 = newWitness('witness.example/w1');
const mlDsa = newWitness('witness.example/w1', 'ML-DSA-44');

function witnessIn(folder: string): Witness {
  const key = parseVerifierKey(sha256, log.key);
  if (key === null) throw new Error('the key of the log cannot be read');
  const cosigners = [ed25519.cosigner, mlDsa.cosigner];
  return { cosigners, logs: [key], state: new WitnessState(folder), check: checkBoth, now: () => NOW };
}

const hashes = ({ leaves }: TestLog, size: number) =>
  leaves.slice(0, size).map((leaf) => leafHash(sha256, leaf));
const proof = (of: TestLog, from: number, to: number) =>
  from === 0 ? [] : consistencyProof(sha256, hashes(of, to), from);
const request = (of: TestLog, from: number, to: number, hashesSent = proof(of, from, to)) =>
  submissionText(from, hashesSent, of.checkpoint(to));
const ask = (witness: Witness, text: string | Uint8Array) =>
  answerTo(witness, typeof text === 'string' ? Buffer.from(text) : text);

describe('a witness', () => {
  it('goes on if another process has removed the file that it was about to read', () => {
    const folder = newFolder();
    const [slow, fast] = [witnessIn(folder), witnessIn(folder)];
    for (const [known, size] of [
      [0, 1],
      [1, 7],
      [7, 8],
    ] as const)
      expect(ask(fast, request(log, known, size)).status).toBe(200);
    const numbersNow = Reflect.get(slow.state, 'numbersOf').bind(slow.state);
    const listings = [[0]];
    Reflect.set(slow.state, 'numbersOf', (origin: string) => listings.pop() ?? numbersNow(origin));
    expect(ask(slow, request(log, 8, 40)).status).toBe(200);
    expect(fast.state.last(ORIGIN)?.checkpoint.size).toBe(40);
  });

  it('cosigns a log for the first time, and then each continuation, with both of its keys', () => {
    const witness = witnessIn(newFolder());
    let known = 0;
    for (const size of [0, 1, 7, 8, 8, 40]) {
      const answer = ask(witness, request(log, known, size));
      expect([size, answer.status]).toEqual([size, 200]);
      const parts = parseNote(log.checkpoint(size) + answer.body);
      if ('problem' in parts) throw new Error(parts.problem);
      const seen = [ed25519, mlDsa].map(({ text }, i) => {
        const key = parseWitnessKey(sha256, text);
        const signature = parts.signatures[i + 1];
        return key === null || signature === undefined
          ? null
          : cosignedAt(checkBoth, parts.text, signature, key);
      });
      expect(seen).toEqual(Array(2).fill('2027-01-15T08:00:00Z'));
      known = size;
    }
  });

  it('refuses with the status that the specification names, and remembers nothing of it', () => {
    const witness = witnessIn(newFolder());
    expect(ask(witness, request(log, 0, 20)).status).toBe(200);
    const body = request(log, 20, 30);
    const noise = new Uint8Array(32).fill(1);
    const cases: readonly (readonly [string, string | Uint8Array, number])[] = [
      ['bytes that are not UTF-8', Uint8Array.of(0xff, 10, 10), 400],
      ['nothing', '', 400],
      ['no empty line', body.replaceAll('\n\n', '\n'), 400],
      ['a size with a zero in front', body.replace('old 20', 'old 020'), 400],
      ['a size that is no number', body.replace('old 20', 'old -1'), 400],
      ['a size beyond whole numbers', body.replace('old 20', 'old 99999999999999999999'), 400],
      ['a hash that is too short', body.replace(/\n[^\n]+/, '\nAAAA'), 400],
      ['64 hashes', submissionText(20, Array(64).fill(noise), log.checkpoint(30)), 400],
      ['a signature line that is none', body.replace('— ', '- '), 400],
      ['a control character', body.replace(ORIGIN, `${ORIGIN}\t`), 400],
      ['a checkpoint without a root', body.replace(/\n30\n[^\n]+/, '\n30'), 400],
      ['an old size above the size', submissionText(31, [], log.checkpoint(30)), 400],
      ['another log', request(newLog('example.com/other', signer), 20, 30), 404],
      ['another key', request(newLog(ORIGIN), 20, 30), 403],
      ['a signature over something else', body.replace('\n30\n', '\n31\n'), 403],
      ['a proof of another log', request(fork, 20, 30), 422],
      ['no proof', request(log, 20, 30, []), 422],
      ['a hash too many', request(log, 20, 30, [...proof(log, 20, 30), noise]), 422],
      ['another root of the same size', request(fork, 20, 20, []), 409],
      ['a proof where none is needed', request(log, 20, 20, [noise]), 422],
    ];
    for (const [what, text, status] of cases)
      expect([what, ask(witness, text).status]).toEqual([what, status]);
    expect(ask(witness, body).status).toBe(200);
  });

  it('answers a stale size with the size that it knows, and nothing else', () => {
    const witness = witnessIn(newFolder());
    const stale = (size: number) => ({ status: 409, body: `${size}\n`, type: 'text/x.tlog.size' });
    expect(ask(witness, request(log, 3, 20))).toEqual(stale(0));
    expect(ask(witness, request(log, 0, 20)).status).toBe(200);
    for (const from of [0, 5, 19]) expect(ask(witness, request(log, from, 30))).toEqual(stale(20));
    // A shorter log cannot be proved to continue a longer one.
    expect(ask(witness, request(log, 0, 10))).toEqual(stale(20));
    expect(ask(witness, request(log, 10, 10, []))).toEqual(stale(20));
  });

  it('accepts a proof to start with only if it is empty, and an empty log only with its root', () => {
    const witness = witnessIn(newFolder());
    expect(ask(witness, request(log, 0, 8, [new Uint8Array(32)])).status).toBe(422);
    const wrongRoot = log.checkpoint(0).split('\n');
    expect(wrongRoot[2]).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });
});

describe('what a witness remembers', () => {
  const fileIn = (folder: string) => {
    const [name = ''] = readdirSync(join(folder, 'logs'));
    const [last = ''] = readdirSync(join(folder, 'logs', name))
      .sort()
      .slice(-1);
    return join(folder, 'logs', name, last);
  };

  it('outlives the process, with the cosignatures that it gave', () => {
    const folder = newFolder();
    const answer = ask(witnessIn(folder), request(log, 0, 20));
    expect(readFileSync(fileIn(folder), 'utf8').endsWith(log.checkpoint(20) + answer.body)).toBe(true);
    expect(ask(witnessIn(folder), request(fork, 0, 20)).body).toBe('20\n');
  });

  it('is the same for two processes: only one of two forks is cosigned', () => {
    const folder = newFolder();
    const [one, other] = [witnessIn(folder), witnessIn(folder)];
    expect(ask(one, request(log, 0, 12)).status).toBe(200);
    expect(ask(other, request(fork, 12, 30)).status).toBe(422);
    expect(ask(other, request(log, 12, 13)).status).toBe(200);
    expect(ask(one, request(log, 12, 30)).body).toBe('13\n');
    // A process that has read an older state cannot take a number again.
    expect(other.state.advance(ORIGIN, fork.checkpoint(12), 0)).toBe(false);
    expect(other.state.advance(ORIGIN, fork.checkpoint(12), -1)).toBe(false);
    expect(one.state.last(ORIGIN)?.checkpoint.size).toBe(13);
  });

  it('is not overwritten by what a killed process has left, and is never guessed', () => {
    const folder = newFolder();
    const witness = witnessIn(folder);
    expect(ask(witness, request(log, 0, 12)).status).toBe(200);
    const path = fileIn(folder);
    writeFileSync(`${path.replace(/0$/, '1')}.77.partial`, 'half of a fi');
    expect(ask(witness, request(log, 12, 20)).status).toBe(200);
    const last = fileIn(folder).replace(/\.77\.partial$/, '');
    const text = readFileSync(last, 'utf8');
    for (const damaged of [text.slice(0, -9), text.replace('\n20\n', '\n10\n'), '', text.slice(71)]) {
      writeFileSync(last, damaged);
      expect(() => witness.state.last(ORIGIN), damaged.slice(0, 90)).toThrow(DamagedState);
    }
    writeFileSync(last, text);
    expect(witness.state.last(ORIGIN)?.checkpoint.size).toBe(20);
  });
});
