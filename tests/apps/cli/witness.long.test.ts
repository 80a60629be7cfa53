import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submissionText } from '#bundle';
import { consistencyProof, leafHash } from '#ledger';
import { newLog, newSigner } from '../../bundle/log/witnesses.ts';
import { newKeyFile } from '../../bundle/small-bundle.ts';
import { SECOND_VERIFIER } from '../../differential/verifiers/second-verifier.ts';
import { programOf } from '../../programs.ts';
import { sha256 } from '../../running.ts';
import { type CommandResult, meridian, newFolder, type Running, start } from './cli.ts';

/** Witnesses as processes of their own, asked by `bundle` and by plain HTTP. */

const folder = newFolder();
const keyFile = newKeyFile();
const place = (name: string) => join(folder, name);
const running = new Set<Running>();

function run(name: string, until: string, ...more: readonly string[]): string {
  meridian('run', 'scenarios/german-night', '--quiet', '--until', until, '--out', place(name), ...more);
  return place(name);
}

function bundled(runFolder: string, ...more: readonly string[]): CommandResult {
  return meridian('bundle', runFolder, '--key', keyFile, '--format', 'csv', ...more);
}

async function startWitness(
  name: string,
  ...more: readonly string[]
): Promise<Running & { readonly url: string }> {
  const one = start(['witness', place(name), '--log', place('log.key'), '--port', '0', ...more]);
  running.add(one);
  while (!one.out().includes('Ctrl-C') && one.child.exitCode === null) await setTimeout(20);
  return { ...one, url: /http:\S+/.exec(one.out())?.[0] ?? `no address: ${one.err()}` };
}

const keyOf = (bundle: string) =>
  (JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8')) as { key: string }).key;
const checkpointOf = (bundle: string) => readFileSync(join(bundle, 'log/checkpoint'), 'utf8');
const post = (url: string, body: string) => fetch(`${url}/add-checkpoint`, { method: 'POST', body });

describe('a witness as a process', () => {
  let whole = '';
  let short = '';
  let fork = '';

  beforeAll(() => {
    short = run('short', '2 h');
    whole = run('whole', '3 h');
    // The same scenario, seed and replication: one name of a log, and other entries. It is longer, so only the proof can show the fork.
    fork = run('fork', '4 h', '--breach', 'store-outside');
    for (const one of [short, whole, fork]) bundled(one);
    writeFileSync(place('log.key'), `# the log\n${keyOf(`${whole}.bundle`)}\n`);
  });

  afterAll(() => {
    for (const one of running) one.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('cosigns a log that grows, and refuses one that forks or shrinks, also after it was killed', async () => {
    const first = await startWitness('w1', '--name', 'witness.example/w1');
    const asked = ['--witness', first.url];
    expect(bundled(short, ...asked)).toMatchObject({
      code: 0,
      err: expect.stringContaining('cosigned by witness.example/w1'),
    });
    expect(bundled(whole, ...asked).code).toBe(0);
    const cosigned = checkpointOf(`${whole}.bundle`);
    expect(cosigned).toContain('\n— witness.example/w1 ');

    first.kill('SIGKILL');
    await first.ended;
    const second = await startWitness('w1', '--name', 'witness.example/w1');
    expect(second.out()).toContain('last cosigned with');
    const before = checkpointOf(`${fork}.bundle`);
    const refused = bundled(fork, '--witness', second.url);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /not cosigned: .*it answers 422: the proof does not show that this log continues/,
    );
    expect(refused.err).not.toContain('    at ');
    // The bundle that stood there is untouched, and nothing is left behind.
    expect(checkpointOf(`${fork}.bundle`)).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('.') || name.includes('partial'))).toEqual(
      [],
    );
    expect(bundled(short, '--witness', second.url)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/has cosigned \d+ leaves of the log, and this bundle has \d+/),
    });
    // By plain HTTP: a stale size is answered with the size that it knows; the fork has no proof.
    const size = cosigned.split('\n')[1];
    const stale = await post(second.url, `old 0\n\n${before}`);
    expect([stale.status, stale.headers.get('content-type'), await stale.text()]).toEqual([
      409,
      'text/x.tlog.size',
      `${size}\n`,
    ]);
    expect((await post(second.url, `old ${size}\n\n${before}`)).status).toBe(422);
    // The log that it knows is cosigned again.
    expect(bundled(whole, '--witness', second.url).code).toBe(0);
    second.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('remembers whatever it has answered, however often it is killed in the middle of its work', async () => {
    const signer = newSigner();
    const [log, fork] = [newLog('example.com/log', signer), newLog('example.com/log', signer, 'other', 1)];
    const hashes = log.leaves.map((leaf) => leafHash(sha256, leaf));
    const proof = (from: number, to: number) =>
      from === 0 ? [] : consistencyProof(sha256, hashes.slice(0, to), from);
    let acknowledged = 0;
    for (let round = 0; acknowledged < 30; round++) {
      const one = await startWitness('killed', '--log', log.key);
      const known = Number(
        /log: example.com\/log, last cosigned with (\d+) leaves/.exec(one.out())?.[1] ?? 0,
      );
      // It may have remembered one that it could not answer any more.
      expect([acknowledged, acknowledged + 1]).toContain(known);
      if (known > 1) {
        const answer = await post(one.url, submissionText(known, [], fork.checkpoint(known)));
        expect([round, answer.status]).toEqual([round, 409]);
      }
      acknowledged = known;
      const killed = setTimeout(20 + 7 * round).then(() => one.kill('SIGKILL'));
      for (let size = known + 1; size <= 40; size++) {
        const body = submissionText(size - 1, proof(size - 1, size), log.checkpoint(size));
        const status = await post(one.url, body).then(
          (answer) => answer.status,
          () => null,
        );
        if (status === null) break;
        expect(status).toBe(200);
        acknowledged = size;
      }
      await killed;
      await one.ended;
    }
  });

  it('answers plain HTTP as the protocol says, and bounds what it reads', async () => {
    const { ended, kill, url } = await startWitness('w2');
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${url}/other`)).status).toBe(404);
    expect((await post(url, 'nonsense')).status).toBe(400);
    expect((await post(url, 'x'.repeat(1 << 20))).status).toBe(413);
    expect((await fetch(url)).status).toBe(200);
    kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('lets both verifiers accept a bundle by a policy, and refuse it without the quorum', async () => {
    const [one, other] = [await startWitness('p1'), await startWitness('p2', '--ml-dsa-44')];
    const key = async (url: string) => (await (await fetch(url)).text()).trim().split('\n').at(-1);
    const policy = place('policy');
    const lines = [
      `log ${keyOf(`${whole}.bundle`)}`,
      `witness p1 ${await key(one.url)} ${one.url}`,
      `witness p2 ${await key(other.url)} ${other.url}`,
    ];
    writeFileSync(policy, [...lines, 'group both all p1 p2', 'quorum both', ''].join('\n'));
    bundled(whole);
    const verify = () => meridian('verify', `${whole}.bundle`, '--core', '--policy', policy);
    const second = () =>
      spawnSync(programOf('python'), [SECOND_VERIFIER, `${whole}.bundle`, '--core', '--policy', policy], {
        encoding: 'utf8',
      });
    expect(second().status).toBe(1);
    expect(verify()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^First difference: .*quorum both of the policy is not reached: none/),
    });
    expect(bundled(whole, '--policy', policy).code).toBe(0);
    expect(verify()).toMatchObject({
      code: 0,
      out: expect.stringContaining('The quorum both of the policy is reached. Who vouches: its maker,'),
    });
    expect(meridian('verify', `${whole}.bundle`, '--core').out).toContain('were not judged');
    expect(second()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('the quorum both of the policy is reached: p1, p2'),
    });
    // One witness is gone: the quorum of both cannot be reached, and nothing is written.
    other.kill();
    await other.ended;
    const before = checkpointOf(`${whole}.bundle`);
    expect(bundled(whole, '--policy', policy)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no answer'),
    });
    expect(checkpointOf(`${whole}.bundle`)).toBe(before);
    writeFileSync(policy, [...lines, 'group both any p1 p2', 'quorum both', ''].join('\n'));
    expect(bundled(whole, '--policy', policy)).toMatchObject({
      code: 0,
      err: expect.stringContaining('reached without it'),
    });
    one.kill('SIGTERM');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is not waited for after %s, and nothing is written',
    async (signal) => {
      const silent = createServer((socket) => socket.on('error', () => {}));
      await once(silent.listen(0, '127.0.0.1'), 'listening');
      const { port } = silent.address() as AddressInfo;
      const target = place(`ended-by-${signal}`);
      const more = ['--out', target, '--witness', `http://127.0.0.1:${port}`];
      const one = start(['bundle', whole, '--key', keyFile, '--format', 'csv', ...more]);
      await once(silent, 'connection');
      one.kill(signal);
      expect(await one.ended).toBe(130);
      expect(one.err()).toBe('interrupted: nothing has been written\n');
      expect(readdirSync(folder).filter((name) => name.includes('ended-by'))).toEqual([]);
      silent.close();
    },
  );

  it('is set up with logs, keys, a name and a port that can be used, or not at all', () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [[], 'no log is given'],
      [['--log', 'abc'], 'is not the key of a log'],
      [['--log', place('log.key'), '--port', '99999'], 'is not a whole number'],
      [['--log', place('log.key'), '--name', 'a b'], 'is not a name of a key'],
      [['--log', place('log.key'), '--key', place('log.key')], 'is not a private key'],
      [['--log', place('nowhere.key')], 'is not the key of a log'],
    ];
    for (const [options, message] of wrong) {
      const { code, err } = meridian('witness', place('none'), ...options);
      expect([code, err.includes(message), err.includes('    at ')], `${options.join(' ')}\n${err}`).toEqual([
        2,
        true,
        false,
      ]);
    }
    expect(existsSync(place('none'))).toBe(false);
    expect(bundled(whole, '--witness', 'ftp://x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not the URL'),
    });
  });

  it('gives a statement proofs to carry, and removes those of an earlier one', () => {
    bundled(whole);
    const target = place('statement');
    const of = (customer: string) =>
      meridian('statement', `${whole}.bundle`, '--customer', customer, '--out', target);
    expect(of('premier').code).toBe(0);
    const names = readdirSync(join(target, 'proofs'));
    expect(names).toContain('meaning.tlog-proof');
    const one = names.find((name) => name.startsWith('case-')) ?? '';
    const verify = (path: string, ...more: readonly string[]) => meridian('verify', path, ...more);
    const path = join(target, 'proofs', one);
    expect(verify(path)).toMatchObject({ code: 2, err: expect.stringContaining('no key is given') });
    for (const name of [one, 'meaning.tlog-proof'])
      expect(verify(join(target, 'proofs', name), '--key', keyOf(`${whole}.bundle`)).code).toBe(0);
    cpSync(path, place('changed.tlog-proof'));
    writeFileSync(
      place('changed.tlog-proof'),
      readFileSync(path, 'utf8').replace(/index (\d+)/, 'index 1$1'),
    );
    expect(verify(place('changed.tlog-proof'), '--key', keyOf(`${whole}.bundle`)).code).toBe(1);
    writeFileSync(join(target, 'proofs', 'mine.txt'), 'mine');
    const customer = /"customer": "(premier\/[^"]+)"/.exec(
      readFileSync(join(target, 'statement.json'), 'utf8'),
    )?.[1];
    expect(of(customer ?? 'premier/DE').code).toBe(0);
    const after = readdirSync(join(target, 'proofs'));
    expect(after).toContain('mine.txt');
    expect(after.length).toBeLessThanOrEqual(names.length + 1);
  });
});
