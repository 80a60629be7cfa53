import { LIMITS } from './limits.ts';
import type { Place, SourceEntry, SourceMap, SourceNode } from './source-tree.ts';
import { FORBIDDEN_KEYS } from './tree-builder.ts';

/** Thrown at whatever this reader leaves to the library. */
const BEYOND = new Error('beyond plain YAML');

/** Far below the limits on nesting, values and lexemes, so none of them needs to be counted here. */
const DEPTH_MOST = LIMITS.depth / 2;
const LENGTH_MOST = LIMITS.values / 2;

/** Carriage returns, tabs and other control characters; lines that begin or end a document, and directives. */
const BEYOND_ANYWHERE = /[^\P{Cc}\n]|\ufeff|^(?:---|\.\.\.|%)/mu;
const KEY = /(?:[A-Za-z0-9](?:[\w ./+-]{0,98}[\w./+-])?|"[^"\\\n]{1,98}"|'[^'\n]{1,98}')(?=:[ \n])/y;
const QUOTED = /"[^"\\\n]*"|'(?:[^'\n]|'')*'/y;
const BLOCK_PLAIN = /[^\n#]*/y;
const FLOW_PLAIN = /[^\n#,[\]{}]*/y;
/** Other beginnings have a meaning in YAML. */
const PLAIN_START = /^(?:[^-?:,[\]{}#&*!|>'"%@`\s]|-[\d.])/;
/** What has a meaning inside brackets, or ends a text. */
const BEYOND_PLAIN = /[,[\]{}\p{Cc}\p{Cs}\ufeff]|: | #|[ :]$/u;
const NULL = /^(?:~|null|Null|NULL)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NUMBER = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Octal, hexadecimal, not finite. */
const OTHER_NUMBER = /^(?:0[ox]|[-+]?\.[iInN])/;

/**
 * Reads what nearly all scenario files consist of: maps and lists in block or flow style, and scalars on one line, or after `>` or `|`. Returns null
 * for anything else, also for mistakes: the library reads those files. A file takes a fifteenth of the time here, most of which V8 would
 * need to compile the library ([performance](../../../docs/performance.md#start-up)).
 */
export function readPlainYaml(file: string, text: string): SourceMap | null {
  if (text.length > LENGTH_MOST || BEYOND_ANYWHERE.test(text)) return null;
  try {
    return new PlainReader(file, text).read();
  } catch (error) {
    if (error === BEYOND) return null;
    throw error;
  }
}

/** Whether YAML reads this text, unquoted in brackets, as just this text. */
export function isPlainText(text: string): boolean {
  if (!PLAIN_START.test(text) || BEYOND_PLAIN.test(text)) return false;
  return ![NUMBER, OTHER_NUMBER, NULL, BOOLEAN].some((other) => other.test(text));
}

class PlainReader {
  private readonly file: string;
  private readonly text: string;
  private readonly endsWithBreak: boolean;
  private at = 0;
  /** From 1, and where it starts. */
  private line = 1;
  private lineStart = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.endsWithBreak = text.endsWith('\n');
    this.text = this.endsWithBreak ? text : `${text}\n`;
  }

  read(): SourceMap {
    this.toContent();
    if (this.column() > 0) throw BEYOND;
    const root = this.blockMap(0, 0);
    if (this.at < this.text.length) throw BEYOND;
    return root;
  }

  /** Moves over blanks, comments and line breaks. */
  private toContent(): void {
    const { text } = this;
    for (;;) {
      const unit = text[this.at];
      if (unit === ' ') this.at++;
      else if (unit === '\n') this.toNextLine(this.at + 1);
      else if (unit === '#' && (this.at === this.lineStart || text[this.at - 1] === ' '))
        this.at = text.indexOf('\n', this.at);
      else return;
    }
  }

  private toNextLine(at: number): void {
    this.at = at;
    this.lineStart = at;
    this.line++;
  }

  /** Moves from the end of a value to the next content, which must be on another line. */
  private endValue(): void {
    const { line } = this;
    this.toContent();
    if (this.line === line) throw BEYOND;
  }

  private column(): number {
    return this.at - this.lineStart;
  }

  private place(): Place {
    return { file: this.file, line: this.line, column: this.column() + 1 };
  }

  private matched(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }

  private isKey(): boolean {
    KEY.lastIndex = this.at;
    return KEY.test(this.text);
  }

  private isItem(): boolean {
    const { at, text } = this;
    return text[at] === '-' && (text[at + 1] === ' ' || text[at + 1] === '\n');
  }

  private isFlow(): boolean {
    const unit = this.text[this.at];
    return unit === '[' || unit === '{';
  }

  /** Whether the content here belongs to a block of that indent. */
  private isIn(indent: number): boolean {
    if (this.at === this.text.length || this.column() < indent) return false;
    if (this.column() > indent) throw BEYOND;
    return true;
  }

  private block(indent: number, depth: number): SourceNode {
    return this.isItem() ? this.blockList(indent, depth) : this.blockMap(indent, depth);
  }

  private blockMap(indent: number, depth: number): SourceMap {
    if (depth > DEPTH_MOST) throw BEYOND;
    const place = this.place();
    const entries = new Map<string, SourceEntry>();
    do {
      const keyPlace = this.place();
      const key = this.key(entries);
      this.at++;
      entries.set(key, { keyPlace, node: this.blockValue(indent, depth + 1) });
    } while (this.isIn(indent));
    return { kind: 'map', place, isInline: false, entries };
  }

  private blockList(indent: number, depth: number): SourceNode {
    if (depth > DEPTH_MOST) throw BEYOND;
    const place = this.place();
    const items: SourceNode[] = [];
    do {
      this.at++;
      const { line } = this;
      this.toContent();
      if (this.line === line && this.isKey()) items.push(this.blockMap(this.column(), depth + 1));
      else if (this.line === line) items.push(this.valueHere(indent, depth + 1));
      else if (this.at < this.text.length && this.column() > indent)
        items.push(this.block(this.column(), depth + 1));
      else throw BEYOND;
    } while (this.isIn(indent) && this.isItem());
    return { kind: 'list', place, isInline: false, items };
  }

  private key(entries: ReadonlyMap<string, SourceEntry>): string {
    const written = this.matched(KEY) ?? '';
    const isQuoted = written.startsWith('"') || written.startsWith("'");
    const key = isQuoted ? written.slice(1, -1) : written;
    if (key === '' || key === '<<' || FORBIDDEN_KEYS.has(key) || entries.has(key)) throw BEYOND;
    return key;
  }

  /** The value of a key whose colon was read. */
  private blockValue(indent: number, depth: number): SourceNode {
    const { line } = this;
    this.toContent();
    if (this.line === line) return this.valueHere(indent, depth);
    if (this.at === this.text.length) throw BEYOND;
    if (this.column() > indent && this.isFlow()) return this.valueHere(indent, depth);
    if (this.column() > indent) return this.block(this.column(), depth);
    if (this.column() === indent && this.isItem()) return this.blockList(indent, depth);
    throw BEYOND;
  }

  /** A value that begins on this line, in a block of that indent. */
  private valueHere(indent: number, depth: number): SourceNode {
    const unit = this.text[this.at];
    const isLong = unit === '>' || unit === '|';
    const node = isLong ? this.longText(indent) : this.flowOrScalar(indent, depth);
    // A text that goes on, or a deeper block without a key.
    if (this.at < this.text.length && this.column() > indent) throw BEYOND;
    return node;
  }

  private flowOrScalar(indent: number, depth: number): SourceNode {
    const node = this.isFlow() ? this.flow(indent, depth) : this.scalar(BLOCK_PLAIN);
    this.endValue();
    return node;
  }

  private flow(indent: number, depth: number): SourceNode {
    if (depth > DEPTH_MOST) throw BEYOND;
    const place = this.place();
    const isList = this.text[this.at++] === '[';
    const close = isList ? ']' : '}';
    const items: SourceNode[] = [];
    const entries = new Map<string, SourceEntry>();
    for (this.toFlow(indent); this.text[this.at] !== close; this.toFlow(indent)) {
      if (isList) items.push(this.flowValue(indent, depth + 1));
      else {
        const keyPlace = this.place();
        const key = this.key(entries);
        this.at++;
        this.toFlow(indent);
        entries.set(key, { keyPlace, node: this.flowValue(indent, depth + 1) });
      }
      this.toFlow(indent);
      if (this.text[this.at] === ',') this.at++;
      else if (this.text[this.at] !== close) throw BEYOND;
    }
    this.at++;
    return isList
      ? { kind: 'list', place, isInline: true, items }
      : { kind: 'map', place, isInline: true, entries };
  }

  /** Moves to the next content inside brackets, which must be indented. */
  private toFlow(indent: number): void {
    const { line } = this;
    this.toContent();
    if (this.line > line && (this.at === this.text.length || this.column() <= indent)) throw BEYOND;
  }

  private flowValue(indent: number, depth: number): SourceNode {
    return this.isFlow() ? this.flow(indent, depth) : this.scalar(FLOW_PLAIN);
  }

  private scalar(plain: RegExp): SourceNode {
    const place = this.place();
    const quoted = this.matched(QUOTED);
    if (quoted !== null) {
      const inside = quoted.slice(1, -1);
      const value = quoted.startsWith("'") ? inside.replaceAll("''", "'") : inside;
      return { kind: 'scalar', place, value, isBlank: false };
    }
    const written = withoutBlanksAtEnd(this.matched(plain) ?? '');
    // A sign inside a text, which begins no comment.
    if (this.text[this.at] === '#' && this.text[this.at - 1] !== ' ') throw BEYOND;
    if (!PLAIN_START.test(written) || written.includes(': ') || written.endsWith(':')) throw BEYOND;
    return { kind: 'scalar', place, value: meaningOf(written), isBlank: false };
  }

  /** Lines of one indent after `>` or `|`. */
  private longText(indent: number): SourceNode {
    const place = this.place();
    const between = this.text[this.at] === '>' ? ' ' : '\n';
    if (this.text[this.at + 1] !== '\n') throw BEYOND;
    this.toNextLine(this.at + 2);
    const margin = /[^ ]/g;
    margin.lastIndex = this.at;
    const inner = margin.exec(this.text)?.index ?? 0;
    const depth = inner - this.at;
    if (depth <= indent || this.text[inner] === '\n') throw BEYOND;
    const blanks = ' '.repeat(depth);
    const lines: string[] = [];
    while (this.text.startsWith(blanks, this.at)) {
      const end = this.text.indexOf('\n', this.at);
      const line = this.text.slice(this.at + depth, end);
      if (line.startsWith(' ') || line.endsWith(' ') || line === '') throw BEYOND;
      lines.push(line);
      this.toNextLine(end + 1);
    }
    if (this.at === this.text.length && !this.endsWithBreak) throw BEYOND;
    const { line } = this;
    this.toContent();
    // Empty lines are part of a text that goes on.
    if (this.line > line && this.column() >= depth) throw BEYOND;
    return { kind: 'scalar', place, value: `${lines.join(between)}\n`, isBlank: false };
  }
}

/** Other white space is part of a text. */
function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === ' ') end--;
  return text.slice(0, end);
}

/** By the core schema of YAML 1.2. */
function meaningOf(written: string): string | number | boolean | null {
  if (NUMBER.test(written)) {
    const number = Number(written);
    if (!Number.isFinite(number)) throw BEYOND;
    return number;
  }
  if (OTHER_NUMBER.test(written)) throw BEYOND;
  if (NULL.test(written)) return null;
  if (BOOLEAN.test(written)) return written.toLowerCase() === 'true';
  return written;
}
