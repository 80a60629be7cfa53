import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench, do_not_optimize, group } from 'mitata';
import { HOUR_MS } from '#base';
import { createSimulation, prepareEngine, type Simulation } from '#engine';
import { parseScenario } from '#scenario';
import { createNullMeter } from '#statistics';
import { warmed } from './repeatable.ts';

const SCENARIOS = join(import.meta.dirname, '../../scenarios');
/** Monday, 14:00 UTC: Europe works, America begins. */
const BUSY_MS = 14 * HOUR_MS;
const CASES = 1024;

/** Decisions in the network of `css-2014` as it stands at a busy moment; nothing is changed by asking. */
export function benchRoutingDecision(): void {
  group('one routing decision', () => {
    bench('routing: an agent for a case', function* () {
      const { router, cases } = busyNetwork();
      const records = cases.records.filter(({ queue }) => queue !== null);
      let next = 0;
      yield warmed(() => {
        next = (next + 1) % CASES;
        const record = records[next % records.length];
        if (record !== undefined) do_not_optimize(router.agentFor(record));
      });
    });
    bench('routing: a case for an agent', function* () {
      const { router, workforce } = busyNetwork();
      const { groups } = workforce;
      let next = 0;
      yield warmed(() => {
        next = (next + 1) % groups.length;
        do_not_optimize(router.caseFor(groups[next] as (typeof groups)[number]));
      });
    });
  });
}

function busyNetwork(): Simulation {
  const path = 'css-2014/scenario.yaml';
  const readFile = (file: string) => ({
    ok: true as const,
    value: readFileSync(join(SCENARIOS, file), 'utf8'),
  });
  const parsed = parseScenario({ path, text: readFile(path).value, readFile });
  if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('; '));
  const simulation = createSimulation(parsed.value.scenario, {
    seed: '1',
    replication: 0,
    observer: null,
    meter: createNullMeter(),
    ...prepareEngine('compiled'),
  });
  simulation.advance(BUSY_MS);
  const { liveCases, waitingCases } = simulation.counts();
  if (liveCases < CASES || waitingCases < 10) throw new Error('the network is not busy');
  return simulation;
}
