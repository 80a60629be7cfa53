import { formatCount, formatShare } from '#base';
import type { Summary, TargetRow } from '#statistics';
import type { Markup } from '../../document/markup.ts';
import { pageTable } from '../../document/parts.ts';
import { inNumbers, inWords, type TextColumn } from '../../document/table.ts';
import { titleIn } from '../../document/words.ts';
import { renderCsv } from './csv.ts';

/** ▼ marks an attainment below the target. */
function attainmentText({ attainment, target }: TargetRow): string {
  return `${attainment !== null && attainment < target ? '▼ ' : ''}${formatShare(attainment)}`;
}

export const TARGET_COLUMNS: readonly TextColumn<TargetRow>[] = [
  inWords('Target', ({ id, of }) => `${id} (${of})`),
  inWords('Segment', ({ segment }) => segment ?? 'all segments'),
  inNumbers('Judged', ({ judged }) => formatCount(judged)),
  inNumbers('Met', attainmentText),
  inNumbers('To be met', ({ target }) => formatShare(target)),
];

export function titledTargets({
  segments,
  targets = [],
}: Pick<Summary, 'segments' | 'targets'>): readonly TargetRow[] {
  return targets.map((row) => ({
    ...row,
    segment: row.segment === null ? null : titleIn(segments, row.segment),
  }));
}

export function targetTable(rows: readonly TargetRow[]): Markup {
  return pageTable(rows, {
    caption: 'Targets by their own clocks; ▼ marks an attainment below the target',
    label: 'Targets',
    columns: TARGET_COLUMNS,
    beginsGroup: ({ segment }) => segment === null,
    isFolding: true,
  });
}

/** A row per target and segment, and one per target in total; null if the scenario has no targets. */
export function renderTargetsCsv({ targets }: Summary): string | null {
  if (targets === undefined) return null;
  return renderCsv([
    ['target', 'of', 'segment', 'judged', 'met', 'attainment', 'to_be_met'],
    ...targets.map(({ attainment, id, judged, met, of, segment, target }) => [
      ...[id, of, segment, judged, met, attainment, target],
    ]),
  ]);
}
