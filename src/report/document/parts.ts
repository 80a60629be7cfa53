import { present } from '#base';
import { type Attributes, type Markup, scrolling } from './markup.ts';
import { renderTable, type TableOptions, type TextColumn } from './table.ts';
import { textTable } from './text-table.ts';

/**
 * What a result says, part by part: `drawn` makes HTML of it, `renderText` text for a terminal, `renderMarkdown` Markdown. A string is a
 * paragraph. Markup is drawn on pages only.
 */
export type Part = string | Markup | null | readonly Part[] | Shape;

export type Shape =
  | {
      readonly shape: 'section';
      readonly heading: string;
      readonly attributes: Attributes;
      readonly parts: readonly Part[];
    }
  | { readonly shape: 'paragraph'; readonly style: ParagraphStyle; readonly text: string }
  | {
      readonly shape: 'list';
      readonly isNumbered: boolean;
      readonly isSmall: boolean;
      readonly items: readonly string[];
    }
  | {
      readonly shape: 'table';
      draw(): Markup;
      lines(width: number): readonly string[];
      readonly styles: readonly TextStyle[];
    }
  | { readonly shape: 'fold'; readonly summary: string; readonly isOpen: boolean; readonly part: Part }
  | { readonly shape: 'only'; readonly where: 'page' | 'terminal'; readonly parts: readonly Part[] };

/** `note`: small print. `alert`: what is wrong. `headline`: the answer in a few words. Those of `TextStyle` are for terminals. */
export type ParagraphStyle = 'note' | 'note explained' | 'alert' | 'headline' | TextStyle;

/** Parts under a heading. `attributes`: of the section on the page. */
export function section(heading: string, parts: readonly Part[], attributes: Attributes = {}): Shape {
  return { shape: 'section', heading, attributes, parts };
}

export function styled(style: ParagraphStyle, text: string): Shape {
  return { shape: 'paragraph', style, text };
}

export function list(items: readonly string[]): Shape {
  return { shape: 'list', isNumbered: false, isSmall: false, items };
}

/** A list in small print. */
export function small(items: readonly string[]): Shape {
  return { shape: 'list', isNumbered: false, isSmall: true, items };
}

export function numbered(items: readonly string[]): Shape {
  return { shape: 'list', isNumbered: true, isSmall: false, items };
}

/** The first items; `where`: in which file a reader of the terminal finds the rest. */
export function firstOf(items: readonly string[], most: number, where: string): Shape {
  const rest = items.length - most;
  return list(present([...items.slice(0, most), rest > 0 && `and ${rest} more, in ${where}`]));
}

/** The role of a piece of text, for the host of a terminal to colour. */
export type TextStyle = 'heading' | 'good' | 'bad' | 'quiet' | 'strong';

type BothOptions<Row> = PageOptions<Row> & {
  /** The style of a row in a terminal. */
  readonly styleOf?: (row: Row) => TextStyle;
} & (
    | { readonly columns: readonly TextColumn<Row>[]; readonly inTerminal?: undefined }
    /** The columns of a terminal, where they are others. */
    | { readonly inTerminal: readonly TextColumn<Row>[] }
  );

/** A table for page and terminal. */
export function table<Row>(rows: readonly Row[], options: BothOptions<Row>): Shape {
  const columns = options.inTerminal === undefined ? options.columns : options.inTerminal;
  const { styleOf } = options;
  return {
    shape: 'table',
    draw: () => pageTable(rows, options),
    lines: (width) => textTable(rows, columns, width),
    styles: styleOf === undefined ? [] : rows.map(styleOf),
  };
}

interface PageOptions<Row> extends TableOptions<Row> {
  /** A shorter name than the caption, for people who cannot see the table. */
  readonly label?: string;
}

/** A table that only pages have. It scrolls by itself if it is too wide. */
export function pageTable<Row>(rows: readonly Row[], options: PageOptions<Row>): Markup {
  return scrolling(options.label ?? options.caption, renderTable(rows, options));
}

/** What the reader of a page opens who wants to see it; a terminal shows it at once. */
export function fold(summary: string, part: Part, isOpen = false): Shape {
  return { shape: 'fold', summary, isOpen, part };
}

export function onPage(...parts: readonly Part[]): Shape {
  return { shape: 'only', where: 'page', parts };
}

export function inTerminal(...parts: readonly Part[]): Shape {
  return { shape: 'only', where: 'terminal', parts };
}
