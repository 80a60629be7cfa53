import type { NearMiss, NearMisses } from '#audit';
import { formatCount, formatMinute, neutralise } from '#base';
import { inNumbers, inWords, type TextColumn } from '../document/columns.ts';
import { textTable, wrap } from '../document/text-table.ts';

/** Number per invariant; the page of the run lists more. */
const TOLD_MAX = 3;

interface Row extends NearMisses {
  readonly title: string;
}

const COLUMNS: readonly TextColumn<Row>[] = [
  inWords('Near misses', ({ id, title }) => `${id.padEnd(4)} ${title}`),
  inNumbers('Looked at', ({ looked }) => formatCount(looked)),
  inNumbers('Near', ({ looked, near }) => (looked === 0 ? '–' : formatCount(near))),
];

/** The table of near misses, with its head first, followed by the closest ones in words. */
export function nearMissLines(
  nearMisses: readonly NearMisses[],
  titleOf: (id: string) => string,
  startEpochMs: number,
  width: number,
): readonly string[] {
  const rows = nearMisses.map((one): Row => ({ ...one, title: titleOf(one.id) }));
  const told = nearMisses.flatMap(({ closest, definition, id }) =>
    closest.length === 0
      ? []
      : [
          '',
          ...wrap(`${id} counts: ${definition}`, width),
          ...closest
            .slice(0, TOLD_MAX)
            .flatMap((miss) =>
              wrap(neutralise(nearMissSentence(miss, startEpochMs)), width - 2).map((line) => `  ${line}`),
            ),
        ],
  );
  return [...textTable(rows, COLUMNS, width), ...told];
}

/** When it happened, in which case, what it was, and how often the same occurred. */
export function nearMissSentence(
  { alike, caseNumber, message, timeMs }: NearMiss,
  startEpochMs: number,
): string {
  const others = alike === 1 ? '' : ` (and ${formatCount(alike - 1)} like it)`;
  return `${formatMinute(startEpochMs + timeMs)} UTC, case ${caseNumber}: ${message}${others}`;
}
