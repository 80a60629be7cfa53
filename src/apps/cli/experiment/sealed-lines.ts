import { existsSync } from 'node:fs';
import { hexOf, utf8Of } from '#base';
import { readRegularFile } from '../../shared/files/regular-file.ts';
import { sha256 } from '../../shared/host.ts';

/**
 * Formats a line that an experiment stores and reads again when it is resumed. It contains a JSON text and its seal: the SHA-256 of the text
 * and of a context, which identifies the experiment. So a line damaged by a disk or an editor, or left by another experiment, does not pass
 * for a result. A seal has no key: it reveals accidents and mistakes, but anybody can compute a new one.
 *
 *     {"seal":"<64 hexadecimal digits>","of":<JSON text>}
 */
export function sealedLine(context: string, content: string): string {
  return `${HEAD}${hexOf(sha256(utf8Of(`${context}\n${content}`)))}${MIDDLE}${content}${TAIL}`;
}

const HEAD = '{"seal":"';
const MIDDLE = '","of":';
const TAIL = '}\n';
const HEAD_LENGTH = HEAD.length + 64 + MIDDLE.length;

export interface SealedLines {
  readonly path: string;
  /** Contents of the intact lines of this context. */
  readonly contents: readonly string[];
  /** Numbers of the other lines, counted from 1. */
  readonly unfit: readonly number[];
}

const NEWLINE = 0x0a;
/** Larger files are read in several pieces. */
const BYTES_MAX = 2 ** 31 - 1;

/** Lines of a file; none if the file does not exist. */
export function readSealedLines(path: string, context: string): SealedLines {
  const contents: string[] = [];
  const unfit: number[] = [];
  const bytes = existsSync(path) ? readRegularFile(path, BYTES_MAX) : new Uint8Array(0);
  for (let from = 0, number = 1; from < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, from);
    // A killed process or a full disk may have left a partial line.
    const end = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(from, end).toString();
    const content = line.slice(HEAD_LENGTH, -TAIL.length);
    if (line === sealedLine(context, content)) contents.push(content);
    else unfit.push(number);
    from = end;
  }
  return { path, contents, unfit };
}

/** Formats numbers for people: `3, 7 to 9`. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first} to ${last}`)).join(', ');
}
