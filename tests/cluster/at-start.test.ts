import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { keptIn, newFolder, type Running, start } from '../apps/cli/cli.ts';
import { type BrokerProcess, startBroker, until } from './broker-process.ts';

/** Brokers that are full, or deny access, before anything is published. */

const started: { brokers: BrokerProcess[]; processes: Running[] } = { brokers: [], processes: [] };

async function broker(): Promise<{ readonly url: string; readonly redis: Redis }> {
  const one = await startBroker();
  started.brokers.push(one);
  return { url: one.url, redis: new Redis(one.port, '127.0.0.1') };
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const one = start(args, environment);
  started.processes.push(one);
  return one;
}

const EXPERIMENT = ['run', 'scenarios/first-steps', '--until', '1 h', '--replications', '2'];
const worker = (url: string) => ['worker', '--redis', url, '--threads', '1', '--name', 'waits'];

describe.concurrent('a broker', () => {
  afterAll(async () => {
    for (const one of started.processes) one.kill();
    for (const one of started.brokers) await one.kill();
  });

  it('that is out of memory from the start makes publisher and worker wait', async () => {
    const { redis, url } = await broker();
    await redis.config('SET', 'maxmemory', '1');
    const out = `${newFolder()}/full`;
    const [working, publishing] = [run(worker(url)), run([...EXPERIMENT, '--executor', url, '--out', out])];
    for (const one of [working, publishing]) {
      await until(
        () => one.err().includes('is out of memory; waiting') || one.child.exitCode !== null,
        'it says so',
      );
    }
    await setTimeout(1500);
    expect([working.child.exitCode, publishing.child.exitCode]).toEqual([null, null]);
    await redis.config('SET', 'maxmemory', '0');
    redis.disconnect();
    expect({ code: await publishing.ended, err: publishing.err() }).toMatchObject({ code: 0 });
    expect(keptIn(out)).toHaveLength(2);
    working.kill('SIGTERM');
    expect(await working.ended).toBe(0);
  });

  it('that denies access ends publisher, worker and status with a reason and a remedy', async () => {
    const { redis, url } = await broker();
    await redis.call('ACL', 'SETUSER', 'reader', 'on', '>word', '~*', '+@read', '+@connection', '+info');
    redis.disconnect();
    const environment = { MERIDIAN_REDIS_USERNAME: 'reader', MERIDIAN_REDIS_PASSWORD: 'word' };
    const out = ['--executor', url, '--out', `${newFolder()}/denied`];
    for (const args of [
      worker(url),
      [...EXPERIMENT, ...out],
      ['cluster', 'purge', '--yes', '--redis', url],
    ]) {
      const one = run(args, environment);
      const code = await one.ended;
      if (args[0] !== 'cluster')
        expect({ code, err: one.err() }).toMatchObject({ code: 2, err: expect.stringContaining('NOPERM') });
      expect(one.err(), args.join(' ')).not.toMatch(/\n\s+at |word/);
    }
  });

  it('with a wrongly encoded address is refused without printing the password', async () => {
    const address = 'redis://planner:p4ss%zz@127.0.0.1:1';
    const one = run(worker('env'), { MERIDIAN_REDIS_URL: address });
    expect(await one.ended).toBe(2);
    expect(one.err()).toContain('%25');
    expect(one.err()).not.toMatch(/\n\s+at |p4ss/);
  });
});
