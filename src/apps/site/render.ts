import { posix } from 'node:path';
import createMarkdown, { type MarkdownIt } from 'markdown-it';
import { coloured } from './colours.ts';

/** A heading that links may lead to. */
export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: number;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
  /** Plain text below each heading, for searching: the text before the first belongs to the first. */
  readonly texts: readonly string[];
}

/** Renders a page. `placeOf`: where the page of a path lies, or null if the site has none. */
export function renderMarkdown(
  path: string,
  text: string,
  placeOf: (path: string) => string | null,
): Rendered {
  const markdown = createMarkdown({ html: false, linkify: false, highlight: coloured });
  const tokens = markdown.parse(withEntities(text), {});
  const headings: Heading[] = [];
  const texts: string[] = [];
  const ids = new Map<string, number>();
  tokens.forEach((token, k) => {
    if (token.type === 'heading_open') {
      const said = plainText(tokens[k + 1]?.children ?? []);
      const id = uniqueId(slugOf(said), ids);
      token.attrSet('id', id);
      headings.push({ id, text: said, level: Number(token.tag.slice(1)) });
      texts.push('');
      return;
    }
    const isBody = token.type === 'inline' && tokens[k - 1]?.type !== 'heading_open';
    const said = isBody ? plainText(token.children ?? []) : token.type === 'fence' ? token.content : '';
    const last = texts.length - 1;
    if (said !== '' && last >= 0) texts[last] += ` ${said}`;
  });
  for (const token of tokens) relink(token.children ?? [], path, placeOf);
  scrollWide(markdown);
  const html = markdown.renderer.render(tokens, markdown.options, {});
  // A head without words is no head.
  return { html: html.replaceAll('<th></th>', '<td></td>'), headings, texts };
}

type Tokens = ReturnType<MarkdownIt['parse']>;

/** Comments of HTML are instructions for other tools. */
function withEntities(text: string): string {
  return text.replace(/^<!--.*?-->\n?/gms, '');
}

function plainText(children: Tokens): string {
  return children
    .map(({ content, type }) => (type === 'text' || type === 'code_inline' ? content : ' '))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Ids as GitHub makes them, since links in the sources are read there as well. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function uniqueId(slug: string, ids: Map<string, number>): string {
  const seen = ids.get(slug) ?? 0;
  ids.set(slug, seen + 1);
  return seen === 0 ? slug : `${slug}-${seen}`;
}

/** Links to other Markdown lead to their pages. A link to a file that is not on the site is only its text. */
function relink(children: Tokens, path: string, placeOf: (path: string) => string | null): void {
  const isKept: boolean[] = [];
  for (const token of children) {
    if (token.type === 'image') token.attrSet('src', '');
    if (token.type === 'link_open') {
      const address = resolved(String(token.attrGet('href') ?? ''), path, placeOf);
      isKept.push(address !== null);
      if (address === null) hide(token);
      else token.attrSet('href', address);
    }
    if (token.type === 'link_close' && isKept.pop() === false) hide(token);
  }
}

function hide(token: Tokens[number]): void {
  token.tag = 'span';
  token.attrs = null;
}

function resolved(href: string, path: string, placeOf: (path: string) => string | null): string | null {
  if (/^(https?:|mailto:|#)/.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  const target = posix.normalize(posix.join(posix.dirname(path), file));
  const place = placeOf(target) ?? placeOf(posix.join(target, 'README.md'));
  const from = placeOf(path);
  if (place === null || from === null) return file.endsWith('index.html') ? href : null;
  const address = posix.relative(posix.dirname(from), place);
  return anchor === undefined ? address : `${address}#${anchor}`;
}

/** Tables and code may be wider than a narrow screen: they scroll, by keyboard as well. */
function scrollWide({ renderer }: MarkdownIt): void {
  const { rules } = renderer;
  rules.table_open = () => '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n';
  rules.table_close = () => '</table></div>\n';
  const { fence } = rules;
  rules.fence = (tokens, k, options, env, self) => {
    const html = fence?.(tokens, k, options, env, self) ?? '';
    return html.replace('<pre>', '<pre tabindex="0">');
  };
}
