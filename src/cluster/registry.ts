import type { Queue } from 'bullmq';
import { UserProblem } from '#base';
import type { Broker } from './broker.ts';
import { KEPT_S, readBatch } from './payload.ts';

export interface ExperimentRow {
  readonly id: string;
  readonly kind: string;
  readonly engine: string;
  /** The process that cancels or ends the experiment writes `cancelled` or `ended`. `without publisher` means that the publisher vanished. */
  readonly state: 'running' | 'ended' | 'cancelled' | 'without publisher';
  readonly done: number;
  readonly published: number;
  /** By the broker's clock. */
  readonly startedAt: string;
}

export interface WorkerRow {
  readonly id: string;
  readonly engine: string;
  readonly threads: number;
  readonly made: number;
}

/** A worker that has been silent for this long is considered gone. */
const WORKER_TTL_MS = 8000;
/** Waiting jobs are read this many at a time. */
const PAGE = 500;

export async function announceWorker(broker: Broker, row: WorkerRow): Promise<void> {
  const { names, redis } = broker;
  await redis.sadd(names.workers, row.id);
  await redis.set(names.worker(row.id), JSON.stringify(row), 'PX', WORKER_TTL_MS);
}

export async function dismissWorker({ names, redis }: Broker, id: string): Promise<void> {
  await redis.srem(names.workers, id);
  await redis.del(names.worker(id));
}

export async function workersOf({ names, redis }: Broker): Promise<readonly WorkerRow[]> {
  const ids = await redis.smembers(names.workers);
  if (ids.length === 0) return [];
  const texts = await redis.mget(ids.map((id) => names.worker(id)));
  const gone = ids.filter((_, i) => texts[i] === null);
  if (gone.length > 0) await redis.srem(names.workers, ...gone);
  return texts.flatMap((text) => (text === null ? [] : rowOf(text)));
}

function rowOf(text: string): readonly WorkerRow[] {
  try {
    const { engine, id, made, threads } = JSON.parse(text) as Record<string, unknown>;
    if (typeof engine !== 'string' || typeof id !== 'string') return [];
    return [{ id, engine, threads: Number(threads) || 0, made: Number(made) || 0 }];
  } catch {
    return [];
  }
}

export async function announceExperiment(
  { names, redis }: Broker,
  { engine, id, kind }: Pick<ExperimentRow, 'engine' | 'id' | 'kind'>,
): Promise<void> {
  const [seconds] = await redis.time();
  await redis.sadd(names.experiments, id);
  await redis.hset(names.experiment(id), {
    engine,
    kind,
    state: 'running',
    done: 0,
    published: 0,
    started: String(seconds),
  });
  await redis.expire(names.experiment(id), KEPT_S);
}

/** Writes the publisher's row of its experiment. Returns whether it was cancelled meanwhile. */
export async function reportExperiment(
  { names, redis }: Broker,
  id: string,
  figures: { readonly done: number; readonly published: number },
): Promise<{ readonly isCancelled: boolean }> {
  const key = names.experiment(id);
  const state = await redis.hget(key, 'state');
  if (state === 'cancelled') return { isCancelled: true };
  await redis.hset(key, { ...figures, state: 'running' });
  return { isCancelled: false };
}

export async function endExperiment({ names, redis }: Broker, id: string): Promise<void> {
  const key = names.experiment(id);
  if ((await redis.hget(key, 'state')) === 'running') await redis.hset(key, { state: 'ended' });
  await redis.expire(key, ENDED_KEPT_S);
}

const ENDED_KEPT_S = 3600;

export async function experimentsOf({ names, redis }: Broker): Promise<readonly ExperimentRow[]> {
  // Requested together: each worker reports every few seconds.
  const found = await Promise.all(
    (await redis.smembers(names.experiments)).map(async (id) => {
      const [fields, publishers] = await Promise.all([
        redis.hgetall(names.experiment(id)),
        redis.exists(names.publisher(id)),
      ]);
      return { id, fields, isPublished: publishers === 1 };
    }),
  );
  const rows: ExperimentRow[] = [];
  for (const { fields, id, isPublished } of found) {
    if (fields.engine === undefined) {
      await redis.srem(names.experiments, id);
      continue;
    }
    const recorded = fields.state === 'ended' || fields.state === 'cancelled' ? fields.state : 'running';
    rows.push({
      id,
      kind: fields.kind ?? '',
      engine: fields.engine,
      state: recorded === 'running' && !isPublished ? 'without publisher' : recorded,
      done: Number(fields.done ?? 0),
      published: Number(fields.published ?? 0),
      startedAt: new Date(Number(fields.started ?? 0) * 1000).toISOString(),
    });
  }
  return rows.sort((left, right) => (left.startedAt + left.id < right.startedAt + right.id ? -1 : 1));
}

/** Takes an experiment's waiting jobs out of the queue. Jobs in progress continue, but nobody will take their results. */
export async function withdraw(
  broker: Broker,
  { engine, id }: Pick<ExperimentRow, 'engine' | 'id'>,
): Promise<void> {
  const queue = openQueue(broker, engine);
  try {
    let from = 0;
    for (;;) {
      const jobs = await queue.getJobs(
        ['waiting', 'prioritized', 'delayed', 'failed'],
        from,
        from + PAGE - 1,
        true,
      );
      if (jobs.length === 0) break;
      let kept = 0;
      for (const job of jobs) {
        const batch = readBatch(job?.data);
        if (!batch.ok || batch.value.experiment !== id) {
          kept++;
          continue;
        }
        // A job that a worker has just taken cannot be removed.
        await job.remove().catch(() => kept++);
      }
      from += kept;
      if (jobs.length < PAGE && kept === jobs.length) break;
    }
    await broker.redis.del(broker.names.results(id));
  } finally {
    await queue.close();
  }
}

/**
 * Marks the experiment as cancelled. Its publisher notices within seconds, keeps what is done and ends. Throws a UserProblem if there is no
 * such experiment.
 */
export async function cancelExperiment(broker: Broker, id: string): Promise<ExperimentRow> {
  const row = (await experimentsOf(broker)).find((other) => other.id.startsWith(id));
  if (row === undefined) {
    throw new UserProblem(`there is no experiment ${id}`, '`meridian cluster status` lists them');
  }
  if (row.state === 'ended' || row.state === 'cancelled') {
    throw new UserProblem(`experiment ${row.id} is already over`, '`meridian cluster status` lists them');
  }
  await broker.redis.hset(broker.names.experiment(row.id), { state: 'cancelled' });
  await withdraw(broker, row);
  return row;
}

/** Removes all keys of the tenant from the broker, and returns their number. */
export async function purge({ names, redis }: Broker): Promise<number> {
  let removed = 0;
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${names.prefix}:*`, 'COUNT', PAGE);
    cursor = next;
    if (keys.length > 0) removed += await redis.unlink(...keys);
  } while (cursor !== '0');
  return removed;
}

/** Jobs of an engine version: waiting, in progress, given up. */
export async function countsOf(
  broker: Broker,
  engine: string,
): Promise<{ readonly waiting: number; readonly active: number; readonly failed: number }> {
  const queue = openQueue(broker, engine);
  try {
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'failed');
    return {
      waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
      active: counts.active ?? 0,
      failed: counts.failed ?? 0,
    };
  } finally {
    await queue.close();
  }
}

export function openQueue(broker: Broker, engine: string): Queue {
  const { names, packages, redis } = broker;
  const queue: Queue = new packages.Queue(names.queue(engine), { connection: redis, prefix: names.prefix });
  // Connections report their own errors.
  queue.on('error', () => {});
  return queue;
}
