// Simulates a scenario once, and prints what a planner asks first.
import { readScenario, simulate } from 'meridian';

const read = readScenario(process.argv[2] ?? 'scenarios/first-steps');
if (!read.ok) {
  for (const { file, line, message, remedy } of read.problem)
    console.error(`${file}:${line} ${message}; ${remedy}`);
  process.exit(2);
}
const { root, summary } = simulate(read.value);
const percent = (share) => (share === null ? 'none judged' : `${(100 * share).toFixed(1)} %`);
console.log(`${summary.cases.toLocaleString('en-GB')} cases of ${read.value.title}`);
for (const { serviceLevel, title } of summary.segments)
  console.log(`${title}: ${percent(serviceLevel)} in time`);
console.log(`ledger root ${root}`);
