import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptIn, type Running, start } from '../apps/cli/cli.ts';
import { programOf } from '../programs.ts';
import { type BrokerProcess, startBroker, until } from './broker-process.ts';

const PASSWORD = 'known-to-this-test-only';

function certificate(): { readonly certificate: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-tls-'));
  const files = { certificate: join(folder, 'broker.crt'), key: join(folder, 'broker.key') };
  const { status } = spawnSync(programOf('openssl'), [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', files.key, '-out', files.certificate],
  ]);
  if (status !== 0) throw new Error('openssl has made no certificate');
  return files;
}

describe('a broker with TLS and a password', () => {
  const tls = certificate();
  let broker: BrokerProcess;
  const started: Running[] = [];
  const secrets = { MERIDIAN_REDIS_PASSWORD: PASSWORD, MERIDIAN_REDIS_CA: tls.certificate };
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = secrets) => {
    const one = start(args, environment);
    started.push(one);
    return one;
  };

  beforeAll(async () => {
    broker = await startBroker({ password: PASSWORD, tls });
  });

  afterAll(async () => {
    for (const one of started) one.kill();
    await broker.kill();
  });

  it('admits clients that know the password and trust the certificate, and exposes no secret', async () => {
    const { tlsUrl = '' } = broker;
    const worker = run([
      'worker',
      '--redis',
      tlsUrl,
      '--threads',
      '1',
      '--name',
      'inside',
      '--tenant',
      'ours',
    ]);
    await until(() => worker.err().includes('at rediss://'), 'the worker is let in');
    const arguments_ = `/proc/${worker.child.pid}/cmdline`;
    if (existsSync(arguments_)) expect(readFileSync(arguments_, 'utf8')).not.toContain(PASSWORD);
    const out = mkdtempSync(join(tmpdir(), 'meridian-inside-'));
    const experiment = ['run', 'scenarios/first-steps', '--until', '1 day', '--replications', '3'];
    const publisher = run([...experiment, '--executor', tlsUrl, '--tenant', 'ours', '--out', out]);
    expect(await publisher.ended).toBe(0);
    expect(keptIn(out)).toHaveLength(3);

    const ours = run(['cluster', 'status', '--redis', tlsUrl, '--tenant', 'ours', '--json']);
    expect(await ours.ended).toBe(0);
    expect(JSON.parse(ours.out())).toMatchObject({ experiments: [{ done: 3 }], workers: [{ id: 'inside' }] });
    const theirs = run(['cluster', 'status', '--redis', tlsUrl, '--tenant', 'theirs', '--json']);
    expect(await theirs.ended).toBe(0);
    expect(JSON.parse(theirs.out())).toMatchObject({ experiments: [], workers: [] });
    for (const one of started) expect(one.err() + one.out()).not.toContain(PASSWORD);
  });

  it.each([
    ['without the password', { MERIDIAN_REDIS_CA: secrets.MERIDIAN_REDIS_CA }, 'the right password'],
    ['with another password', { ...secrets, MERIDIAN_REDIS_PASSWORD: 'guessed' }, 'the right password'],
    ['without trust in the certificate', { MERIDIAN_REDIS_PASSWORD: PASSWORD }, 'MERIDIAN_REDIS_CA'],
  ])('admits nobody %s', async (_, environment, words) => {
    const { tlsUrl = '' } = broker;
    const one = run(['cluster', 'status', '--redis', tlsUrl], environment);
    expect(await one.ended).toBe(2);
    expect(one.err()).toContain(words);
    expect(one.err()).not.toMatch(new RegExp(`${PASSWORD}|guessed|    at `));
  });
});

describe('an address with a password in it', () => {
  it('is refused before anything connects, and not repeated', async () => {
    for (const args of [
      ['worker', '--redis', `redis://:${PASSWORD}@127.0.0.1:1`],
      [
        'run',
        'scenarios/first-steps',
        '--replications',
        '2',
        '--executor',
        `redis://:${PASSWORD}@127.0.0.1:1`,
      ],
    ]) {
      const one = start(args);
      expect(await one.ended).toBe(2);
      expect(one.err()).toContain('everybody on this machine can read');
      expect(one.err()).not.toContain(PASSWORD);
    }
  });

  it('is refused by commands that replicate nothing', async () => {
    const one = start(['run', 'scenarios/first-steps', '--executor', 'redis://127.0.0.1:1']);
    expect(await one.ended).toBe(2);
    expect(one.err()).toContain('--replications');
  });
});
