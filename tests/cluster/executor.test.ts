import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, Publisher, type RunningWorker, startWorker } from '#cluster';
import { createLocalExecutor, type Job, type JobResult } from '#experiment';
import { createThreadPool, type ThreadPool } from '../../src/apps/shared/threads/thread-pool.ts';
import { pack, readResults, writeResults } from '../../src/cluster/payload.ts';
import { sampleOf, testExecutor } from '../experiment/executor-contract.ts';
import { loadScenario, sha256 } from '../running.ts';
import { type BrokerProcess, connectTo, startBroker, until } from './broker-process.ts';

const ENGINE = 'of this test';

describe('replications run through a broker', () => {
  const told: string[] = [];
  let process: BrokerProcess;
  let broker: Broker;
  let pool: ThreadPool;
  let worker: RunningWorker;

  beforeAll(async () => {
    process = await startBroker();
    broker = await connectTo(process, (line) => told.push(line));
    pool = createThreadPool(2);
    worker = await startWorker(broker, {
      id: 'worker',
      engine: ENGINE,
      digest: sha256,
      pool,
      tell: (line) => told.push(line),
    });
  });

  afterAll(async () => {
    await worker.close();
    await pool.end();
    await broker.close();
    await process.kill();
  });

  const publisher = (kind = 'test') =>
    new Publisher(broker, {
      engine: ENGINE,
      kind,
      digest: sha256,
      tell: (line) => told.push(line),
      cancelled: () => {},
    });

  testExecutor('workers at a broker', () => publisher());

  it('stores a scenario once, however many jobs there are', async () => {
    const scenario = { ...loadScenario('first-steps'), horizonMs: 3_600_000 };
    const executor = publisher('once');
    await executor.begin([scenario]);
    const jobs = Array.from(
      { length: 40 },
      (_, replication): Job => ({ scenario: 0, seed: 'once', replication }),
    );
    const results = await Promise.all(jobs.map((job) => executor.run(job)));
    await executor.end();
    expect(results.every((result) => 'summary' in result)).toBe(true);
    const keys = await broker.redis.keys('meridian.default:scenario:*');
    expect(keys.length).toBeGreaterThan(0);
    // What remains of an experiment: its row, and the scenario for the next publisher.
    expect(await broker.redis.keys('meridian.default:results:*')).toEqual([]);
    expect(await broker.redis.keys('meridian.default:publisher:*')).toEqual([]);
  });

  it('ignores results that are duplicates, late, out of order or malformed', async () => {
    const scenario = { ...loadScenario('first-steps'), horizonMs: 2 * 3_600_000 };
    const jobs = [0, 1, 2, 3, 4, 5].map((replication): Job => ({ scenario: 0, seed: 'twice', replication }));
    const local = createLocalExecutor(sha256);
    await local.begin([scenario]);
    const expected: JobResult[] = [];
    for (const job of jobs) expected.push(await local.run(job));

    const executor = publisher('twice');
    await executor.begin([scenario]);
    // A second listener takes what the worker delivers, holds it back, and delivers it again in disorder.
    const key =
      (await broker.redis.keys('meridian.default:publisher:*'))[0]?.replace(':publisher:', ':results:') ?? '';
    const thief = broker.connect();
    const stolen: Buffer[] = [];
    const answers = Promise.all(jobs.map((job) => executor.run(job)));
    let isDone = false;
    void answers.then(() => {
      isDone = true;
    });
    while (!isDone) {
      const bytes = (await thief.blpopBuffer(key, 1))?.[1];
      if (bytes === undefined) continue;
      stolen.push(bytes);
      await broker.redis.rpush(key, 'no result', Buffer.from(pack('{"v":1}')), bytes, bytes, ...stolen);
      if (stolen.length > 12) break;
    }
    expect(await answers).toEqual(expected);
    expect(stolen.length).toBeGreaterThan(0);
    const again = readResults(stolen[0] as Buffer);
    expect(again.ok && writeResults(again.value).length).toBeGreaterThan(0);
    await executor.end();
  });

  it('refuses a malformed job, and a scenario that does not match its hash', async () => {
    const { Queue } = broker.packages;
    const { names, prefix } = { names: broker.names, prefix: broker.names.prefix };
    const queue = new Queue(names.queue(ENGINE), { connection: broker.redis, prefix });
    const job = await queue.add('replications', { run: 'require("fs")' });
    await until(async () => (await queue.getJobState(job.id ?? '')) === 'failed', 'the job is refused');
    expect(told.some((line) => line.startsWith('an invalid job was refused'))).toBe(true);

    const [experiment, scenario] = ['e'.repeat(32), 'f'.repeat(64)];
    await broker.redis.set(names.scenario(scenario), Buffer.from(pack('{"name":"another"}')));
    await queue.add(
      'replications',
      { v: 3, experiment, scenario, seed: 's', replications: [3] },
      { jobId: 'd'.repeat(32) },
    );
    let bytes: Buffer | undefined;
    await until(async () => {
      bytes = (await broker.redis.lpopBuffer(names.results(experiment))) ?? undefined;
      return bytes !== undefined;
    }, 'the answer is there');
    const read = readResults(bytes as Buffer);
    expect(read.ok && read.value.answers).toEqual([
      { replication: 3, failed: expect.stringContaining('does not match its hash') },
    ]);
    await queue.close();
  });

  it('equal those made on this machine', async () => {
    expect(await sampleOf(() => publisher('sample'))).toEqual(
      await sampleOf(() => createLocalExecutor(sha256)),
    );
  });

  it('allows one publisher at a time, and lets the next continue when the first is gone', async () => {
    const scenario = { ...loadScenario('first-steps'), horizonMs: 3_600_000 };
    const first = publisher('one at a time');
    await first.begin([scenario]);
    const second = publisher('one at a time');
    const begun = second.begin([scenario]).then(() => 'begun');
    await until(() => told.some((line) => line.includes('already has a publisher')), 'the second waits');
    await first.end();
    expect(await begun).toBe('begun');
    expect(await second.run({ scenario: 0, seed: 's', replication: 0 })).toMatchObject({ summary: {} });
    await second.end();
  });
});
