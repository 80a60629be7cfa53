// Audits a run, first as it is, then with one byte changed. `meridian/audit` holds no part of the simulator.
import { readScenario, simulate } from 'meridian';
import { audit } from 'meridian/audit';

const read = readScenario('scenarios/german-night');
if (!read.ok) throw new Error('the scenario is wrong: `meridian validate` says where');
const { ledger } = simulate(read.value);
const report = audit(ledger, read.value);
if (!report.ok) throw new Error(report.problem);
console.log(`verdict: ${report.value.verdict}`);
for (const { checks, id, title, violations } of report.value.invariants.slice(0, 4))
  console.log(`${id} ${title}: ${checks.toLocaleString('en-GB')} checks, ${violations} violations`);

const forged = ledger.slice();
forged[Math.floor(forged.length / 2)] ^= 1;
const second = audit(forged, read.value);
console.log(second.ok ? 'the change was not noticed' : second.problem);
