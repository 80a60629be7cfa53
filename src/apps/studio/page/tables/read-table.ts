import type { Sheet } from '#report';

type Kind = Sheet['columns'][number]['kind'];
type Value = Sheet['rows'][number][number];

/**
 * Attributes with more precision than a table shows: the kind of a column (on its head), and the exact value of a
 * cell.
 */
export const EXACT = { kind: 'data-kind', value: 'data-value' } as const;

/** A number as the page writes it, with an optional unit: 1,234.5 or −3 or 93.4 %. */
const NUMBER = /^[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?( %)?$/;

/** Reads a table of the page as data: exact values if given, otherwise the displayed text. */
export function readTable(table: HTMLTableElement, name: string, lines: readonly string[]): Sheet {
  const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  const body = [...table.tBodies]
    .flatMap((part) => [...part.rows])
    .filter(({ classList }) => !classList.contains('group-head'))
    .map(({ cells }) => [...cells]);
  const width = Math.max(heads.length, ...body.map(({ length }) => length));
  const columns = Array.from({ length: width }, (_, i) => {
    const cells = body.flatMap((row) => row[i] ?? []);
    const said = heads[i]?.getAttribute(EXACT.kind) as Kind | null | undefined;
    return { head: textOf(heads[i]), kind: said ?? kindOf(cells.map(textOf)) };
  });
  const rows = body.map((row) => columns.map(({ kind }, i) => cellValue(row[i], kind)));
  return { name, lines, columns, rows };
}

export function captionOf(table: HTMLTableElement): string {
  return textOf(table.caption);
}

function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** A column contains numbers if all its non-empty texts are numbers, and either all or none are percentages. */
function kindOf(texts: readonly string[]): Kind {
  const some = texts.filter((text) => text !== '' && text !== '–');
  if (some.length === 0 || !some.every((text) => NUMBER.test(text))) return 'text';
  const shares = some.filter((text) => text.endsWith('%')).length;
  if (shares > 0) return shares === some.length ? 'percentage' : 'text';
  return some.every((text) => !text.includes('.')) ? 'whole' : 'decimal';
}

function cellValue(cell: Element | undefined, kind: Kind): Value {
  const exact = cell?.getAttribute(EXACT.value);
  if (exact !== null && exact !== undefined) return exact === '' ? null : Number(exact);
  const text = textOf(cell);
  if (text === '' || text === '–') return null;
  if (kind === 'text' || !NUMBER.test(text)) return text;
  const number = Number(text.replace(/[, %]/g, '').replace('−', '-'));
  return kind === 'percentage' ? number / 100 : number;
}
