import { copyOf, type Names } from '../growing.ts';
import { MISSING } from '../log-builder.ts';
import type { MappedField, Mapping } from '../mapping/mapping.ts';
import { type Cells, TOO_LONG } from './columns.ts';
import type { LogProblem } from './refusals.ts';
import { checkWord, isChecked } from './words.ts';

/** Number of a value that is refused. `MISSING` is −1. */
export const REFUSED = -2;

/** Reads one field of rows as numbers of texts. */
export class FieldReader {
  readonly field: MappedField;
  readonly cells: Cells | null;
  private readonly names: Names;
  private readonly meanings: ReadonlyMap<string, string | null>;
  /** The entries of `meanings` that hold for all texts with an ending or a beginning. */
  private readonly patterns: readonly (readonly [pattern: string, meaning: string | null])[];
  private readonly fixed: number | null;
  /** What known cells mean. */
  private readonly known = new Map<string, number>();
  private readonly isPlain: boolean;

  constructor(field: MappedField, cells: Cells | null, names: Names, { fixed, values }: Mapping) {
    this.field = field;
    this.cells = cells;
    this.names = names;
    this.meanings = new Map(Object.entries(values[field] ?? {}));
    this.patterns = [...this.meanings].filter(([key]) => /^\*|\*$/.test(key));
    this.isPlain = this.meanings.size === 0 && !isChecked(field);
    const word = fixed[field];
    this.fixed = word === undefined ? null : this.resolve(word);
  }

  /** The number of the row's value: `MISSING`, `REFUSED`, a tier, or the number of a text. */
  code(cells: readonly string[]): number {
    const text = this.cells?.of(cells) ?? (this.cells === null ? '' : null);
    if (text === null) return REFUSED;
    if (text === '') return this.fixed ?? MISSING;
    if (this.isPlain) return this.names.numberOf(text);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const code = this.resolve(text);
    this.known.set(copyOf(text), code);
    return code;
  }

  /** Why `code` refused the row. */
  problem(cells: readonly string[], row: number): LogProblem {
    const text = this.cells?.of(cells) ?? null;
    const place = { row, column: this.cells?.name ?? this.field };
    if (text === null) return { ...place, value: '', ...TOO_LONG };
    const { field } = this;
    const meant = this.meant(text) ?? text;
    const word = isChecked(field) ? checkWord(field, meant) : null;
    const problem = word === null || word.ok ? `it is not a ${field}` : word.problem.message;
    const hint = word === null || word.ok ? '' : ` (${word.problem.remedy})`;
    return { ...place, value: text, problem, remedy: `say what it means under values: ${field}:${hint}` };
  }

  /** What a text of the log means: as it stands under `values`, by the first pattern that fits, or itself; null: it is missing. */
  private meant(text: string): string | null {
    const meaning = this.meanings.get(text);
    if (meaning !== undefined) return meaning;
    const found = this.patterns.find(([pattern]) => fits(text, pattern));
    return found === undefined ? text : found[1];
  }

  private resolve(text: string): number {
    const meant = this.meant(text);
    if (meant === null || meant === '') return MISSING;
    if (!isChecked(this.field)) return this.names.numberOf(meant);
    const word = checkWord(this.field, meant);
    if (!word.ok) return REFUSED;
    return this.field === 'tier' ? Number(word.value) : this.names.numberOf(word.value);
  }
}

/** Whether a text ends as `* 2nd`, or begins as `Team *`, says; `*` fits all. */
function fits(text: string, pattern: string): boolean {
  const rest = pattern.startsWith('*') ? pattern.slice(1) : pattern.slice(0, -1);
  return pattern.startsWith('*') ? text.endsWith(rest) : text.startsWith(rest);
}
