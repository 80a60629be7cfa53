import { scenarioChanges } from '#report';
import { type ScenarioInput, scenarioTree } from '#scenario';

/** A part of a text that differs from its file. */
export interface TextChange {
  /** What differs, in the words of the file; none where only comments or layout do. */
  readonly words: readonly string[];
  /** The whole text with this part as in the file. */
  readonly without: string;
}

/** Lines `from` to before `to` of a text stand for lines `wasFrom` to before `wasTo` of its file. */
interface Hunk {
  readonly wasFrom: number;
  readonly wasTo: number;
  readonly from: number;
  readonly to: number;
}

/** How a text differs from its file, part by part; none while one of them cannot be read. */
export function textChanges(before: ScenarioInput, after: ScenarioInput): readonly TextChange[] {
  const [was, is] = [before.text.split('\n'), after.text.split('\n')];
  const now = scenarioTree(after);
  if (!now.ok || !scenarioTree(before).ok) return [];
  const changeOf = ({ from, to, wasFrom, wasTo }: Hunk) => {
    const without = [...is.slice(0, from), ...was.slice(wasFrom, wasTo), ...is.slice(to)].join('\n');
    const then = scenarioTree({ ...after, text: without });
    // A part that cannot be taken back alone is told by its lines.
    const words = then.ok ? scenarioChanges(then.value, now.value) : is.slice(from, to);
    return { words, without, isReadable: then.ok };
  };
  return changedRanges(was, is).flatMap((range) => {
    const parts: Hunk[] = [];
    for (const line of linesOf(range)) {
      let part = line;
      for (let last = parts.at(-1); last !== undefined; last = parts.at(-1)) {
        if (changeOf(last).isReadable && changeOf(part).isReadable) break;
        // Lines that do not go alone go together.
        parts.pop();
        part = { ...part, from: last.from, wasFrom: last.wasFrom };
      }
      parts.push(part);
    }
    return parts.map(changeOf).map(({ without, words }) => ({ words, without }));
  });
}

/** Lines replaced by as many others, line by line: edits in neighbouring lines are taken back apart. */
function linesOf(hunk: Hunk): readonly Hunk[] {
  const count = hunk.to - hunk.from;
  if (count !== hunk.wasTo - hunk.wasFrom) return [hunk];
  return Array.from({ length: count }, (_, i) => ({
    wasFrom: hunk.wasFrom + i,
    wasTo: hunk.wasFrom + i + 1,
    from: hunk.from + i,
    to: hunk.from + i + 1,
  }));
}

/** More lines than this between the first and the last change are one part: comparing takes time with their square. */
const LINES_MOST = 3000;

/** The ranges outside a longest common subsequence of lines. */
function changedRanges(was: readonly string[], is: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start++;
  let end = 0;
  while (end < was.length - start && end < is.length - start && was.at(-1 - end) === is.at(-1 - end)) end++;
  const [rows, columns] = [was.length - start - end, is.length - start - end];
  if (rows === 0 && columns === 0) return [];
  const all = { wasFrom: start, wasTo: start + rows, from: start, to: start + columns };
  if (Math.max(rows, columns) > LINES_MOST) return [all];
  // Length of the longest common subsequence of what follows row and column.
  const width = columns + 1;
  const common = new Uint16Array((rows + 1) * width);
  const isSame = (row: number, column: number) => was[start + row] === is[start + column];
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      common[row * width + column] = isSame(row, column)
        ? (common[(row + 1) * width + column + 1] as number) + 1
        : Math.max(common[(row + 1) * width + column] as number, common[row * width + column + 1] as number);
  const hunks: Hunk[] = [];
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    const [wasFrom, from] = [start + row, start + column];
    while ((row < rows || column < columns) && !(row < rows && column < columns && isSame(row, column))) {
      const skipsRow =
        column === columns ||
        (row < rows &&
          (common[(row + 1) * width + column] as number) >= (common[row * width + column + 1] as number));
      if (skipsRow) row++;
      else column++;
    }
    if (start + row > wasFrom || start + column > from)
      hunks.push({ wasFrom, wasTo: start + row, from, to: start + column });
    while (row < rows && column < columns && isSame(row, column)) {
      row++;
      column++;
    }
  }
  return hunks;
}
