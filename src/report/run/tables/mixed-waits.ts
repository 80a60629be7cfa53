import { partsOfCell } from '#planning';
import type { ServiceRow, Summary } from '#statistics';

/**
 * Whether a row has cases of several channels, answered or abandoned: of a segment, of a severity, or of all. Calls and written cases wait
 * on different scales, so that they have no common wait.
 */
export function hasMixedWaits(row: ServiceRow, summary: Summary): boolean {
  const { cells, segments, severities, total } = summary;
  if (row !== total && !segments.includes(row) && !severities.includes(row)) return false;
  const own = cells.filter((cell) => {
    const [segment, , severity] = partsOfCell(cell);
    return row === total || (severities.includes(row) ? severity : segment) === row.id;
  });
  const channels = own.flatMap((cell) => (cell.answered + cell.abandoned > 0 ? [partsOfCell(cell)[1]] : []));
  return new Set(channels).size > 1;
}

/** Mean wait of the answered cases of a segment through one channel, s; null if none was answered. */
export function speedOfAnswerBy(channel: string, row: ServiceRow, { cells, total }: Summary): number | null {
  const own = cells.filter((cell) => {
    const [segment, through] = partsOfCell(cell);
    return through === channel && (row === total || segment === row.id);
  });
  const answered = own.reduce((sum, cell) => sum + cell.answered, 0);
  const waitS = own.reduce((sum, cell) => sum + cell.answered * (cell.speedOfAnswerS ?? 0), 0);
  return answered === 0 ? null : waitS / answered;
}
