import type { DateSystem } from './cell-text.ts';
import { builtInFormat, customFormat, GENERAL, type NumberFormat } from './cell-text.ts';
import { type Attributes, attributeOf, type TagReader } from './xml-part.ts';

/** A sheet, as the workbook lists it. */
export interface ListedSheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Id of the relationship that leads to its part. */
  readonly relationship: string;
}

/** The list of sheets, and the system of dates. */
export class WorkbookPart implements TagReader {
  readonly sheets: ListedSheet[] = [];
  dates: DateSystem = 1900;

  open(name: string, attributes: Attributes): void {
    if (name === 'workbookPr') this.dates = isTrue(attributes.date1904) ? 1904 : 1900;
    else if (name === 'sheet') {
      this.sheets.push({
        name: attributes.name ?? '',
        isHidden: (attributes.state ?? 'visible') !== 'visible',
        relationship: attributeOf(attributes, 'id') ?? '',
      });
    }
  }
}

export function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on';
}

interface Relationship {
  /** The last word of its type, e.g. `worksheet`. */
  readonly kind: string;
  readonly target: string;
}

/** Where the parts are to which a part leads. */
export class Relationships implements TagReader {
  private readonly byId = new Map<string, Relationship>();
  private readonly folder: string;

  /** `folder`: of the part that leads to the others, e.g. `xl/`. */
  constructor(folder: string) {
    this.folder = folder;
  }

  open(name: string, { Id, Target, TargetMode, Type }: Attributes): void {
    if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External')
      return;
    const kind = (Type ?? '').slice((Type ?? '').lastIndexOf('/') + 1);
    this.byId.set(Id, { kind, target: resolved(this.folder, Target) });
  }

  withId(id: string): Relationship | undefined {
    return this.byId.get(id);
  }

  ofKind(kind: string): string | undefined {
    return [...this.byId.values()].find((one) => one.kind === kind)?.target;
  }
}

/** The name of a part, from the folder of the part that names it. */
function resolved(folder: string, target: string): string {
  const path: string[] = [];
  const whole = /^[\\/]/.test(target) ? target : `${folder}${target}`;
  for (const step of whole.split(/[\\/]/)) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

/** The number formats of cells, by the number of their style. */
export class Styles implements TagReader {
  private readonly custom = new Map<number, NumberFormat>();
  private readonly ofCells: number[] = [];
  private formats: NumberFormat[] | null = null;
  /** The list that is being read: formats also occur in lists that no cell refers to. */
  private list = '';

  open(name: string, attributes: Attributes): void {
    if (name === 'cellXfs' || name === 'numFmts') this.list = name;
    else if (name === 'numFmt' && this.list === 'numFmts') {
      this.custom.set(Number(attributes.numFmtId), customFormat(attributes.formatCode ?? ''));
    } else if (name === 'xf' && this.list === 'cellXfs') this.ofCells.push(Number(attributes.numFmtId ?? 0));
  }

  close(name: string): void {
    if (name === this.list) this.list = '';
  }

  /** `style`: attribute of a cell. */
  formatOf(style: string | undefined): NumberFormat {
    if (style === undefined) return GENERAL;
    this.formats ??= this.ofCells.map((id) => this.custom.get(id) ?? builtInFormat(id));
    return this.formats[Number(style)] ?? GENERAL;
  }
}
