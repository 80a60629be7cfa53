import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

export function resolveWarmUp({ warmUp }: ScenarioFile): Pick<Scenario, 'warmUp'> {
  if (warmUp === undefined) return {};
  const { by, every = HOUR_MS, for: forMs } = warmUp;
  if (by !== undefined) return { warmUp: { by, everyMs: every } };
  return forMs === undefined ? {} : { warmUp: { forMs } };
}
