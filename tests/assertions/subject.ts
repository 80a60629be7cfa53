import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AssertionError, DAY_MS } from '#base';
import type { Scenario } from '#domain';
import { createLocalExecutor, findStaff } from '#experiment';
import { openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { auditorsPermissions } from '../../src/apps/shared/experiment/staff-search.ts';
import { openSummaryCheck } from '../../src/bundle/recount/summary-check.ts';
import { findSmall, type SmallInstance, smallInstance } from '../experiment/rosters/small-rosters.ts';
import { runInMemory, sha256, successOf } from '../running.ts';

/**
 * The program that is changed: simulates and recounts the scenarios whose files (`scenario.json`) are its arguments, or searches staff and
 * rosters, and prints a hash of the results. The exit codes tell `validate-assertions.ts` how it ended. Besides the assertions of the rooms,
 * it makes two checks of its own, which `meridian verify` makes of every run: that the sealed ledger opens, and that the recount is the summary.
 */
const ENDS = { asserted: 3, threw: 4, checked: 5 } as const;

class CheckFailed extends Error {}
/** Small instances of the search for rosters, by number: paid by the hour or not, with cover to keep or not, with rosters that fail. */
const INSTANCES = [38, 42, 49, 52] as const;

const hash = createHash('sha256');
try {
  for (const subject of process.argv.slice(2)) {
    if (subject === 'search') for (const number of INSTANCES) await search(smallInstance(number));
    else examine(successOf(parseScenarioJson(readFileSync(subject, 'utf8'))));
  }
  process.stdout.write(hash.digest('hex'));
} catch (error) {
  const isCheck = error instanceof CheckFailed;
  process.exitCode = error instanceof AssertionError ? ENDS.asserted : isCheck ? ENDS.checked : ENDS.threw;
  process.stderr.write(error instanceof Error ? error.message : String(error));
}

function examine(scenario: Scenario): void {
  const { ledger, root, summary } = runInMemory(scenario);
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  hash.update(root).update(text);
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new CheckFailed(`a ledger that was just sealed: ${opened.problem.message}`);
  const check = openSummaryCheck(text, scenario, opened.value.header);
  opened.value.forEach(check.visit);
  const { difference } = check.finish();
  if (difference !== null) throw new CheckFailed(`the recount differs: ${difference}`);
}

async function search(instance: SmallInstance): Promise<void> {
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
  hash.update(JSON.stringify({ roster, staff }));
}
