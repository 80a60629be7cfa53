import type { RandomStream } from '#base';
import {
  colour,
  complain,
  note,
  print,
  printIssues,
  printJson,
  printText,
} from '../../src/apps/shared/print.ts';
import { noteText } from '../../src/apps/shared/terminal.ts';
import { below, inRounds, oneOf } from './rounds.ts';

/** Texts that control terminals, sent through every function that writes to one. */
export const terminal = inRounds('terminal', 'texts that steer a terminal', (stream) => {
  const outside = hostileText(stream);
  const { lineCount, write } = oneOf(stream, WAYS);
  const { out, lines } = captured(() => write(outside));
  const steering = steeringIn(out);
  if (steering !== null) return `${JSON.stringify(outside)} became ${JSON.stringify(out)}: ${steering}`;
  if (lineCount !== null && lines !== lineCount)
    return `${JSON.stringify(outside)} took ${lines} lines instead of ${lineCount}`;
  return null;
});

/**
 * Ways to the terminal, with the number of lines that each must take whatever the text is; null if the text may contain our own line
 * breaks.
 */
const WAYS: readonly { readonly lineCount: number | null; write(text: string): void }[] = [
  { lineCount: 1, write: print },
  { lineCount: 1, write: note },
  { lineCount: 1, write: (text) => print(colour('bad', `a ${text} b`)) },
  { lineCount: 1, write: (text) => print(`${colour('good', 'same')}  ${text}`) },
  { lineCount: null, write: printText },
  { lineCount: null, write: noteText },
  { lineCount: null, write: (text) => printJson({ [text]: text }) },
  { lineCount: 2, write: (text) => complain(text, text) },
  {
    lineCount: 2,
    write: (text) => {
      const place = { file: text, line: 1, column: 1, path: text, value: text };
      printIssues([{ code: 'unknown-key', message: text, remedy: text, ...place }], 'error');
    },
  },
];

/** The part of an output that could control a terminal; null if there is none. Only the escape sequences of our own colours are allowed. */
export function steeringIn(output: string): string | null {
  const rest = output
    .split(ESCAPE)
    .map((part, i) => (i === 0 ? part : part.replace(OWN_COLOUR, '')))
    .join('');
  const found = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.exec(rest);
  return found === null ? null : `U+${found[0].codePointAt(0)?.toString(16)}`;
}

const ESCAPE = '\u001b[';
const OWN_COLOUR = /^(?:1|2|22|31|32|33|39)m/;

const PIECES = [
  ...['\u001b[2J', '\u001b[1A\u001b[2K', '\u001b]0;title\u0007', '\u001b]8;;http://x\u001b\\', '\u001b[31m'],
  ...['\u009b2J', '\u009d0;x\u009c', '\r', '\b\b\b', '\t', '\0', '\u007f', '\n', '\r\n', '\u0085', '\v\f'],
  ...['\u2028', '\u2029', '\u202e', '\u2066', '\u200f', '\u061c', '\ud800', '\udc00', '\u001b', '[', ';1m'],
  ...['same     ', 'DIFFERENT', '東京', 'é', '🙂', 'a', ' '],
];

/** Includes any single code unit, so that none is forgotten. */
export function hostileText(stream: RandomStream): string {
  const pieces = Array.from({ length: 1 + below(stream, 8) }, () =>
    stream.uniform() < 0.7 ? oneOf(stream, PIECES) : String.fromCharCode(below(stream, 0x2100)),
  );
  return pieces.join('');
}

function captured(write: () => void): { readonly out: string; readonly lines: number } {
  let out = '';
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (text: string | Uint8Array) => {
      out += String(text);
      return true;
    };
  }
  try {
    write();
  } finally {
    streams.forEach((stream, i) => {
      stream.write = originals[i] as typeof stream.write;
    });
  }
  return { out, lines: out.split('\n').length - 1 };
}
