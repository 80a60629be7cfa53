import { strict as assert } from 'node:assert';
import { auditLedger } from '#audit';
import { openRunFolder } from '../../src/apps/cli/run/run-folder.ts';
import { readRunLedger } from '../../src/apps/cli/run/run-ledger.ts';

/**
 * What `meridian audit RUN` does between start and print, twice in one process: the ledger is read, hashed and judged.
 * The last line is JSON. The first time V8 still compiles, as it does for whoever audits one run.
 */
const run = openRunFolder(process.argv[2] ?? '');
assert(run.ok, 'no run folder');

/** Wall time, s; nothing else is to be at work. */
function auditOnce(): { entries: number; seconds: number } {
  assert(run.ok);
  const start = performance.now();
  const { scenario } = run.value;
  const audited = readRunLedger(run.value, (ledger) => auditLedger(ledger, scenario));
  assert(audited.ok, 'the ledger cannot be read');
  const { entries, verdict } = audited.value.read;
  assert.equal(verdict, 'clean');
  return { entries, seconds: (performance.now() - start) / 1000 };
}

const first = auditOnce();
const again = auditOnce();
console.log(JSON.stringify({ entries: first.entries, first_s: first.seconds, again_s: again.seconds }));
