import { formatCount } from '#base';
import { type Child, element, type Markup } from '../document/markup.ts';
import { type Page, renderPage } from '../document/page.ts';
import { pageTable } from '../document/parts.ts';
import { type Column, inNumbers, inWords } from '../document/table.ts';

/** Building blocks of the pages of evidence. */

/** A page of evidence about a scenario: its title is the first of the facts. */
export function evidencePage(page: Omit<Page, 'kicker'>): string {
  return renderPage({ ...page, kicker: 'Meridian evidence' });
}

/** A time that must not break in the middle. */
const TIME = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d)?$/;

export function counted<Row>(head: string, of: (row: Row) => number): Column<Row> {
  return inNumbers(head, (row) => formatCount(of(row)));
}

interface AuditedRow {
  readonly id: string;
  readonly title: string;
  readonly checks: number;
  readonly violations: number;
}

/** Columns of the invariants that a log was audited by, for a terminal. `whyNot`: why it cannot show one; null if it can. */
export function auditColumns<Row extends AuditedRow>(whyNot: (row: Row) => string | null, nothing: string) {
  const counts = (of: 'checks' | 'violations') =>
    inNumbers(of, (row: Row) => (whyNot(row) === null ? formatCount(row[of]) : '–'));
  const note = (row: Row) =>
    whyNot(row) ?? (row.checks + row.violations === 0 ? 'nothing to check' : nothing);
  return [
    inWords('id', ({ id }: Row) => id),
    inWords('promise', ({ title }: Row) => title),
    counts('checks'),
    counts('violations'),
    inWords('', note),
  ] as const;
}

/** A table whose times do not break. */
export function table<Row>(caption: string, rows: readonly Row[], columns: readonly Column<Row>[]): Markup {
  const whole = columns.map(
    (column): Column<Row> => ({ ...column, state: (row) => (isTime(column.cell(row)) ? 'whole' : null) }),
  );
  return pageTable(rows, { caption, columns: whole, isFolding: true });
}

function isTime(value: Child): boolean {
  return typeof value === 'string' && TIME.test(value);
}

/** An omission without the name of its key, which helps only readers who write scenarios. */
export function withoutKey(omission: string): string {
  return omission.replace(/ \([^()]*\)$/, '');
}

/** Items on separate lines of one cell. */
export function lines(items: readonly string[]): Child {
  return items.flatMap((item, i) => (i === 0 ? [item] : [element('br', {}), item]));
}
