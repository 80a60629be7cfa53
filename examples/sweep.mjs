// Sweeps a number of a scenario, with progress: how many agents does the desk need?
import { override, readInput, sweep } from 'meridian';

const desk = readInput('scenarios/bench-mmc');
if (!desk.ok) throw new Error(desk.problem.map(({ message }) => message).join('\n'));
const found = await sweep(
  override(desk.value, { horizon: '2 h' }),
  { 'centres.home.groups.servers.shifts.always.agents': [48, 50, 52] },
  {
    replications: 8,
    measures: ['service level'],
    onProgress: (share) => process.stderr.isTTY && process.stderr.write(`\r${Math.round(100 * share)} % `),
  },
);
if (!found.ok) throw new Error(found.problem.join('\n'));
for (const { estimates, values } of found.value.points) {
  const [{ halfWidth, mean }] = estimates;
  console.log(`${values[0]} agents: ${(100 * mean).toFixed(1)} ± ${(100 * halfWidth).toFixed(1)} % in time`);
}
