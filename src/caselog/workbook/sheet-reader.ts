import { plural } from '#base';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import type { CellFault, SheetSink } from '../rows/row-importer.ts';
import {
  columnIn,
  columnLetters,
  type DateSystem,
  isShortened,
  textOfNumber,
  unescaped,
} from './cell-text.ts';
import { KEPT_LENGTH, type SharedStrings } from './shared-strings.ts';
import { isTrue, type Styles } from './workbook-parts.ts';
import type { Attributes, TagReader } from './xml-part.ts';

/** Columns and rows of a sheet (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73; A to XFD). */
const [COLUMNS_MAX, ROWS_MAX] = [16_384, 1_048_576];
/** Longest row, in characters. */
const ROW_LENGTH_MAX = 1 << 20;

interface Counted {
  count: number;
  /** Name of the first cell, or number of the first row; null: none. */
  first: string | number | null;
}

/** What a sheet has besides its rows. */
export interface SheetCounts {
  /** Formulas in columns that are read, whose kept results were taken. */
  readonly formulas: Counted;
  /** Rows without values between others. They were skipped. */
  readonly emptyRows: Counted;
  readonly hiddenRows: Counted;
  readonly hiddenColumns: number;
  /** Cells beside the columns that have a name. They were not read. */
  readonly beside: Counted;
}

/** What sheets of a workbook share. */
interface SharedParts {
  readonly strings: SharedStrings;
  readonly styles: Styles;
  readonly dates: DateSystem;
}

/** Turns the XML of a sheet into rows. The first row with values names the columns. */
export class SheetReader implements TagReader {
  readonly counts = {
    formulas: none(),
    emptyRows: none(),
    hiddenRows: none(),
    hiddenColumns: 0,
    beside: none(),
  };
  private readonly sink: SheetSink;
  private readonly shared: SharedParts;
  private readonly merged: MergedCells;
  private width = 0;
  private headRow = 0;
  private lastRow = 0;
  private row = 0;
  private lastFilled = 0;
  private isHidden = false;
  private cells: string[] = [];
  private faults = new Map<number, CellFault>();
  private length = 0;
  private place = -1;
  private attributes: Attributes = {};
  private value = '';
  private hasValue = false;
  private hasFormula = false;
  /** True inside an element whose text is the value. */
  private isValue = false;
  private isReading = false;
  private isData = false;

  constructor(sink: SheetSink, shared: SharedParts) {
    this.sink = sink;
    this.shared = shared;
    this.merged = new MergedCells((place) => sink.uses(place));
  }

  get isOver(): boolean {
    return this.sink.isOver;
  }

  /** Call it after the last tag. */
  end(): void {
    const problem = this.merged.problem(this.headRow);
    if (problem !== null) this.sink.stop(problem);
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v' || name === 't') {
      this.isValue = !this.isReading;
      this.hasValue = true;
    } else if (name === 'f') this.hasFormula = true;
    else if (name === 'row') this.openRow(attributes);
    else if (name === 'rPh') this.isReading = true;
    else if (name === 'sheetData') this.isData = true;
    else if (name === 'mergeCell') this.merged.add(attributes.ref ?? '');
    else if (name === 'col' && isTrue(attributes.hidden)) {
      this.counts.hiddenColumns += Number(attributes.max) - Number(attributes.min) + 1 || 0;
    }
  }

  text(text: string): void {
    if (this.isValue && this.value.length < KEPT_LENGTH) this.value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (name === 'rPh') this.isReading = false;
    else if (name === 'sheetData') this.isData = false;
  }

  private openRow({ hidden, r }: Attributes): void {
    if (!this.isData) return;
    this.row = r === undefined ? this.lastRow + 1 : Number(r);
    if (!Number.isInteger(this.row) || this.row <= this.lastRow || this.row > ROWS_MAX) {
      this.stop(`row '${r}' stands after row ${this.lastRow}`);
      return;
    }
    this.lastRow = this.row;
    this.isHidden = isTrue(hidden);
    this.cells = [];
    if (this.faults.size > 0) this.faults = new Map();
    this.length = 0;
    this.place = -1;
  }

  private openCell(attributes: Attributes): void {
    const { r } = attributes;
    const place = r === undefined ? this.place + 1 : columnIn(r);
    if (place <= this.place || place >= COLUMNS_MAX) {
      this.stop(
        `cell '${r ?? columnLetters(place)}' stands after cell ${columnLetters(this.place)}${this.row}`,
      );
      return;
    }
    this.place = place;
    this.attributes = attributes;
    this.value = '';
    this.hasValue = false;
    this.hasFormula = false;
  }

  private closeCell(): void {
    const { cells, place } = this;
    const isNamed = this.headRow === 0 || place < this.width;
    const text = this.cellText();
    if (!isNamed) {
      if (text !== '') note(this.counts.beside, this.cellName);
      return;
    }
    while (cells.length < place) cells.push('');
    cells.push(text);
    this.length += text.length;
    if (this.length > ROW_LENGTH_MAX) {
      this.stop(`the row has more than ${ROW_LENGTH_MAX.toLocaleString('en-GB')} characters`);
    }
  }

  private closeRow(): void {
    if (!this.isData) return;
    const { cells, row } = this;
    let width = cells.length;
    while (width > 0 && (cells[width - 1] as string).trim() === '' && !this.faults.has(width - 1)) width--;
    if (width === 0) return;
    if (this.isHidden) note(this.counts.hiddenRows, row);
    if (this.headRow === 0) {
      this.headRow = row;
      this.width = width;
      cells.length = width;
      this.sink.head(cells, row);
    } else {
      if (row > this.lastFilled + 1)
        note(this.counts.emptyRows, this.lastFilled + 1, row - this.lastFilled - 1);
      while (cells.length < this.width) cells.push('');
      this.sink.row(cells, row, this.faults.size === 0 ? undefined : this.faults);
    }
    this.lastFilled = row;
  }

  /** The value of the current cell as a text; what is wrong with it goes to `faults`. */
  private cellText(): string {
    const { attributes, hasFormula, value } = this;
    const type = attributes.t ?? 'n';
    if (hasFormula && (!this.hasValue || (value === '' && type !== 'str'))) {
      return this.fault('', `cell ${this.cellName} has a formula without a kept result`, COMPUTE);
    }
    if (hasFormula && this.headRow > 0 && this.sink.uses(this.place))
      note(this.counts.formulas, this.cellName);
    if (!this.hasValue) return '';
    switch (type) {
      case 's':
        return this.sharedText();
      case 'str':
      case 'inlineStr':
        return unescaped(value).slice(0, KEPT_LENGTH);
      case 'b':
        return isTrue(value) ? 'TRUE' : 'FALSE';
      case 'e':
        return this.fault(value, `cell ${this.cellName} has an error`, MEND);
      case 'd':
        return value.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ');
      default:
        return value === '' ? '' : this.number();
    }
  }

  private sharedText(): string {
    const { strings } = this.shared;
    const text = /^\d+$/.test(this.value) ? strings.at(Number(this.value)) : undefined;
    if (text !== undefined) return text;
    const message = `cell ${this.cellName} refers to a text that the workbook does not have: it has ${strings.count}, numbered from 0`;
    const remedy = 'save the workbook again in the program that made it, or export it as CSV';
    return this.fault(this.value, message, remedy);
  }

  private number(): string {
    const { attributes, shared, value } = this;
    const format = shared.styles.formatOf(attributes.s);
    const text = textOfNumber(value, format, shared.dates);
    if (text !== null && isShortened(value, format)) {
      const message = `cell ${this.cellName} holds a number of more than 15 digits, of which a spreadsheet keeps 15`;
      return this.fault(text, message, 'format the column as text before the numbers are put in');
    }
    if (text !== null) return text;
    const what = format.shown === 'number' ? 'a number' : 'a date';
    return this.fault(value, `cell ${this.cellName} should hold ${what}, but does not`, 'correct it there');
  }

  private fault(value: string, problem: string, remedy: string): string {
    this.faults.set(this.place, { value, problem, remedy });
    return value;
  }

  private get cellName(): string {
    return `${columnLetters(this.place)}${this.row}`;
  }

  private stop(problem: string): void {
    const row = this.row > 0 && Number.isInteger(this.row) ? this.row : null;
    this.sink.stop({
      ...problemOfLog(problem, 'save the workbook again in the program that made it, or export it as CSV'),
      row,
    });
  }
}

const COMPUTE = 'open the workbook in a spreadsheet program and save it, so that results are kept';
const MEND = 'mend the formula or the value, or name the error under missing: in the mapping';

function none(): Counted {
  return { count: 0, first: null };
}

function note(counted: Counted, first: string | number, count = 1): void {
  counted.first ??= first;
  counted.count += count;
}

const RANGE = /^([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})$/;

/** Ranges of cells that are shown as one. All but the first cell of a range are empty in the file. */
class MergedCells {
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
