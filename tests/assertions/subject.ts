import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AssertionError, DAY_MS } from '#base';
import { createLocalExecutor, findStaff } from '#experiment';
import { openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { auditorsPermissions } from '../../src/apps/shared/experiment/staff-search.ts';
import { openSummaryCheck } from '../../src/bundle/recount/summary-check.ts';
import { findSmall, type SmallInstance, smallInstance } from '../experiment/rosters/small-rosters.ts';
import { runInMemory, sha256, successOf } from '../running.ts';

/**
 * The program that is changed: simulates and recounts the scenarios whose files (`scenario.json`) are its arguments, or searches staff and
 * rosters, and prints a hash of the results of each, and how much processor time it took (s, to stderr). The exit codes tell `validate-assertions.ts` how it ended. Besides the assertions of the rooms,
 * it makes two checks of its own, which `meridian verify` makes of every run: that the sealed ledger opens, and that the recount is the summary.
 */
const ENDS = { asserted: 3, checked: 4, threw: 5 } as const;

class CheckFailed extends Error {}
/** Small instances of the search for rosters, by number: paid by the hour or not, with cover to keep or not, with rosters that fail. */
const INSTANCES = [38, 42, 49, 52] as const;

let end = 0;
for (const subject of process.argv.slice(2)) {
  try {
    process.stdout.write(`${subject === 'search' ? await search() : examine(subject)}\n`);
  } catch (error) {
    const isCheck = error instanceof CheckFailed;
    const own = error instanceof AssertionError ? ENDS.asserted : isCheck ? ENDS.checked : ENDS.threw;
    if (end === 0 || own < end) end = own;
    process.stderr.write(`${own}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (end === ENDS.asserted) break;
  }
}
if (end === 0) {
  const { system, user } = process.cpuUsage();
  process.stderr.write(`${(system + user) / 1e6}`);
}
process.exitCode = end;

function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex');
}

function examine(file: string): string {
  const scenario = successOf(parseScenarioJson(readFileSync(file, 'utf8')));
  const { ledger, root, summary } = runInMemory(scenario);
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new CheckFailed(`a ledger that was just sealed: ${opened.problem.message}`);
  const check = openSummaryCheck(text, scenario, opened.value.header);
  opened.value.forEach(check.visit);
  const { difference } = check.finish();
  if (difference !== null) throw new CheckFailed(`the recount differs: ${difference}`);
  return hashOf(root, text);
}

async function search(): Promise<string> {
  const results: string[] = [];
  for (const number of INSTANCES) results.push(await searched(smallInstance(number)));
  return hashOf(...results);
}

async function searched(instance: SmallInstance): Promise<string> {
  const { goal, scenario } = instance;
  const roster = await findSmall(instance, { proofMost: 8 });
  const staff = await findStaff(
    { ...scenario, horizonMs: DAY_MS },
    {
      goals: [goal],
      replications: 2,
      checked: 4,
      level: 0.9,
      seed: 'small',
      watch: () => true,
      guards: ['cover'],
      permissions: auditorsPermissions(scenario),
      executor: createLocalExecutor(sha256),
    },
  );
  return JSON.stringify({ roster, staff });
}
