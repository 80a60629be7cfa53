import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Publisher } from '#cluster';
import { measuresOf, replicate } from '#experiment';
import { contentsOf, keptIn, meridian, newFolder, type Running, start } from '../apps/cli/cli.ts';
import { loadScenario, sha256 } from '../running.ts';
import { type BrokerProcess, type BrokerSettings, connectTo, startBroker, until } from './broker-process.ts';
import { buildOfVersion, startWorkerProcess } from './processes.ts';

/** Faults during an experiment on several machines, with real processes and a real broker. The result must equal that of one machine. */

const REPLICATIONS = 20;
const EXPERIMENT = ['run', 'scenarios/css-2014', '--until', '1 day', '--replications', String(REPLICATIONS)];
/** With default settings, another worker takes up a dead worker's batch within this time, s. */
const RECOVERY_S = 15;

const folder = newFolder();
const started: { brokers: BrokerProcess[]; processes: Running[] } = { brokers: [], processes: [] };
let expected: ReturnType<typeof contentsOf> = {};

async function broker(settings?: BrokerSettings): Promise<BrokerProcess> {
  const one = await startBroker(settings);
  started.brokers.push(one);
  return one;
}

async function worker(url: string, name: string): Promise<Running> {
  const one = await startWorkerProcess(url, name);
  started.processes.push(one);
  return one;
}

function publisher(url: string, out: string, ...more: readonly string[]): Running {
  const one = start([...EXPERIMENT, '--executor', url, '--out', out, ...more]);
  started.processes.push(one);
  return one;
}

async function hasKept(out: string, count: number): Promise<void> {
  await until(() => keptIn(out).length >= count, `${count} replications are kept in ${out}`);
}

async function endsAsExpected(one: Running, out: string): Promise<void> {
  const code = await one.ended;
  expect({ code, err: code === 0 ? '' : one.err() }).toEqual({ code: 0, err: '' });
  expect(keptIn(out)).toHaveLength(REPLICATIONS);
  expect(contentsOf(out)).toEqual(expected);
}

describe.concurrent('an experiment at a broker', () => {
  beforeAll(() => {
    const out = join(folder, 'here');
    expect(meridian(...EXPERIMENT, '--out', out).code).toBe(0);
    expected = contentsOf(out);
  });

  afterAll(async () => {
    for (const one of started.processes) one.kill();
    for (const one of started.brokers) await one.kill();
  });

  it('gives the same result when its workers are killed in the middle of jobs, twice in a row', async () => {
    const { url } = await broker();
    const out = join(folder, 'killed');
    const first = await worker(url, 'first');
    const experiment = publisher(url, out);
    await hasKept(out, 3);
    first.kill();
    const second = await worker(url, 'second');
    await hasKept(out, 8);
    second.kill();
    await worker(url, 'third');
    await endsAsExpected(experiment, out);
  });

  it('continues soon after the only worker has died', async () => {
    const { url } = await broker();
    const out = join(folder, 'recovered');
    const first = await worker(url, 'dies');
    const experiment = publisher(url, out);
    await hasKept(out, 2);
    await worker(url, 'lives');
    first.kill();
    const diedMs = performance.now();
    await endsAsExpected(experiment, out);
    // All remaining work plus the dead worker's batch. The first remaining job starts at once, the batch when its lock expires.
    const atMostS = RECOVERY_S + REPLICATIONS * 0.5;
    // On an overloaded machine, everything takes longer in proportion.
    const crowding = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    expect((performance.now() - diedMs) / 1000).toBeLessThan(atMostS * crowding);
  });

  it('does not count a batch twice if a frozen worker delivers it after its lock expired', async () => {
    const { url } = await broker();
    const out = join(folder, 'frozen');
    const frozen = await worker(url, 'frozen');
    const experiment = publisher(url, out);
    await hasKept(out, 1);
    frozen.kill('SIGSTOP');
    await setTimeout(10_000);
    await worker(url, 'other');
    const before = keptIn(out).length;
    await hasKept(out, before + 1);
    frozen.kill('SIGCONT');
    await endsAsExpected(experiment, out);
  });

  it('survives a kill and restart of the broker', async () => {
    const one = await broker();
    const out = join(folder, 'restarted');
    await worker(one.url, 'patient');
    const experiment = publisher(one.url, out);
    await hasKept(out, 3);
    await one.kill();
    await one.start();
    await endsAsExpected(experiment, out);
    expect(experiment.err()).toContain('lost the broker');
  });

  it('waits for a broker that is down for 30 seconds', async () => {
    const one = await broker();
    const out = join(folder, 'gone');
    await worker(one.url, 'patient');
    const experiment = publisher(one.url, out);
    await hasKept(out, 3);
    await one.kill();
    await setTimeout(30_000);
    expect(experiment.child.exitCode).toBeNull();
    await one.start();
    await endsAsExpected(experiment, out);
    expect(experiment.err()).toContain('is back');
  });

  it('resumes after its publisher was killed', async () => {
    const { url } = await broker();
    const out = join(folder, 'resumed');
    await worker(url, 'worker');
    const first = publisher(url, out);
    await hasKept(out, 4);
    first.kill();
    await first.ended;
    const kept = keptIn(out);
    await endsAsExpected(publisher(url, out, '--resume'), out);
    expect(keptIn(out)).toEqual(expect.arrayContaining([...kept]));
  });

  it('is refused by a worker of another engine version, which gives the reason', async () => {
    const { url } = await broker();
    const out = join(folder, 'versions');
    const other = await startWorkerProcess(url, 'other', buildOfVersion('99.0.0', newFolder()));
    started.processes.push(other);
    expect(other.err()).toContain('engine 99.0.0');
    const experiment = publisher(url, out);
    await until(() => other.err().includes('refused: experiment'), 'the other worker refuses');
    expect(other.err()).toMatch(/needs engine 0\.\S+, this worker has 99\.0\.0/);
    expect(other.err()).toContain('Start a worker of that version');
    await worker(url, 'right');
    await endsAsExpected(experiment, out);
    other.kill('SIGINT');
    expect(await other.ended).toBe(0);
    expect(other.err()).toContain('other: made 0 replications');
  });

  it('finishes the other scenarios if one cannot run, and names the problem', async () => {
    const one = await broker();
    await worker(one.url, 'worker');
    const connection = await connectTo(one);
    const good = { ...loadScenario('first-steps'), horizonMs: 3_600_000 };
    const measures = measuresOf([]);
    const executor = new Publisher(connection, {
      engine: JSON.parse(meridian('cluster', 'status', '--redis', one.url, '--json').out).queues[0].engine,
      kind: 'test',
      digest: sha256,
      tell: () => {},
      cancelled: () => {},
    });
    await executor.begin([good, { ...good, horizonMs: -1 }]);
    const outcome = await replicate(
      {
        measures: [measures, measures],
        seed: '1',
        level: 0.95,
        stopping: { minimum: 5, maximum: 5, precision: null, measures: [] },
      },
      executor,
      { known: [], add: () => {} },
      { isInterrupted: () => false, done: () => {} },
    );
    await executor.end();
    await connection.close();
    expect(outcome.failures).toHaveLength(5);
    expect(outcome.failures[0]?.cause).toMatch(/^the scenario is invalid: horizonMs/);
    expect(outcome.failures.every(({ job }) => job.scenario === 1)).toBe(true);
  });

  it('loses nothing when the broker runs out of memory, and reports it', async () => {
    const one = await broker();
    const out = join(folder, 'full');
    const only = await worker(one.url, 'worker');
    const redis = new Redis(one.port, '127.0.0.1');
    const experiment = publisher(one.url, out);
    await hasKept(out, 1);
    // Leaves work to be done, however fast this machine is.
    only.kill('SIGSTOP');
    await redis.config('SET', 'maxmemory', '1mb');
    only.kill('SIGCONT');
    await until(
      () => experiment.err().includes('out of memory'),
      'the publisher says that the broker is full',
    );
    const kept = keptIn(out).length;
    await setTimeout(5000);
    expect(experiment.child.exitCode).toBeNull();
    expect(keptIn(out).length).toBeLessThan(REPLICATIONS);
    expect(keptIn(out).length).toBeGreaterThanOrEqual(kept);
    await redis.config('SET', 'maxmemory', '0');
    redis.disconnect();
    await endsAsExpected(experiment, out);
    expect(only.child.exitCode).toBeNull();
  });

  it('can be cancelled from another machine, and resumed', async () => {
    const { url } = await broker();
    const out = join(folder, 'cancelled');
    const only = await worker(url, 'worker');
    const experiment = publisher(url, out);
    await hasKept(out, 1);
    only.kill('SIGSTOP');
    const [row] = JSON.parse(meridian('cluster', 'status', '--redis', url, '--json').out).experiments;
    expect(row).toMatchObject({ state: 'running', kind: 'replications css-2014' });
    expect(meridian('cluster', 'cancel', row.id.slice(0, 8), '--redis', url).code).toBe(0);
    expect(await experiment.ended).toBe(130);
    expect(experiment.err()).toContain('--resume continues');
    expect(keptIn(out).length).toBeLessThan(REPLICATIONS);
    only.kill('SIGCONT');
    await endsAsExpected(publisher(url, out, '--resume'), out);
    expect(meridian('cluster', 'purge', '--redis', url).code).toBe(2);
    expect(meridian('cluster', 'purge', '--redis', url, '--yes').out).toMatch(/removed \d+ keys/);
    expect(meridian('cluster', 'status', '--redis', url).out).toContain('no experiments');
  });
});
