import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '#domain';
import { parseScenario } from '#scenario';
import { ROOT, successOf } from '../running.ts';

/** Three centres for a shorter time. */
export function shortThreeCentres(horizon: string): Scenario {
  const path = 'scenarios/three-centres/scenario.yaml';
  const text = readFileSync(join(ROOT, path), 'utf8').replace('horizon: 2 weeks', `horizon: ${horizon}`);
  return successOf(parseScenario({ path, text, readFile: () => ({ ok: false, problem: 'none' }) })).scenario;
}
