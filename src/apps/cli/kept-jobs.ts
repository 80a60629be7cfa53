import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '#domain';
import { type Executor, hashScenario, type Job, type JobSummary } from '#experiment';
import { sha256, versions } from './host.ts';
import { jsonLine, readJsonLines } from './json-lines.ts';
import { makeFolder } from './make-folder.ts';

const KEPT = 'tried.ndjson';

interface KeptJob {
  readonly key: string;
  readonly summary: JobSummary;
}

/**
 * An executor that keeps what it has made in a file of the folder, line by line, and does not make again what is there: a search that
 * was interrupted, or killed, comes to the same and loses no more than what was in hand. `isResumed` false begins anew.
 */
export function createKeepingExecutor(
  inner: Executor,
  folder: string,
  isResumed: boolean,
  ended: () => Promise<void> = async () => {},
): Executor {
  const path = join(folder, KEPT);
  makeFolder(folder);
  const known = new Map(
    isResumed ? readJsonLines<KeptJob>(path).map(({ key, summary }) => [key, summary]) : [],
  );
  const write = (entries: readonly (readonly [string, JobSummary])[]) =>
    writeFileSync(path, entries.map(([key, summary]) => jsonLine({ key, summary })).join(''));
  write([...known]);
  let hashes: readonly string[] = [];
  let scenarios: readonly Scenario[] = [];
  let begun: Promise<void> | null = null;
  const keyOf = ({ replication, scenario, seed }: Job) =>
    [versions.engine, hashes[scenario], JSON.stringify(seed), replication].join(' ');
  return {
    get parallel() {
      return inner.parallel;
    },
    interrupt: () => inner.interrupt(),
    async begin(all) {
      scenarios = all;
      hashes = all.map((scenario) => hashScenario(scenario, sha256));
      begun = null;
    },
    async run(job) {
      const key = keyOf(job);
      const summary = known.get(key);
      if (summary !== undefined) return { job, summary };
      begun ??= inner.begin(scenarios);
      await begun;
      const result = await inner.run(job);
      if ('summary' in result) {
        known.set(key, result.summary);
        appendFileSync(path, jsonLine({ key, summary: result.summary }));
      }
      return result;
    },
    async end() {
      // In one order, so that the bytes do not depend on threads.
      write([...known].sort(([one], [other]) => (one < other ? -1 : 1)));
      await inner.end();
      await ended();
    },
  };
}
