import { isDeepStrictEqual } from 'node:util';
import { Publisher } from '#cluster';
import { createLocalExecutor, type Job, type JobResult } from '#experiment';
import { versions } from '../../src/apps/shared/host.ts';
import type { Running } from '../apps/cli/cli.ts';
import { loadScenario, sha256 } from '../running.ts';
import { connectTo, startBroker } from './broker-process.ts';
import { startWorkerProcess } from './processes.ts';

/**
 * `npm run soak:cluster -- [jobs]`: runs that many tiny replications on two worker processes, and kills one of them every few seconds.
 * Reports whether every replication came back once and equal to this machine's, and how much memory the broker took.
 */
const jobs = Number(process.argv[2] ?? 20_000);
const KILL_EVERY_MS = [2000, 6000] as const;
const SAMPLE_MS = 1000;
const BROKER_MAY_GROW = 1.5;
const IN_HAND = 4096;

const broker = await startBroker();
const connection = await connectTo(broker, (line) => process.stderr.write(`${line}\n`));
const scenario = { ...loadScenario('first-steps'), horizonMs: 1_800_000 };
const workers: Running[] = [];
let started = 0;
let kills = 0;
const startOne = async (place: number) => {
  workers[place] = await startWorkerProcess(broker.url, `soak-${started++}`);
};
await Promise.all([startOne(0), startOne(1)]);

let isOver = false;
const killing = (async () => {
  while (!isOver) {
    const [least, most] = KILL_EVERY_MS;
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
    if (isOver) return;
    const place = Math.floor(Math.random() * 2);
    workers[place]?.kill();
    kills++;
    await startOne(place);
  }
})();
const memory: number[] = [];
const sampling = setInterval(async () => {
  const info = await connection.redis.info('memory');
  memory.push(Number(/used_memory:(\d+)/.exec(info)?.[1] ?? 0));
}, SAMPLE_MS);

const executor = new Publisher(connection, {
  engine: versions.engine,
  kind: 'soak',
  digest: sha256,
  tell: (line) => process.stderr.write(`${line}\n`),
  cancelled: () => {},
});
await executor.begin([scenario]);
const local = createLocalExecutor(sha256);
await local.begin([scenario]);
const startedMs = performance.now();
const answers: (JobResult | undefined)[] = Array.from({ length: jobs });
let [next, twice, failed] = [0, 0, 0];
await Promise.all(
  Array.from({ length: Math.min(IN_HAND, executor.parallel * 8) }, async () => {
    while (next < jobs) {
      const job: Job = { scenario: 0, seed: 'soak', replication: next++ };
      const answer = await executor.run(job);
      if (answers[job.replication] !== undefined) twice++;
      if ('failed' in answer) failed++;
      answers[job.replication] = answer;
    }
  }),
);
const tookS = (performance.now() - startedMs) / 1000;
isOver = true;
clearInterval(sampling);
await killing;
await executor.end();
for (const worker of workers) worker.kill();
await connection.close();
await broker.kill();

const lost = answers.filter((answer) => answer === undefined).length;
let different = 0;
for (const answer of answers) {
  if (answer === undefined || 'failed' in answer) continue;
  const here = await local.run(answer.job);
  if (!isDeepStrictEqual(here, answer)) different++;
}
const early = Math.max(...memory.slice(0, Math.ceil(memory.length / 4)));
const late = Math.max(...memory.slice(Math.ceil(memory.length / 4)));
const isFlat = late <= BROKER_MAY_GROW * early;
process.stdout.write(
  `${jobs} jobs in ${tookS.toFixed(0)} s, ${kills} workers killed: ${lost} lost, ${failed} failed, ${twice} answered twice, ` +
    `${different} other than on this machine\n` +
    `broker memory: at most ${(early / 1e6).toFixed(1)} MB in the first quarter, ${(late / 1e6).toFixed(1)} MB after it\n`,
);
process.exit(lost + failed + twice + different === 0 && isFlat ? 0 : 1);
