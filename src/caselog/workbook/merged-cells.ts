import { plural } from '#base';
import type { LogProblem } from '../rows/refusals.ts';
import { columnIn } from './cell-text.ts';

const RANGE = /^([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})$/;

/** Ranges of cells that are shown as one. All but the first cell of a range are empty in the file. */
export class MergedCells {
  private readonly uses: (place: number) => boolean;
  private readonly ranges: {
    readonly ref: string;
    readonly fromRow: number;
    readonly toRow: number;
    readonly place: number;
  }[] = [];

  /** `uses`: whether a column is read. */
  constructor(uses: (place: number) => boolean) {
    this.uses = uses;
  }

  add(ref: string): void {
    const found = RANGE.exec(ref);
    if (found === null) return;
    const [, left = '', top = '', right = '', bottom = ''] = found;
    const [from, to] = [columnIn(left), columnIn(right)];
    // The first cell keeps its value, so a column is affected if others of the range are in it.
    for (let place = from; place <= to; place++) {
      if (!this.uses(place) || (top === bottom && place === from)) continue;
      this.ranges.push({ ref, fromRow: Number(top), toRow: Number(bottom), place });
      return;
    }
  }

  /** What is wrong if a range covers cells that are read, from the row with the names of the columns on. */
  problem(headRow: number): LogProblem | null {
    const found = this.ranges.filter(({ toRow }) => toRow >= headRow);
    const [first] = found;
    if (first === undefined || headRow === 0) return null;
    const others = found.length === 1 ? '' : `, and ${plural(found.length - 1, 'other range')}`;
    return {
      row: Math.max(first.fromRow, headRow),
      column: '',
      value: first.ref,
      problem: `cells of columns that are read are merged${others}: only the first cell of a range has a value`,
      remedy: 'unmerge the cells in a spreadsheet program, and fill each with its value',
    };
  }
}
