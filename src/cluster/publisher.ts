import { chunks, type Digest, UserProblem } from '#base';
import type { Scenario } from '#domain';
import { type Asked, askedKey, type Executor, hashScenario, type Job, type JobResult } from '#experiment';
import { BatchSizes } from './batching.ts';
import { type Broker, idOf, isOutOfMemory, refusalOf, whenThereIsRoom } from './broker.ts';
import { type Batch, KEPT_S, PAYLOAD_VERSION, type Results, readResults, storeScenario } from './payload.ts';
import {
  announceExperiment,
  endExperiment,
  openQueue,
  reportExperiment,
  withdraw,
  workersOf,
} from './registry.ts';

export interface PublisherOptions {
  readonly engine: string;
  /** A description of the experiment for people, shown by `meridian cluster status`. */
  readonly kind: string;
  readonly digest: Digest;
  readonly tell: (line: string) => void;
  readonly cancelled: () => void;
}

/** Batches handed out in advance per thread, so that no thread waits for its next one. */
const AHEAD = 2;
/** Batches in flight while no worker is known. */
const LEAST = 8;
const TICK_MS = 2000;
const LEASE_MS = 10_000;
/** How long to wait for the lease of a publisher that may have died. */
const LEASE_WAIT_MS = LEASE_MS + 5000;
/** After this time, the publisher checks whether a batch is still known. */
const ASK_AFTER_MS = 10_000;
const ASKED_AT_ONCE = 100;
const WAIT_FOR_RESULTS_S = 1;
/** How often a batch may fail before its replications are given up. */
const ATTEMPTS = 3;
const EARLY_MAX = 10_000;
const RETRY_MS = 1000;
/** How long a broker may be full before the experiment is given up, ms. */
const FULL_MS = 60_000;

interface Outstanding {
  readonly batch: Batch;
  sentMs: number;
  /** How often neither queue nor results knew it. */
  missing: number;
}

/**
 * Publishes replications on a broker's queue, in batches, and hands out their results. Only as many are in flight as the workers can use,
 * so neither side ever holds a whole experiment.
 *
 * A result is identified by scenario, seed and replication, so duplicates, late results and disorder change nothing. A batch that neither
 * the queue nor the results know any more is published again.
 */
export class Publisher implements Executor {
  private readonly broker: Broker;
  private readonly options: PublisherOptions;
  private readonly queue: ReturnType<typeof openQueue>;
  private readonly inbox: ReturnType<Broker['connect']>;
  private readonly nonce: string;
  private hashes: readonly string[] = [];
  private readonly byHash = new Map<string, Scenario>();
  private readonly stored = new Set<string>();
  private wanted: Asked = {};
  private id = '';

  /** Requested and not yet answered, by key. */
  private readonly asked = new Map<string, { job: Job; answer: (result: JobResult) => void }[]>();
  /** Answered before they were requested: left by an earlier publisher of the experiment. */
  private readonly early = new Map<string, JobResult>();
  /** To be published at the end of this turn of the event loop. */
  private unsent: Job[] = [];
  private readonly outstanding = new Map<string, Outstanding>();
  private readonly attempts = new Map<string, number>();
  private readonly sizes = new BatchSizes();
  private threads = 0;
  private done = 0;
  private published = 0;
  private fullSinceMs: number | null = null;
  private isBegun = false;
  private isOver = false;
  private whyOver: string | null = null;
  private isWarned = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly tasks = new Set<Promise<unknown>>();

  constructor(broker: Broker, options: PublisherOptions) {
    this.broker = broker;
    this.options = options;
    this.queue = openQueue(broker, options.engine);
    this.inbox = broker.connect();
    this.nonce = idOf(options.digest, process.pid, performance.timeOrigin, performance.now(), Math.random());
  }

  get parallel(): number {
    return Math.max(LEAST, AHEAD * this.threads * this.sizes.latest);
  }

  /** Throws a UserProblem if another publisher is running the experiment. */
  async begin(scenarios: readonly Scenario[], asked: Asked = {}): Promise<void> {
    const { digest, engine, kind } = this.options;
    const isFirst = this.id === '';
    if (!isFirst) await this.leave();
    this.byHash.clear();
    this.hashes = scenarios.map((scenario) => hashScenario(scenario, digest));
    scenarios.forEach((scenario, s) => {
      this.byHash.set(this.hashes[s] as string, scenario);
    });
    this.wanted = asked;
    this.id = idOf(digest, engine, kind, ...this.hashes, ...askedKey(asked));
    try {
      await this.takeLease();
      await this.patiently(() => announceExperiment(this.broker, { id: this.id, engine, kind }));
      await this.tick();
    } catch (error) {
      throw refusalOf(error, this.broker.address);
    }
    this.isBegun = true;
    if (!isFirst) return;
    this.timer = setInterval(() => this.background(this.tick()), TICK_MS);
    this.background(this.receive());
  }

  run(job: Job): Promise<JobResult> {
    const hash = this.hashes[job.scenario];
    if (hash === undefined) return Promise.resolve({ job, failed: `there is no scenario ${job.scenario}` });
    if (this.whyOver !== null) return Promise.resolve({ job, failed: this.whyOver });
    const key = keyOf(hash, job.seed, job.replication);
    const early = this.early.get(key);
    if (early !== undefined) {
      this.early.delete(key);
      this.done++;
      return Promise.resolve({ ...early, job });
    }
    return new Promise((answer) => {
      const others = this.asked.get(key);
      if (others !== undefined) {
        others.push({ job, answer });
        return;
      }
      this.asked.set(key, [{ job, answer }]);
      if (this.unsent.length === 0) setImmediate(() => this.background(this.send()));
      this.unsent.push(job);
    });
  }

  interrupt(): void {
    this.giveUp('it was interrupted');
  }

  async end(): Promise<void> {
    this.isOver = true;
    this.giveUp('the experiment is over');
    if (this.timer !== null) clearInterval(this.timer);
    if (this.isBegun && this.broker.redis.status === 'ready') await this.leave().catch(this.leftBehind);
    this.inbox.disconnect();
    await Promise.allSettled(this.tasks);
    await this.queue.close();
  }

  /** The remaining data of a finished experiment expires by itself, within days. */
  private readonly leftBehind = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    this.options.tell(
      `the broker ${this.broker.address.shown} keeps jobs of this experiment for a while: ${why}`,
    );
  };

  /** Nobody will request more of the scenarios that it was begun with. */
  private async leave(): Promise<void> {
    const { names, redis } = this.broker;
    await withdraw(this.broker, { id: this.id, engine: this.options.engine });
    await reportExperiment(this.broker, this.id, { done: this.done, published: this.published });
    await endExperiment(this.broker, this.id);
    if ((await redis.get(names.publisher(this.id))) === this.nonce) await redis.del(names.publisher(this.id));
    [this.done, this.published] = [0, 0];
    this.early.clear();
    this.outstanding.clear();
  }

  // ── Publishing ───────────────────────────────────────────────────────────────────────────────────────────────

  private async send(): Promise<void> {
    const jobs = this.unsent;
    this.unsent = [];
    const groups = new Map<string, { hash: string; seed: string; replications: number[] }>();
    for (const { replication, scenario, seed } of jobs) {
      const hash = this.hashes[scenario] as string;
      const group = groups.get(`${hash} ${seed}`);
      if (group === undefined) groups.set(`${hash} ${seed}`, { hash, seed, replications: [replication] });
      else group.replications.push(replication);
    }
    const batches = [...groups.values()].flatMap(({ hash, replications, seed }) =>
      [...chunks(replications, this.sizes.sizeFor(hash))].map((part) => this.batchOf(hash, seed, part)),
    );
    await this.publish(batches);
  }

  private batchOf(scenario: string, seed: string, replications: readonly number[]): Batch {
    const { durations = [], filters = [], hasControls = true, isDetailed = false } = this.wanted;
    const { id: experiment } = this;
    return {
      v: PAYLOAD_VERSION,
      experiment,
      scenario,
      seed,
      replications: [...replications],
      ...(filters.length === 0 ? {} : { filters: [...filters] }),
      ...(durations.length === 0 ? {} : { durations: [...durations] }),
      ...(isDetailed ? { isDetailed } : {}),
      ...(hasControls ? {} : { hasControls }),
    };
  }

  private async publish(batches: readonly Batch[]): Promise<void> {
    const jobs = batches.map((batch) => ({
      name: 'replications',
      data: batch,
      opts: { jobId: this.nameOf(batch), removeOnComplete: true, removeOnFail: { age: KEPT_S } },
    }));
    for (const batch of batches) {
      this.outstanding.set(this.nameOf(batch), { batch, sentMs: performance.now(), missing: 0 });
    }
    if (this.isOver || this.whyOver !== null) return;
    await this.patiently(async () => {
      for (const { scenario } of batches) await this.store(scenario);
      await this.queue.addBulk(jobs);
      this.published += batches.reduce((sum, { replications }) => sum + replications.length, 0);
      this.fullSinceMs = null;
    });
  }

  private nameOf({ replications, scenario, seed }: Batch): string {
    return idOf(this.options.digest, this.id, this.options.engine, scenario, seed, ...replications);
  }

  private async store(hash: string): Promise<void> {
    if (this.stored.has(hash)) return;
    await storeScenario(this.broker, hash, this.byHash.get(hash) as Scenario);
    this.stored.add(hash);
  }

  /** Retries while the broker is full. Throws a UserProblem if it stays full: at the start, nobody waits for an answer yet. */
  private patiently<Value>(write: () => Promise<Value>): Promise<Value> {
    return whenThereIsRoom(write, () => {
      this.isFull();
      if (this.whyOver !== null)
        throw new UserProblem(this.whyOver, 'continue with --resume when it has room');
    });
  }

  private isFull(): void {
    const now = performance.now();
    if (this.fullSinceMs === null) {
      this.fullSinceMs = now;
      this.options.tell(
        `the broker ${this.broker.address.shown} is out of memory; waiting for it to have room`,
      );
    } else if (now - this.fullSinceMs > FULL_MS) {
      this.giveUp(`the broker ${this.broker.address.shown} is out of memory: give it more (maxmemory)`);
    }
  }

  // ── Results ──────────────────────────────────────────────────────────────────────────────────────────────────

  private async receive(): Promise<void> {
    while (!this.isOver) {
      const popped = await this.inbox.blpopBuffer(this.broker.names.results(this.id), WAIT_FOR_RESULTS_S);
      const bytes = popped?.[1];
      if (bytes === undefined) continue;
      const read = readResults(bytes);
      if (read.ok) await this.take(read.value);
      else this.options.tell(`an invalid result was ignored: ${read.problem}`);
    }
  }

  private async take(results: Results): Promise<void> {
    const { answers, batch, isScenarioMissing, scenario, seed, tookMs } = results;
    const out = this.outstanding.get(batch);
    if (isScenarioMissing) {
      this.stored.delete(scenario);
      if (out !== undefined && this.byHash.has(scenario)) await this.publish([out.batch]);
      return;
    }
    this.outstanding.delete(batch);
    if (answers.length > 0) this.sizes.measured(scenario, tookMs, answers.length);
    for (const one of answers) {
      const outcome = 'summary' in one ? { summary: one.summary } : { failed: one.failed };
      this.answer(keyOf(scenario, seed, one.replication), outcome);
    }
  }

  private answer(key: string, outcome: Omit<JobResult, 'job'>): void {
    const waiting = this.asked.get(key);
    if (waiting !== undefined) {
      this.asked.delete(key);
      this.done++;
      for (const { answer, job } of waiting) answer({ ...outcome, job } as JobResult);
    } else if (this.done === 0 && this.early.size < EARLY_MAX) {
      this.early.set(key, { ...outcome, job: NO_JOB } as JobResult);
    }
  }

  /** Answers everybody who waits with a failure. */
  private giveUp(why: string): void {
    this.whyOver ??= why;
    const waiting = [...this.asked.values()].flat();
    this.asked.clear();
    this.outstanding.clear();
    for (const { answer, job } of waiting) answer({ job, failed: this.whyOver });
  }

  // ── Watching ─────────────────────────────────────────────────────────────────────────────────────────────────

  private async tick(): Promise<void> {
    if (this.isOver || this.broker.redis.status !== 'ready') return;
    const { names, redis } = this.broker;
    const holder = await redis.get(names.publisher(this.id));
    if (holder !== null && holder !== this.nonce) {
      this.giveUp('another publisher has taken over the experiment');
      return;
    }
    await this.whereThereIsRoom(() => redis.set(names.publisher(this.id), this.nonce, 'PX', LEASE_MS));
    const report = await this.whereThereIsRoom(() =>
      reportExperiment(this.broker, this.id, { done: this.done, published: this.published }),
    );
    if (report?.isCancelled === true) {
      this.giveUp('it was cancelled');
      this.options.cancelled();
      return;
    }
    const workers = (await workersOf(this.broker)).filter(({ engine }) => engine === this.options.engine);
    this.threads = workers.reduce((sum, worker) => sum + worker.threads, 0);
    if (workers.length === 0 && this.outstanding.size > 0 && !this.isWarned) {
      this.isWarned = true;
      this.options.tell(
        `no worker of engine ${this.options.engine} is at the broker: \`meridian worker --redis ${this.broker.address.shown}\` starts one`,
      );
    }
    await this.askAfterBatches();
  }

  private async whereThereIsRoom<Value>(write: () => Promise<Value>): Promise<Value | null> {
    try {
      return await write();
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.isFull();
      return null;
    }
  }

  /** Checks whether batches that have been out for long are still known. */
  private async askAfterBatches(): Promise<void> {
    const now = performance.now();
    const old = [...this.outstanding]
      .filter(([, { sentMs }]) => now - sentMs > ASK_AFTER_MS)
      .slice(0, ASKED_AT_ONCE);
    for (const [name, out] of old) {
      const state = await this.queue.getJobState(name);
      if (!this.outstanding.has(name)) continue;
      if (state === 'failed') await this.failed(name, out);
      else if (state !== 'unknown') {
        out.missing = 0;
        // Check it again after the same time, and those checked least recently first.
        out.sentMs = now;
      } else if (++out.missing > 1) await this.missing(name, out);
    }
  }

  /** Neither the queue nor the results know a batch: the broker lost it, or its results could not be read. */
  private async missing(name: string, { batch }: Outstanding): Promise<void> {
    const attempts = (this.attempts.get(name) ?? 0) + 1;
    this.attempts.set(name, attempts);
    if (attempts < ATTEMPTS) return this.publish([batch]);
    this.outstanding.delete(name);
    for (const replication of batch.replications) {
      this.answer(keyOf(batch.scenario, batch.seed, replication), {
        failed: 'its results never arrived, or could not be read',
      });
    }
  }

  /** The queue has given a batch up, for example because workers died over it. Its replications are tried one by one, then given up. */
  private async failed(name: string, { batch }: Outstanding): Promise<void> {
    const job = await this.queue.getJob(name);
    const cause = job?.failedReason ?? 'the queue has given up on it';
    await job?.remove();
    this.outstanding.delete(name);
    const { replications, scenario, seed } = batch;
    const attempts = (this.attempts.get(name) ?? 0) + 1;
    this.attempts.set(name, attempts);
    if (replications.length > 1) {
      await this.publish(replications.map((replication) => this.batchOf(scenario, seed, [replication])));
    } else if (attempts < ATTEMPTS) await this.publish([batch]);
    else
      for (const replication of replications)
        this.answer(keyOf(scenario, seed, replication), { failed: cause });
  }

  private async takeLease(): Promise<void> {
    const { names, redis } = this.broker;
    const untilMs = performance.now() + LEASE_WAIT_MS;
    let isTold = false;
    const take = () => redis.set(names.publisher(this.id), this.nonce, 'PX', LEASE_MS, 'NX');
    while ((await this.patiently(take)) === null) {
      if (performance.now() > untilMs) {
        throw new UserProblem(
          'somebody else is running this experiment on the broker now',
          'wait until it ends, or end it with `meridian cluster cancel`',
        );
      }
      if (!isTold) this.options.tell('the experiment already has a publisher; waiting in case it has died');
      isTold = true;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Runs a task next to the jobs without losing its failure. */
  private background(task: Promise<unknown>): void {
    const settled = task.catch((error: unknown) => {
      if (this.isOver) return;
      this.giveUp(
        `the broker ${this.broker.address.shown}: ${error instanceof Error ? error.message : error}`,
      );
    });
    this.tasks.add(settled);
    void settled.then(() => this.tasks.delete(settled));
  }
}

const NO_JOB: Job = { scenario: -1, seed: '', replication: -1 };

function keyOf(scenario: string, seed: string, replication: number): string {
  return `${scenario} ${replication} ${seed}`;
}
