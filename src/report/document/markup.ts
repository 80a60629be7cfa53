import { escapeMarkup } from '#base';

/** Finished markup, which may be put into a page unchanged. Everything else is text and is escaped. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | number | null | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | null>>;

/** Elements of HTML that have no content and no end tag. */
const VOID = new Set(['meta', 'br', 'col', 'input']);

/**
 * An element of HTML or SVG. Text children and attribute values are escaped here and nowhere else. Numbers are written with at most 2
 * decimals (pixels). An attribute that is null is left out.
 */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  let start = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null)
      start += ` ${key}="${typeof value === 'number' ? decimals(value) : escapeMarkup(value)}"`;
  }
  if (VOID.has(name)) return { markup: `${start}>` };
  return { markup: `${start}>${join(children)}</${name}>` };
}

/** Several children as one piece of markup. */
export function fragment(...children: readonly Child[]): Markup {
  return { markup: join(children) };
}

function join(children: readonly Child[]): string {
  let text = '';
  for (const child of children) {
    if (child === null) continue;
    if (typeof child === 'string') text += escapeMarkup(unbroken(child));
    else if (typeof child === 'number') text += decimals(child);
    else if ('markup' in child) text += child.markup;
    else text += join(child);
  }
  return text;
}

/** A line of a page never ends between a number and its percent sign. Terminal, CSV and JSON keep the plain space. */
function unbroken(words: string): string {
  return words.replace(/(\d) %/g, '$1\u00a0%');
}

/** Content that may be wider than the page. It scrolls by itself, also by keyboard, and has a name for people who cannot see it. */
export function scrolling(label: string, ...children: readonly Child[]): Markup {
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, ...children);
}

/** What a reader opens who wants to see it. */
export function folded(summary: string, ...children: readonly Child[]): Markup {
  return element('details', {}, element('summary', {}, summary), ...children);
}

/** An answer in large letters, under its name; a host lays tiles out side by side. */
export function tile(name: string, value: Child, note: Child): Markup {
  return element(
    'div',
    { class: 'run-tile' },
    element('dt', {}, name),
    element('dd', { class: 'value several' }, value),
    element('dd', { class: 'tile-note' }, note),
  );
}

/** A coordinate or length with at most 2 decimals. */
export function decimals(value: number): string {
  return String(Math.round(value * 100) / 100);
}
