import { strict as assert } from 'node:assert';
import { auditLedger } from '#audit';
import { openRunFolder } from '../../src/apps/cli/run/run-folder.ts';
import { readRunLedger } from '../../src/apps/cli/run/run-ledger.ts';

/**
 * What `meridian audit RUN` does between start and print, twice in one process: the ledger is read, hashed and judged.
 * The last line is JSON. The first time V8 still compiles, as it does for whoever audits one run.
 */
const run = openRunFolder(process.argv[2] ?? '');

/** Wall time, s; nothing else is to be at work. */
function auditOnce(): { entries: number; seconds: number } {
  const start = performance.now();
  const { entries, verdict } = readRunLedger(run, (ledger) => auditLedger(ledger, run.scenario)).read;
  assert.equal(verdict, 'clean');
  return { entries, seconds: (performance.now() - start) / 1000 };
}

const first = auditOnce();
const again = auditOnce();
console.log(JSON.stringify({ entries: first.entries, first_s: first.seconds, again_s: again.seconds }));
