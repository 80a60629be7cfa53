// What if Dublin had no night shift? Both scenarios meet the same customers, so the difference is the shift's.
import { compare, readScenario } from 'meridian';

const [today, without] = ['three-centres', 'three-centres/no-night.yaml'].map((name) =>
  readScenario(`scenarios/${name}`),
);
if (!today.ok || !without.ok) throw new Error('a scenario is wrong: `meridian validate` says where');
const measures = ['service level/germany/phone', 'service level/india/phone', 'abandonment/germany'];
const found = await compare([today.value, without.value], { replications: 4, measures });
if (!found.ok) throw new Error(found.problem.join('\n'));
for (const { measure, others } of found.value.measures) {
  const { halfWidth, mean } = others[0].difference;
  console.log(`${measure.title}: ${(100 * mean).toFixed(1)} ± ${(100 * halfWidth).toFixed(1)} points`);
}
