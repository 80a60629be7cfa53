// Sweeps a number of a scenario, with progress: how many agents does the desk need?
import { readFileSync } from 'node:fs';
import { parseScenario, replicate } from 'meridian';

const text = readFileSync('scenarios/bench-mmc/scenario.yaml', 'utf8');
for (const agents of [48, 50, 52]) {
  const changed = text.replace(/agents: \d+/, `agents: ${agents}`).replace(/horizon: .*/, 'horizon: 2 h');
  const scenario = parseScenario(changed);
  if (!scenario.ok) throw new Error(scenario.problem.map(({ message }) => message).join('\n'));
  const found = await replicate(scenario.value, {
    replications: 8,
    measures: ['service level'],
    onProgress: (share) =>
      process.stderr.isTTY && process.stderr.write(`\r${agents} agents: ${Math.round(100 * share)} % `),
  });
  if (!found.ok) throw new Error(found.problem.join('\n'));
  const [{ estimate }] = found.value;
  console.log(
    `${agents} agents: ${(100 * estimate.mean).toFixed(1)} ± ${(100 * estimate.halfWidth).toFixed(1)} % in time`,
  );
}
