import { type ResidencyPromise, type ZoneId, zoneChangeInstants } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** The start of the run and the moments in it (epoch ms) at which a zone of one of these promises changes. */
export function momentsOf(
  zones: readonly ResidencyPromise['zones'][],
  file: ScenarioFile,
): readonly number[] {
  const named = new Set<ZoneId>(
    zones.flatMap((classes) => Object.values(classes).flatMap((row) => Object.values(row))),
  );
  const last = file.start + file.horizon - 1;
  const changes = [...named].flatMap((zone) => [...zoneChangeInstants(zone, file.start, last)]);
  return [file.start, ...[...new Set(changes)].sort((left, right) => left - right)];
}
