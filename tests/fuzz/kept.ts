import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createLocalExecutor,
  type Executor,
  type Job,
  type JobResult,
  measuresOf,
  replicate,
} from '#experiment';
import { createEnding, createKeepingExecutor } from '../../src/apps/cli/experiment/experiment-run.ts';
import { openExperimentStore, openKeptLines } from '../../src/apps/cli/experiment/kept-lines.ts';
import { placeOf, preparePlace, RECORDS, TRIED } from '../../src/apps/cli/experiment/result-place.ts';
import type { Experiment, ExperimentSettings } from '../../src/apps/cli/experiment/settings.ts';
import { newFolder } from '../apps/cli/cli.ts';
import { loadScenario, sha256 } from '../running.ts';
import { type FuzzKind, numbersFrom } from './fuzz-kind.ts';

/** Files of kept lines in which one bit is flipped, before an experiment or a search is resumed. */

const REPLICATIONS = 5;
const SETTINGS: ExperimentSettings = {
  stopping: { minimum: REPLICATIONS, maximum: REPLICATIONS, precision: null, measures: [] },
  level: 0.95,
  threads: 1,
};

/** Makes each replication once, however often it is requested. */
function remembering(): Executor {
  const inner = createLocalExecutor(sha256);
  const made = new Map<string, Promise<JobResult>>();
  return {
    ...inner,
    run(job: Job) {
      const key = `${job.scenario} ${job.replication}`;
      const known = made.get(key) ?? inner.run(job);
      made.set(key, known);
      return known;
    },
  };
}

/** What is written to stderr meanwhile. */
async function saidWhile(work: () => Promise<void>): Promise<string> {
  const real = process.stderr.write;
  let said = '';
  process.stderr.write = ((text: string) => {
    said += text;
    return true;
  }) as typeof process.stderr.write;
  try {
    await work();
  } finally {
    process.stderr.write = real;
  }
  return said;
}

interface Attacked {
  readonly path: string;
  /** Makes all of it, or the missing part. */
  make(isResumed: boolean): Promise<void>;
}

function experimentIn(folder: string, executor: Executor): Attacked {
  const scenario = { ...loadScenario('first-steps'), horizonMs: 3_600_000 };
  const measures = measuresOf(scenario.segments);
  const experiment: Experiment = {
    kind: 'fuzz',
    seed: '1',
    scenarios: [
      { name: 'one', scenario },
      { name: 'two', scenario: { ...scenario, horizonMs: 1_800_000 } },
    ],
    measures: [measures, measures],
  };
  const place = placeOf(join(folder, 'experiment'));
  return {
    path: join(place.unfinished, RECORDS),
    async make(isResumed) {
      const store = openExperimentStore(experiment, SETTINGS, place, isResumed);
      await executor.begin(experiment.scenarios.map((one) => one.scenario));
      const { level, stopping } = SETTINGS;
      const plan = { measures: experiment.measures, seed: experiment.seed, level, stopping };
      store.finish(await replicate(plan, executor, store, { isInterrupted: () => false, done: () => {} }));
    },
  };
}

function searchIn(folder: string, executor: Executor): Attacked {
  const scenario = { ...loadScenario('first-steps'), horizonMs: 1_800_000 };
  const place = placeOf(join(folder, 'search'));
  return {
    path: join(place.unfinished, TRIED),
    async make(isResumed) {
      preparePlace(place);
      const lines = openKeptLines(place, TRIED, TRIED, isResumed);
      const keeping = createKeepingExecutor(executor, lines, createEnding(new AbortController().signal));
      await keeping.begin([scenario]);
      for (let replication = 0; replication < REPLICATIONS; replication++) {
        await keeping.run({ scenario: 0, seed: '1', replication });
      }
      await keeping.end();
    },
  };
}

/** What is wrong after a bit was flipped; null if nothing is. */
async function flip(
  at: number,
  bit: number,
  whole: Buffer,
  { make, path }: Attacked,
): Promise<string | null> {
  const changed = Buffer.from(whole);
  changed[at] = (changed[at] as number) ^ (1 << bit);
  writeFileSync(path, changed);
  const line = whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
  const said = await saidWhile(() => make(true));
  const where = `bit ${bit} of byte ${at} of ${path}`;
  if (!readFileSync(path).equals(whole)) return `${where}: other bytes than undisturbed`;
  if (!new RegExp(`lines? ${line}\\b`).test(said)) return `${where}: line ${line} is not reported: ${said}`;
  return null;
}

export const kept: FuzzKind = {
  title: 'kept replications in which a bit is flipped before --resume',
  async run(runs, seed) {
    const folder = newFolder();
    const below = numbersFrom(seed);
    const failures: string[] = [];
    try {
      const attacked = [experimentIn(folder, remembering()), searchIn(folder, remembering())];
      const whole: Buffer[] = [];
      for (const { make, path } of attacked) {
        await make(false);
        whole.push(readFileSync(path));
      }
      for (let i = 0; i < runs; i++) {
        const of = whole[i % 2] as Buffer;
        const failure = await flip(below(of.length), below(8), of, attacked[i % 2] as Attacked);
        if (failure !== null) failures.push(failure);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return { runs, failures };
  },
};
