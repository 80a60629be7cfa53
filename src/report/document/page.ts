import { type Child, element } from './markup.ts';
import { STYLESHEET } from './stylesheet.ts';

const NOTICE =
  'Simulated, not observed. The boundary and the law are modelled from public sources; this is not legal advice.';

/** What a page may do, whatever text it contains: show its own styles. No script runs, nothing is fetched or sent, no frame opens. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A whole HTML page in the style of all reports: no script, no network, usable in print, by keyboard and by screen reader. The same input
 * always gives the same text.
 */
export function renderPage(title: string, header: Child, main: readonly Child[], notice = NOTICE): string {
  const page = element(
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
      element('style', {}, { markup: STYLESHEET }),
    ),
    element('body', {}, header, element('main', {}, main), element('footer', {}, element('p', {}, notice))),
  );
  return `<!doctype html>\n${page.markup}\n`;
}
