import { parentPort, workerData } from 'node:worker_threads';
import { followLedger } from '#ledger';
import { auditWithStories } from '../evidence/audit-run.ts';
import { listedIn } from '../evidence/violation-files.ts';
import { openFile, sha256 } from '../host.ts';
import { type AuditTask, PARTS, WHOLE } from './audit-thread.ts';

/** A thread that audits a ledger while another thread writes it, and answers once with the result. */
const { ledger, lists, parts, scenario } = (workerData as { data: AuditTask }).data;
const file = openFile(ledger, true);
// At the second part, the header and a block are there.
wait((written) => written > 1);
const growing = followLedger({ source: file, entriesBeyond }, sha256);
const audited = listedIn(lists, scenario, (takeViolation) =>
  auditWithStories(growing, scenario, { looksForNearMisses: true, takeViolation }),
);
file.close();
parentPort?.postMessage(audited);

/** The last part may be a block that is not full, or the trailer. */
function entriesBeyond(index: number): number | null {
  const known = (written: number) => (written - 2) * growing.blockEntries;
  const written = wait((now) => known(now) > index);
  return written === WHOLE ? null : known(written);
}

/** Waits until enough parts are written, or all. */
function wait(isEnough: (parts: number) => boolean): number {
  for (;;) {
    const written = Atomics.load(parts, PARTS);
    if (written === WHOLE || isEnough(written)) return written;
    Atomics.wait(parts, PARTS, written);
  }
}
