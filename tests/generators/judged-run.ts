import { HOUR_MS } from '#base';
import { targetKey } from '#domain';
import type { Summary } from '#statistics';
import type { JudgedRun } from '../../src/planning/targets/target-verdicts.ts';

const EVERY_HOURS = 6;
const STRETCHES = 112;

/** Four weeks in which a share hardly varies: shares that differ from the wanted one are sure to do so. Nobody is known to work. */
export function steadyRun({
  cells = [],
  targets = [],
}: Partial<Pick<Summary, 'cells' | 'targets'>>): JudgedRun {
  const rows = [
    ...cells.map(({ id, judged, serviceLevel }) =>
      spread(`service level/${id}`, judged, Math.round(judged * (serviceLevel ?? 0))),
    ),
    ...targets.flatMap(({ id, judged, met, segment }) =>
      segment === null ? [] : [spread(targetKey(id, segment), judged, met)],
    ),
  ];
  const none: readonly number[] = [];
  const hourly = { arrived: none, answered: none, answeredInTime: none, abandoned: none };
  return {
    cells,
    targets,
    groups: [],
    overload: null,
    horizonHours: EVERY_HOURS * STRETCHES,
    hourly: { ...hourly, waiting: [], onDuty: [], busy: [] },
    judgedOverTime: { everyS: (EVERY_HOURS * HOUR_MS) / 1000, rows },
  };
}

/** As evenly as whole numbers allow. */
function spread(
  id: string,
  judged: number,
  met: number,
): NonNullable<Summary['judgedOverTime']>['rows'][number] {
  const parts = (count: number) =>
    Array.from(
      { length: STRETCHES },
      (_, i) => Math.floor((count * (i + 1)) / STRETCHES) - Math.floor((count * i) / STRETCHES),
    );
  return { id, judged: parts(judged), met: parts(met) };
}
