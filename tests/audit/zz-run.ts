import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { auditLedger, entriesAt, tellCase } from '#audit';
import { BREACHES, faultsOf } from '#engine';
import { startReplication } from '#experiment';
import { openLedger } from '#ledger';
import { parseScenario } from '#scenario';

const digest = (b: Uint8Array) => new Uint8Array(createHash('sha256').update(b).digest());
const [, , name, breach] = process.argv;
const path = `scenarios/${name}/scenario.yaml`;
const parsed = parseScenario({
  path,
  text: readFileSync(path, 'utf8'),
  readFile: ((p: string) => ({ ok: true, value: readFileSync(p, 'utf8') })) as never,
});
if (!parsed.ok) {
  console.log(parsed.problem.slice(0, 3));
  process.exit(2);
}
const { scenario } = parsed.value;
const parts: Uint8Array[] = [];
let t = Date.now();
const faults = breach && breach !== '-' ? faultsOf(breach)! : undefined;
const run = startReplication(scenario, {
  seed: scenario.seed,
  replication: 0,
  engine: 'compiled',
  digest,
  writeLedger: (b) => parts.push(b.slice()),
  versions: { engine: '0', timeZones: '0' },
  ...(faults ? { faults } : {}),
});
run.advance(Infinity);
const r = run.finish();
const runMs = Date.now() - t;
const bytes = new Uint8Array(Buffer.concat(parts));
const led = openLedger(bytes, digest);
if (!led.ok) {
  console.log(led.problem);
  process.exit(1);
}
t = Date.now();
const report = auditLedger(led.value, scenario);
const ms = Date.now() - t;
console.log(
  name,
  breach ?? '',
  'cases',
  report.cases,
  'entries',
  report.entries,
  'run',
  runMs,
  'ms audit',
  ms,
  'ms',
  (report.entries / ms / 1000).toFixed(2),
  'M/s',
  report.verdict,
);
for (const i of report.invariants)
  if (i.violations > 0 || !breach)
    console.log(
      ' ',
      i.id,
      i.checks,
      i.violations,
      i.counterexample?.message ?? '',
      i.counterexample?.entry ?? '',
    );
if (breach) console.log('  expected', BREACHES.find((b) => b.name === breach)?.reportedBy);
if (process.argv[4]) {
  const ce = report.invariants.find((i) => i.id === process.argv[4])!.counterexample!;
  console.log(tellCase(entriesAt(led.value, ce.story), scenario).join('\n'));
}
