import { neutralise } from '#base';
import type { Page } from './page.ts';
import type { ParagraphStyle, Part, Shape } from './parts.ts';

/** What a page says, as Markdown. Markup is left out. */
export function renderMarkdown({ facts, heading, parts }: Pick<Page, 'heading' | 'facts' | 'parts'>): string {
  const blocks = [[`# ${plain(heading)}`], [facts.map(plain).join('; ')], ...blocksOf(parts)];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const ALERTS: readonly ParagraphStyle[] = ['alert', 'headline', 'bad', 'strong'];

/** Blocks, which empty lines part. */
function blocksOf(part: Part): readonly (readonly string[])[] {
  if (part === null || (typeof part === 'object' && 'markup' in part)) return [];
  if (typeof part === 'string') return [[plain(part)]];
  return 'shape' in part ? shapeBlocks(part) : part.flatMap(blocksOf);
}

function shapeBlocks(shape: Shape): readonly (readonly string[])[] {
  switch (shape.shape) {
    case 'section':
      return [[`## ${plain(shape.heading)}`], ...blocksOf(shape.parts)];
    case 'paragraph': {
      const text = plain(shape.text);
      return [[ALERTS.includes(shape.style) ? `**${text}**` : text]];
    }
    case 'list':
      return [shape.items.map((item, i) => `${shape.isNumbered ? `${i + 1}.` : '-'} ${plain(item)}`)];
    case 'table':
      return [['```', ...shape.lines(Number.MAX_SAFE_INTEGER), '```']];
    case 'fold':
      return blocksOf(shape.part);
    case 'only':
      return [];
  }
}

/**
 * Titles are the author's: what Markdown or HTML would read as markup is escaped, and a line break, which could begin a heading, becomes a
 * space. An underscore inside a word is none.
 */
function plain(text: string): string {
  return neutralise(text).replace(
    /[\\*`[\]<>#|&~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu,
    (sign) => ENTITIES[sign] ?? `\\${sign}`,
  );
}

/** Readers that pass on what Markdown escapes would still see HTML. */
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
