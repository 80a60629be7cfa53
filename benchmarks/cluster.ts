import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTo, startBroker } from '../tests/cluster/broker-process.ts';
import { type Running, startWorkerProcess } from '../tests/cluster/processes.ts';

/**
 * `npm run bench:cluster`: 32 replications of css-2014 in a thread of this process, on one worker process, and on two; whether the bytes
 * are the same; and how many empty jobs the broker takes in and gives out, from which a model for more workers follows.
 */
const REPLICATIONS = 32;
const HANDED_OVER = 5000;
const MAIN = 'dist/apps/cli/main.js';
const folder = mkdtempSync(join(tmpdir(), 'meridian-bench-'));

function timed(
  name: string,
  ...more: readonly string[]
): { readonly seconds: number; readonly bytes: string } {
  const out = join(folder, name);
  const startedMs = performance.now();
  const args = [MAIN, 'run', 'scenarios/css-2014', '--replications', String(REPLICATIONS), '--quiet'];
  const { status, stderr } = spawnSync('node', [...args, '--out', out, ...more], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return {
    seconds: (performance.now() - startedMs) / 1000,
    bytes: readFileSync(join(out, 'replications.ndjson'), 'utf8'),
  };
}

const broker = await startBroker();
const workers: Running[] = [await startWorkerProcess(broker.url, 'bench-1')];
const here = timed('here', '--threads', '1');
const one = timed('one', '--executor', broker.url);
workers.push(await startWorkerProcess(broker.url, 'bench-2'));
const two = timed('two', '--executor', broker.url);
const isSame = one.bytes === here.bytes && two.bytes === here.bytes;
for (const worker of workers) worker.kill();

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
await broker.kill();

const row = (name: string, { seconds }: { readonly seconds: number }) =>
  `| ${name} | ${seconds.toFixed(1)} s | ${(here.seconds / seconds).toFixed(2)} × |\n`;
process.stdout.write(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores; css-2014, ${REPLICATIONS} replications; the same bytes: ${isSame ? 'yes' : 'NO'}\n\n` +
    '| made by | time | against one thread here |\n|---|---|---|\n' +
    row('one thread of this process', here) +
    row('one worker process, one thread', one) +
    row('two worker processes, one thread each', two) +
    `\nTwo workers against one: ${(one.seconds / two.seconds).toFixed(2)} ×. A job costs ${perJobMs.toFixed(2)} ms of broker and queue; with batches of 2 s ` +
    `that is ${((100 * perJobMs) / 2000).toFixed(2)} % of the work, and (a model, not a measurement) one broker feeds some ${Math.floor(2000 / perJobMs)} threads.\n`,
);
process.exit(isSame ? 0 : 1);
