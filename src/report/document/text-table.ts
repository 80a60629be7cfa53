import stringWidth from 'string-width';
import { neutralise } from '#base';
import type { Column, TextColumn } from './table.ts';

const GAP = 2;
const WORDS_MIN = 10;

/**
 * Lines of a table of at most `width` terminal cells. If it does not fit, the first column is shortened with an ellipsis, as long as its cells
 * stay different from one another; then columns are dropped from the right, and the last line names them. Cells are neutralised here.
 */
export function textTable<Row>(
  rows: readonly Row[],
  columns: readonly TextColumn<Row>[],
  width: number,
): readonly string[] {
  const grid = [
    columns.map(({ head }) => head),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ].map((cells) => cells.map(neutralise));
  const widths = columns.map((_, i) =>
    grid.reduce((widest, cells) => Math.max(widest, widthOf(cells[i] ?? '')), 0),
  );
  let used = columns.length;
  const total = () => widths.slice(0, used).reduce((sum, wide) => sum + wide + GAP, -GAP);
  const [first = 0] = widths;
  const tooWide = total() - width;
  if (tooWide > 0)
    widths[0] = widthOfLabels(
      grid.map(([label = '']) => label),
      Math.max(WORDS_MIN, first - tooWide),
      first,
    );
  while (used > 1 && total() > width) used--;
  widths[0] = Math.max(1, Math.min(first, (widths[0] ?? 0) + width - total()));
  const lines = grid.map((cells) =>
    cells
      .slice(0, used)
      .map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.kind ?? 'words'))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
  const dropped = (grid[0] ?? []).slice(used).filter((head) => head !== '');
  return dropped.length === 0 ? lines : [...lines, ...wrap(`No room for: ${dropped.join(', ')}.`, width)];
}

/** The first width from `least` on, up to `most`, in which labels that differ are still different when they are cut. */
function widthOfLabels(labels: readonly string[], least: number, most: number): number {
  const different = new Set(labels).size;
  const isClear = (width: number) => new Set(labels.map((label) => cut(label, width))).size === different;
  let width = Math.min(least, most);
  while (width < most && !isClear(width)) width++;
  return width;
}

/** The text in exactly `width` cells: words left, numbers right. */
export function pad(text: string, width: number, kind: Column<never>['kind']): string {
  const shown = cut(text, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return kind === 'number' ? blanks + shown : shown + blanks;
}

/** The text in at most `width` cells, with an ellipsis if something is cut off. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (widthOf(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

/** Texts in which every unit takes one cell, which is seen much faster than it is counted. */
const PLAIN = /^[ -~·–—…█▄]*$/;

/** The number of terminal cells that the text takes. */
function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Text broken at blanks into lines of at most `width` cells. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && widthOf(longer) > width) {
      lines.push(current);
      current = word;
    } else current = longer;
  }
  return [...lines, current].map((line) => cut(line, width));
}
