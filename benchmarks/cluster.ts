import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { keptIn, type Running, start } from '../tests/apps/cli/cli.ts';
import { connectTo, startBroker } from '../tests/cluster/broker-process.ts';
import { startWorkerProcess } from '../tests/cluster/processes.ts';
import { median } from './whole-run/estimates.ts';
import { markdownTable } from './whole-run/markdown-table.ts';

/**
 * `npm run bench:cluster -- [REPLICATIONS] [ROUNDS]`: replications of css-2014 in a thread of the publisher's process, on one worker
 * process, and on two, by turns; the same for small replications, many to a job; how long it takes until all that a killed worker
 * had in hand has been made by another; and how many empty jobs the broker takes in and gives out. Exit code 1 where bytes differ.
 */
const [replications, rounds] = [Number(process.argv[2] ?? 32), Number(process.argv[3] ?? 3)];
const SMALL = ['run', 'scenarios/first-steps', '--replications', '1500'];
const LARGE = ['run', 'scenarios/css-2014', '--replications', String(replications)];
const KILLS = 5;
const HANDED_OVER = 5000;
const MAIN = 'dist/apps/cli/main.js';
const folder = mkdtempSync(join(tmpdir(), 'meridian-bench-'));
const loadBefore = loadavg()[0] ?? 0;
let made = 0;

interface Made {
  readonly seconds: number;
  readonly bytes: string;
}

function timed(args: readonly string[], ...more: readonly string[]): Made {
  const out = join(folder, String(made++));
  const startedMs = performance.now();
  const { status, stderr } = spawnSync('node', [MAIN, ...args, '--quiet', '--out', out, ...more], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - startedMs) / 1000;
  return { seconds, bytes: readFileSync(join(out, 'replications.ndjson'), 'utf8') };
}

/**
 * Here, on one worker and on two, interleaved; medians. As in a long sweep, each worker has made replications of the same before, a quarter
 * as many: the first ones take longer, while code is compiled for good.
 */
async function compare(args: readonly string[]) {
  const warmUp = (workers: number) =>
    timed(
      [...args.slice(0, -1), String(Math.ceil((workers * Number(args.at(-1))) / 4))],
      '--executor',
      broker.url,
    );
  const all = { here: [] as Made[], one: [] as Made[], two: [] as Made[] };
  for (let round = 0; round < rounds; round++) {
    all.here.push(timed(args, '--threads', '1'));
    const first = await startWorkerProcess(broker.url, `first-${made}`);
    warmUp(1);
    all.one.push(timed(args, '--executor', broker.url));
    const second = await startWorkerProcess(broker.url, `second-${made}`);
    warmUp(2);
    all.two.push(timed(args, '--executor', broker.url));
    for (const worker of [first, second]) await gone(worker);
  }
  const secondsOf = (some: readonly Made[]) => median(some.map(({ seconds }) => seconds));
  const isSame = new Set(Object.values(all).flatMap((some) => some.map(({ bytes }) => bytes))).size === 1;
  return { here: secondsOf(all.here), one: secondsOf(all.one), two: secondsOf(all.two), isSame };
}

async function gone(worker: Running): Promise<void> {
  worker.kill();
  await worker.ended;
}

/** Seconds from the death of one of two workers until what both had in hand then is kept. */
async function recover(): Promise<number> {
  const out = join(folder, String(made++));
  const dies = await startWorkerProcess(broker.url, `dies-${made}`);
  const lives = await startWorkerProcess(broker.url, `lives-${made}`);
  // Replications take more than a second, so that each is a job of its own.
  const args = ['run', 'scenarios/css-2014', '--replications', '24', '--executor', broker.url];
  const experiment = start([...args, '--out', out]);
  while (keptIn(out).length < 4) await setTimeout(20);
  dies.kill();
  const diedMs = performance.now();
  // Jobs are taken in their order, so the two in hand are among the first three that are not kept.
  const inHand = missing(keptIn(out)).slice(0, 3);
  while (missing(keptIn(out)).some((replication) => inHand.includes(replication))) await setTimeout(20);
  const seconds = (performance.now() - diedMs) / 1000;
  experiment.kill();
  await experiment.ended;
  await gone(lives);
  return seconds;
}

/** Of the replications of an experiment, those that are not kept yet, the first ones. */
function missing(kept: readonly string[]): readonly number[] {
  const have = new Set(kept.map((record) => (JSON.parse(record) as { replication: number }).replication));
  return Array.from({ length: kept.length + 4 }, (_, replication) => replication).filter((i) => !have.has(i));
}

/** What handing over a job costs that does nothing, ms. */
async function handOver(): Promise<number> {
  const connection = await connectTo(broker);
  const { Queue, Worker } = connection.packages;
  const queue = new Queue('empty', { connection: connection.redis, prefix: 'bench' });
  const startedMs = performance.now();
  for (let from = 0; from < HANDED_OVER; from += 100) {
    await queue.addBulk(
      Array.from({ length: 100 }, () => ({ name: 'empty', data: {}, opts: { removeOnComplete: true } })),
    );
  }
  await new Promise<void>((resolve) => {
    let left = HANDED_OVER;
    new Worker('empty', async () => {}, {
      connection: connection.connect(),
      prefix: 'bench',
      concurrency: 16,
    }).on('completed', () => {
      if (--left === 0) resolve();
    });
  });
  const perJobMs = (performance.now() - startedMs) / HANDED_OVER;
  await connection.close();
  return perJobMs;
}

let broker = await startBroker();
const large = await compare(LARGE);
const small = await compare(SMALL);
const recoveries: number[] = [];
for (let kill = 0; kill < KILLS; kill++) {
  // What the last experiment has left is of no concern.
  await broker.kill();
  broker = await startBroker();
  recoveries.push(await recover());
}
const perJobMs = await handOver();
await broker.kill();

const row = (name: string, of: (compared: typeof large) => number) => [
  name,
  ...[large, small].flatMap((compared) => [
    `${of(compared).toFixed(1)} s`,
    `${(compared.here / of(compared)).toFixed(2)} ×`,
  ]),
];
const isSame = large.isSame && small.isSame;
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; medians of ${rounds} interleaved rounds; the same bytes: ${isSame ? 'yes' : 'NO'}\n\n` +
    `${markdownTable(
      [
        'made by',
        `css-2014, ${replications} times`,
        'of a thread here',
        'first-steps, 1,500 times',
        'of a thread here',
      ],
      [
        row('one thread of the publisher’s process', ({ here }) => here),
        row('one worker process, one thread', ({ one }) => one),
        row('two worker processes, one thread each', ({ two }) => two),
      ],
    )}\n` +
    `Two workers against one: ${(large.one / large.two).toFixed(2)} × and ${(small.one / small.two).toFixed(2)} ×. After kill -9 of one of two workers, the work of both ` +
    `was recovered within ${median(recoveries).toFixed(1)} s (median of ${KILLS}), ${Math.max(...recoveries).toFixed(1)} s at most. ` +
    `A job costs ${perJobMs.toFixed(2)} ms of broker and queue; with batches of 2 s this is ${((100 * perJobMs) / 2000).toFixed(2)} % of the work, ` +
    `and (a model, not a measurement) one broker feeds some ${Math.floor(2000 / perJobMs)} threads.\n`,
);
if (loadBefore > 0.5) {
  process.stdout.write(
    `The machine was busy before (load ${loadBefore.toFixed(1)}), so the times are not reliable.\n`,
  );
}
process.exit(isSame ? 0 : 1);
