import { randomUUID } from 'node:crypto';
import { neutralise } from '#base';

/**
 * The only way to the user's terminal. Names, paths and texts from outside may hold anything: whatever could steer the terminal
 * becomes U+FFFD here, so no caller can forget it. `paint` marks our own colours with a secret of this process, which nothing from outside
 * can know; every other escape sequence loses its effect.
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

/** `text` in a colour, to be written by the functions below. */
export function paint([on, off]: Colour, text: string): string {
  return `${markOf(on)}${text}${markOf(off)}`;
}

function markOf(code: number): string {
  return `\u001b[${SECRET};${code}m`;
}

/** One line on stdout. A line break in it becomes a blank, so that a name from outside cannot pretend to be a line of ours. */
export function print(line: string): void {
  process.stdout.write(`${safeLine(line)}\n`);
}

/** Several lines on stdout. Only for texts whose line breaks are all our own. */
export function printText(text: string): void {
  process.stdout.write(`${safeText(text)}\n`);
}

/** One line on stderr. */
export function note(line: string): void {
  process.stderr.write(`${safeLine(line)}\n`);
}

/** Several lines on stderr. Only for texts whose line breaks are all our own. */
export function noteText(text: string): void {
  process.stderr.write(`${safeText(text)}\n`);
}

/** A line on stderr that the next one replaces. Nothing where nobody is looking. */
export function notePassing(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${safeLine(line)}`);
}

function safeText(text: string): string {
  return text.replace(/\n$/, '').split('\n').map(safeLine).join('\n');
}

/** Between two marks stands text, and in each mark the code of a colour of ours. */
function safeLine(line: string): string {
  return line
    .split(MARK)
    .map((part, i) => (i % 2 === 0 ? neutralise(part) : `\u001b[${part}m`))
    .join('');
}
