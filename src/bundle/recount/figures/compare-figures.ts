import { type Figures, Measured, NotInLedger, sixDigits } from '../counts/figure.ts';

/** A value of a summary that differs from the ledger. */
export interface FigureDifference {
  /** Its path in `summary.json`, e.g. `segments[2].waitP50S`. */
  readonly path: string;
  readonly says: string;
  readonly gives: string;
}

export interface FigureComparison {
  /** How many values were compared with the ledger. */
  readonly compared: number;
  readonly notInLedger: readonly { readonly path: string; readonly reason: string }[];
  /** In the order of the summary. */
  readonly differences: readonly FigureDifference[];
}

/** Compares every value of a summary (parsed JSON) with the figures. Nothing may be missing, and nothing may be added. */
export function compareFigures(summary: unknown, figures: Figures): FigureComparison {
  const comparison = new Comparison();
  comparison.compare(summary, figures, '');
  return comparison;
}

class Comparison implements FigureComparison {
  compared = 0;
  readonly notInLedger: { readonly path: string; readonly reason: string }[] = [];
  readonly differences: FigureDifference[] = [];

  compare(said: unknown, figures: Figures, path: string): void {
    if (figures instanceof NotInLedger) {
      if (!figures.mayBe(said)) this.differ(path, said, figures);
      else if (said !== undefined) this.notInLedger.push({ path, reason: figures.reason });
    } else if (figures instanceof Measured) {
      this.compared++;
      if (!isRounded(said, figures)) this.differ(path, said, figures);
    } else if (isList(figures)) this.compareList(said, figures, path);
    else if (typeof figures === 'object' && figures !== null) this.compareObject(said, figures, path);
    else {
      this.compared++;
      if (said !== figures) this.differ(path, said, figures);
    }
  }

  private compareList(said: unknown, figures: readonly Figures[], path: string): void {
    if (!Array.isArray(said)) return this.differ(path, said, figures);
    const shared = Math.min(said.length, figures.length);
    for (let i = 0; i < shared; i++) this.compare(said[i], figures[i] as Figures, `${path}[${i}]`);
    if (said.length !== figures.length) this.differ(`${path}.length`, said.length, figures.length);
  }

  private compareObject(said: unknown, figures: { readonly [key: string]: Figures }, path: string): void {
    if (typeof said !== 'object' || said === null || Array.isArray(said)) {
      return this.differ(path, said, figures);
    }
    const at = (key: string) => (path === '' ? key : `${path}.${key}`);
    for (const [key, figure] of Object.entries(figures)) {
      const value: unknown = Object.hasOwn(said, key) ? said[key as keyof typeof said] : undefined;
      this.compare(value, figure, at(key));
    }
    for (const [key, value] of Object.entries(said)) {
      if (!Object.hasOwn(figures, key)) this.differ(at(key), value, undefined);
    }
  }

  private differ(path: string, says: unknown, gives: Figures | undefined): void {
    this.differences.push({ path, says: textOf(says), gives: textOf(gives) });
  }
}

/** Does what `Array.isArray` does, and also narrows the type of read-only arrays. */
function isList(figures: Figures): figures is readonly Figures[] {
  return Array.isArray(figures);
}

/** Whether the value is what some number of the range is rounded to. */
function isRounded(said: unknown, { high, low }: Measured): boolean {
  return (
    typeof said === 'number' && said === sixDigits(said) && sixDigits(low) <= said && said <= sixDigits(high)
  );
}

const TEXT_MAX = 60;

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof NotInLedger) {
    return typeof value.among === 'function'
      ? 'a value of another form'
      : value.among.map(textOf).join(' or ');
  }
  if (value instanceof Measured) {
    const [low, high] = [sixDigits(value.low), sixDigits(value.high)];
    return low === high ? String(low) : `${low} to ${high}`;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object of ${Object.keys(value).length} keys`;
  const text = JSON.stringify(value);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}
