import picocolors from 'picocolors';
import type { TextOptions, TextStyle } from '#report';
import type { ScenarioIssue } from '#scenario';
import { COLOURS, note, paint, printText } from './terminal.ts';

export { note, print, printText } from './terminal.ts';

/**
 * Prints JSON. Control characters that JSON leaves as they are (C1, and those that change the writing direction) are
 * escaped, which does not change the value.
 */
export function printJson(value: unknown): void {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  printText(JSON.stringify(value, null, 2).replace(STEERING, escaped));
}

const STEERING = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Prints lines from `csvLine`, which has made their cells safe. Omits carriage returns, as usual between programs.
 */
export function printCsv(text: string): void {
  printText(text.replaceAll('\r\n', '\n'));
}

/** Two lines on stderr: what is wrong, and what to do about it. */
export function complain(message: string, remedy: string): void {
  note(`${coloured('red', 'error')}  ${message}`);
  note(`       ${remedy}`);
}

export function printIssues(issues: readonly ScenarioIssue[], severity: 'error' | 'warning'): void {
  for (const issue of issues) printIssue(issue, severity);
}

/** Prints an issue of a scenario file as `file:line:column  code  message`, with the remedy below. */
export function printIssue(issue: ScenarioIssue, severity: 'error' | 'warning'): void {
  const { code, path, file, line, column, value, message, remedy } = issue;
  const mark = coloured(severity === 'error' ? 'red' : 'yellow', severity);
  const at = path === '' ? '' : ` at ${path}`;
  const shown = value === '' ? '' : ` (${value})`;
  note(`${file}:${line}:${column}  ${mark} ${code}${at}: ${message}${shown}`);
  note(`    ${remedy}`);
}

/** Options for texts: the terminal's width within limits, 100 columns if there is no terminal. */
export function textOptions(): TextOptions {
  return { width: Math.min(140, Math.max(80, process.stdout.columns ?? 100)), colour };
}

export function colour(style: TextStyle, text: string): string {
  return coloured(STYLES[style], text);
}

const STYLES = {
  heading: 'bold',
  strong: 'bold',
  good: 'green',
  bad: 'red',
  quiet: 'dim',
} as const satisfies Record<TextStyle, keyof typeof COLOURS>;

function coloured(name: keyof typeof COLOURS, text: string): string {
  return picocolors.isColorSupported ? paint(COLOURS[name], text) : text;
}
