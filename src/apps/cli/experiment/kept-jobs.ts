import type { Scenario } from '#domain';
import { type Asked, askedKey, type Executor, hashScenario, type Job, type JobSummary } from '#experiment';
import { sha256, versions } from '../../shared/host.ts';
import type { Ending } from './ending.ts';
import { type KeptLines, warnOfUnfit } from './kept-lines.ts';

interface KeptJob {
  readonly key: string;
  readonly summary: JobSummary;
}

export interface KeepingExecutor extends Executor {
  /** Call at the end of the search: keeps only the results it requested, and drops those of earlier searches. */
  finish(): void;
}

/**
 * An executor that stores its results line by line, and reuses those of earlier starts. An interrupted or killed
 * search reaches the same result and loses only the work in progress. Throws if nothing can be stored at the start.
 */
export function createKeepingExecutor(
  inner: Executor,
  lines: KeptLines,
  { whileKept }: Pick<Ending, 'whileKept'>,
): KeepingExecutor {
  const known = new Map<string, JobSummary>();
  for (const file of lines.earlier) {
    warnOfUnfit(file);
    for (const content of file.contents) {
      const { key, summary } = JSON.parse(content) as KeptJob;
      known.set(key, summary);
    }
  }
  const write = (entries: readonly (readonly [string, JobSummary])[]) =>
    lines.rewrite(entries.map(([key, summary]) => JSON.stringify({ key, summary })));
  write([...known]);
  /** Entries are sorted by key, so that the file has the same bytes for any number of threads. */
  const inOrder = () => [...known].sort(([one], [other]) => (one < other ? -1 : 1));
  const used = new Set<string>();
  let hashes: readonly string[] = [];
  let scenarios: readonly Scenario[] = [];
  let begun: Promise<void> | null = null;
  let asked: Asked = {};
  const keyOf = ({ replication, scenario, seed }: Job) =>
    [...[versions.engine, hashes[scenario], JSON.stringify(seed), replication], ...askedKey(asked)].join(' ');
  return {
    get parallel() {
      return inner.parallel;
    },
    interrupt: () => inner.interrupt(),
    finish: () => whileKept(() => write(inOrder().filter(([key]) => used.has(key)))),
    async begin(all, wanted = {}) {
      asked = wanted;
      scenarios = all;
      hashes = all.map((scenario) => hashScenario(scenario, sha256));
      begun = null;
    },
    async run(job) {
      const key = keyOf(job);
      used.add(key);
      const summary = known.get(key);
      if (summary !== undefined) return { job, summary };
      begun ??= inner.begin(scenarios, asked);
      await begun;
      const result = await inner.run(job);
      if ('summary' in result) {
        known.set(key, result.summary);
        whileKept(() => lines.append(JSON.stringify({ key, summary: result.summary })));
      }
      return result;
    },
    async end() {
      whileKept(() => write(inOrder()));
      await inner.end();
    },
  };
}
