import { randomUUID } from 'node:crypto';
import { neutralise } from '#base';

/**
 * All output to the user's terminal goes through this module. Names, paths and texts from outside may contain
 * anything, so every character that could control the terminal becomes U+FFFD here, and no caller can forget to do
 * so. `paint` marks our own colours with a secret of this process that no outside text can contain; every other
 * escape sequence is disabled.
 */

/** Codes of Select Graphic Rendition, ECMA-48: [on, off]. */
export type Colour = readonly [on: number, off: number];

export const COLOURS = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
} as const satisfies Record<string, Colour>;

const SECRET = randomUUID();
const MARK = new RegExp(`\\u001b\\[${SECRET};(\\d+)m`);

/** Puts `text` in a colour, for output by the functions below. */
export function paint([on, off]: Colour, text: string): string {
  return `${markOf(on)}${text}${markOf(off)}`;
}

function markOf(code: number): string {
  return `\u001b[${SECRET};${code}m`;
}

/**
 * Prints one line on stdout, over several lines where a terminal is narrower. Line breaks in it become blanks, so that a name from outside cannot pass for a line of
 * the program.
 */
export function print(line: string): void {
  process.stdout.write(`${fitted(safeLine(line))}\n`);
}

/** Prints several lines on stdout. Only for texts without line breaks from outside. */
export function printText(text: string): void {
  process.stdout.write(`${safeText(text)}\n`);
}

/** Prints one line on stderr. */
export function note(line: string): void {
  process.stderr.write(`${safeLine(line)}\n`);
}

/** Prints several lines on stderr. Only for texts without line breaks from outside. */
export function noteText(text: string): void {
  process.stderr.write(`${safeText(text)}\n`);
}

/** Shows a line on the terminal of stderr, in place of the one that it showed before. An empty line clears that one. */
export function showLine(line: string): void {
  const columns = process.stderr.columns ?? 80;
  process.stderr.write(`\r${safeLine([...line].slice(0, columns - 1).join(''))}\u001b[K`);
}

/** In a terminal, what is too long for a line goes on below it, further in, and no word is broken. Elsewhere a line stays whole. */
function fitted(line: string): string {
  const { columns } = process.stdout;
  if (columns === undefined || widthOf(line) <= columns) return line;
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `;
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S) /)) {
    if (current !== '' && widthOf(current) + 1 + widthOf(word) > columns) {
      lines.push(current);
      current = `${indent}${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\n');
}

/** Characters on the terminal, colours left out. */
function widthOf(line: string): number {
  return [...line.replaceAll(COLOUR, '')].length;
}

const ESCAPE = '\u001b';
const COLOUR = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');

function safeText(text: string): string {
  return text.replace(/\n$/, '').split('\n').map(safeLine).join('\n');
}

/** Text alternates with marks that hold the code of one of our colours. */
function safeLine(line: string): string {
  return line
    .split(MARK)
    .map((part, i) => (i % 2 === 0 ? neutralise(part) : `\u001b[${part}m`))
    .join('');
}
