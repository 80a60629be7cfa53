import type { Scenario, Target } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

export function resolveTargets({ targets }: ScenarioFile): Pick<Scenario, 'targets'> {
  const all = Object.entries(targets ?? {});
  if (all.length === 0) return {};
  return {
    targets: all.map(
      ([id, { channel, of, pauses = [], severity, target, within }]): Target => ({
        ...{ id, of, channels: channel, severities: severity, withinMs: within, target, pauses },
      }),
    ),
  };
}
