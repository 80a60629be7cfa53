// A report of one's own: busy shares of each group as a table in Markdown, from the summary alone.
import { readScenario, simulate } from 'meridian';

const read = readScenario(process.argv[2] ?? 'scenarios/first-steps');
if (!read.ok) throw new Error('the scenario is wrong: `meridian validate` says where');
const { summary } = simulate(read.value, { ledger: false });
console.log('| group | agents on duty, mean | of them busy |');
console.log('|---|--:|--:|');
for (const { busyMean, id, onDutyMean } of summary.groups) {
  const share = onDutyMean === 0 ? '–' : `${((100 * busyMean) / onDutyMean).toFixed(1)} %`;
  console.log(`| ${id} | ${onDutyMean.toFixed(2)} | ${share} |`);
}
