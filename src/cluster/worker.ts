import type { Digest } from '#base';
import type { Scenario } from '#domain';
import type { FilteredJob, JobResult } from '#experiment';
import { type Broker, refusalOf, whenThereIsRoom } from './broker.ts';
import {
  type Batch,
  fetchScenario,
  KEPT_S,
  PAYLOAD_VERSION,
  type Results,
  readBatch,
  writeResults,
} from './payload.ts';
import { announceWorker, dismissWorker, experimentsOf } from './registry.ts';

/** Makes replications off this event loop, so that locks are renewed meanwhile. */
export interface Pool {
  readonly threads: number;
  add(scenario: Scenario): number;
  forget(number: number): void;
  run(job: FilteredJob): Promise<JobResult>;
}

export interface WorkerOptions {
  /** Its name among the workers, for example host and process. */
  readonly id: string;
  readonly engine: string;
  readonly digest: Digest;
  readonly pool: Pool;
  readonly tell: (line: string) => void;
}

export interface RunningWorker {
  readonly made: () => number;
  /** Finishes the work in hand. */
  close(): Promise<void>;
}

/** Another worker takes a dead worker's batch after at most the sum of these two. */
const LOCK_MS = 5000;
const STALLED_CHECK_MS = 2000;
/** A batch over which this many workers have died is given up. */
const STALLED_MAX = 3;
const HEARTBEAT_MS = 2000;
const SCENARIOS_MAX = 32;

/** Processes batches of this engine version from a broker's queue until it is closed. */
export async function startWorker(broker: Broker, options: WorkerOptions): Promise<RunningWorker> {
  const { digest, engine, id, pool, tell } = options;
  const { names, packages } = broker;
  const scenarios = new ScenarioCache(broker, pool, digest);
  const refused = new Set<string>();
  let made = 0;
  let isClosed = false;

  async function work(data: unknown, batchId: string): Promise<void> {
    const read = readBatch(data);
    if (!read.ok) {
      tell(`an invalid job was refused: ${read.problem}`);
      throw new Error(`an invalid batch of replications: ${read.problem}`);
    }
    const batch = read.value;
    const startedMs = performance.now();
    const found = await scenarios.use(batch.scenario);
    const answers: Results['answers'][number][] = [];
    if (found !== null) {
      try {
        for (const replication of batch.replications) {
          answers.push(await answerOf(batch, replication, found));
          made++;
        }
      } finally {
        scenarios.release(batch.scenario);
      }
    }
    await deliver(batch, {
      v: PAYLOAD_VERSION,
      batch: batchId,
      scenario: batch.scenario,
      seed: batch.seed,
      worker: id,
      tookMs: performance.now() - startedMs,
      isScenarioMissing: found === null,
      answers,
    });
  }

  async function answerOf(
    { durations, filters, hasControls, isDetailed, seed }: Batch,
    replication: number,
    found: FoundScenario,
  ): Promise<Results['answers'][number]> {
    if ('problem' in found)
      return { replication, failed: `the scenario is invalid: ${found.problem}`.slice(0, 2000) };
    const result = await pool.run({
      scenario: found.number,
      seed,
      replication,
      isDetailed: isDetailed === true,
      hasControls: hasControls !== false,
      ...(filters === undefined ? {} : { filters }),
      ...(durations === undefined ? {} : { durations }),
    });
    if ('failed' in result) return { replication, failed: result.failed.slice(0, 2000) };
    return { replication, summary: result.summary };
  }

  /** Results wait here while the broker is full, so they are not lost and nobody else makes them again. */
  async function deliver({ experiment }: Batch, results: Results): Promise<void> {
    const key = names.results(experiment);
    const bytes = Buffer.from(writeResults(results));
    await whenThereIsRoom(
      () => broker.redis.rpush(key, bytes),
      () => {
        if (isClosed) throw new Error('the worker is closed');
      },
    );
    await broker.redis.expire(key, KEPT_S);
  }

  async function beat(): Promise<void> {
    if (broker.redis.status !== 'ready' || isClosed) return;
    await announceWorker(broker, { id, engine, threads: pool.threads, made });
    for (const experiment of await experimentsOf(broker)) {
      if (experiment.engine === engine || experiment.state !== 'running' || refused.has(experiment.id))
        continue;
      refused.add(experiment.id);
      tell(
        `refused: experiment ${experiment.id} (${experiment.kind}) needs engine ${experiment.engine}, this worker has ${engine}; ` +
          'its results would not be the same bytes. Start a worker of that version',
      );
    }
  }

  let isTold = false;
  await whenThereIsRoom(beat, () => {
    if (!isTold) tell(`the broker ${broker.address.shown} is out of memory; waiting for it to have room`);
    isTold = true;
  }).catch((error: unknown) => {
    throw refusalOf(error, broker.address);
  });
  const worker = new packages.Worker<unknown, void>(
    names.queue(engine),
    (job) => work(job.data, job.id ?? ''),
    {
      connection: broker.connect(),
      prefix: names.prefix,
      concurrency: pool.threads,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLED_MAX,
    },
  );
  // Connections report their own errors. A lost lock means that another worker repeats the batch.
  worker.on('error', () => {});
  const timer = setInterval(() => {
    beat().catch(() => {});
  }, HEARTBEAT_MS);

  return {
    made: () => made,
    async close() {
      clearInterval(timer);
      await worker.close();
      isClosed = true;
      if (broker.redis.status === 'ready') await dismissWorker(broker, id);
    },
  };
}

type FoundScenario = { readonly number: number } | { readonly problem: string };

/** The scenarios that the threads have loaded, most recently used last. */
class ScenarioCache {
  private readonly broker: Broker;
  private readonly pool: Pool;
  private readonly digest: Digest;
  private readonly known = new Map<string, { found: Promise<FoundScenario | null>; users: number }>();

  constructor(broker: Broker, pool: Pool, digest: Digest) {
    this.broker = broker;
    this.pool = pool;
    this.digest = digest;
  }

  /** Null if the broker has no such scenario. Otherwise it stays loaded until it is released. */
  async use(hash: string): Promise<FoundScenario | null> {
    let entry = this.known.get(hash);
    if (entry === undefined) {
      await this.makeRoom();
      entry = this.known.get(hash);
    }
    if (entry === undefined) {
      entry = { found: this.fetch(hash), users: 0 };
      this.known.set(hash, entry);
    } else {
      // Move it to the end: most recently used.
      this.known.delete(hash);
      this.known.set(hash, entry);
    }
    entry.users++;
    const found = await entry.found;
    if (found === null) this.known.delete(hash);
    return found;
  }

  release(hash: string): void {
    const entry = this.known.get(hash);
    if (entry !== undefined) entry.users--;
  }

  private async fetch(hash: string): Promise<FoundScenario | null> {
    const fetched = await fetchScenario(this.broker, hash, this.digest);
    if (fetched === null) return null;
    return fetched.ok ? { number: this.pool.add(fetched.value) } : { problem: fetched.problem };
  }

  private async makeRoom(): Promise<void> {
    for (const [hash, { found, users }] of this.known) {
      if (this.known.size < SCENARIOS_MAX) return;
      if (users > 0) continue;
      this.known.delete(hash);
      const old = await found;
      if (old !== null && 'number' in old) this.pool.forget(old.number);
    }
  }
}
