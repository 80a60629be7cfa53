import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AssertionError } from '#base';
import type { Scenario } from '#domain';
import { openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { openSummaryCheck } from '../../src/bundle/recount/summary-check.ts';
import { runInMemory, sha256, successOf } from '../running.ts';

/**
 * The program that is changed: simulates and recounts the scenarios whose files (`scenario.json`) are its arguments, and prints a hash of the
 * results. The exit codes tell `validate-assertions.ts` how it ended.
 */
const ENDS = { asserted: 3, threw: 4, recounted: 5 } as const;

const hash = createHash('sha256');
let isRecounted = true;
try {
  for (const path of process.argv.slice(2)) examine(successOf(parseScenarioJson(readFileSync(path, 'utf8'))));
  process.stdout.write(hash.digest('hex'));
  process.exitCode = isRecounted ? 0 : ENDS.recounted;
} catch (error) {
  process.exitCode = error instanceof AssertionError ? ENDS.asserted : ENDS.threw;
  process.stderr.write(error instanceof Error ? error.message : String(error));
}

function examine(scenario: Scenario): void {
  const { ledger, root, summary } = runInMemory(scenario);
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  hash.update(root).update(text);
  const opened = successOf(openLedger(ledger, sha256));
  const check = openSummaryCheck(text, scenario, opened.header);
  opened.forEach(check.visit);
  if (check.finish().difference !== null) isRecounted = false;
}
