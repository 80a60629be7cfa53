import { type Child, element, fragment, type Markup } from './markup.ts';
import type { Part, Shape } from './parts.ts';
import { PAGE_STYLES, STYLESHEET } from './stylesheet.ts';

const NOTICE =
  'Simulated, not observed. The boundary and the law are modelled from public sources; this is not legal advice.';

/** What a page may do, whatever text it contains: show its own styles. No script runs, nothing is fetched or sent, no frame opens. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface Page {
  /** In the title bar. */
  readonly title: string;
  /** Above the heading: the kind of page. */
  readonly kicker: string;
  readonly heading: string;
  /** A few words each, below the heading. */
  readonly facts: readonly string[];
  /** The rest of the page's head. */
  readonly head?: Part;
  readonly parts: readonly Part[];
  /** At the foot; left out: that the figures are simulated. */
  readonly notice?: string;
}

/**
 * A whole HTML page in the style of all reports: no script, no network, usable in print, by keyboard and by screen reader. The same input
 * always gives the same text.
 */
export function renderPage(page: Page): string {
  const { notice = NOTICE, parts, title } = page;
  const html = element(
    'html',
    { lang: 'en-GB' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'color-scheme', content: 'light dark' }),
      element('title', {}, title),
      element('style', {}, { markup: `${STYLESHEET}${PAGE_STYLES}` }),
    ),
    element(
      'body',
      {},
      header(page),
      element('main', { class: 'page' }, drawn(parts)),
      element('footer', {}, element('p', {}, notice)),
    ),
  );
  return `<!doctype html>\n${html.markup}\n`;
}

function header({ facts, head = null, heading, kicker }: Page): Markup {
  return element(
    'header',
    {},
    element('p', { class: 'kicker' }, kicker),
    element('h1', {}, heading),
    element(
      'p',
      { class: 'facts' },
      facts.map((fact) => element('span', {}, fact)),
    ),
    drawn(head),
  );
}

/** The parts of a page below its heading as markup, for a host that puts them into its own page. */
export function drawnSections(sections: readonly Part[]): readonly string[] {
  return sections.map((section) => fragment(drawn(section)).markup).filter((markup) => markup !== '');
}

/** Parts as HTML. */
export function drawn(part: Part): Child {
  if (part === null || (typeof part === 'object' && 'markup' in part)) return part;
  if (typeof part === 'string') return element('p', {}, part);
  return 'shape' in part ? drawnShape(part) : part.map(drawn);
}

function drawnShape(shape: Shape): Child {
  switch (shape.shape) {
    case 'section':
      return element('section', shape.attributes, element('h2', {}, shape.heading), drawn(shape.parts));
    case 'paragraph':
      return element('p', { class: shape.style }, shape.text);
    case 'list': {
      const items = shape.items.map((item) => element('li', { class: shape.isSmall ? 'note' : null }, item));
      return element(shape.isNumbered ? 'ol' : 'ul', {}, items);
    }
    case 'table':
      return shape.draw();
    case 'fold': {
      const { isOpen, part, summary } = shape;
      return element('details', { open: isOpen ? '' : null }, element('summary', {}, summary), drawn(part));
    }
    case 'only':
      return shape.where === 'page' ? drawn(shape.parts) : null;
  }
}
