import picocolors from 'picocolors';
import { resultsNow } from '#audit';
import { neutralise } from '#base';
import type { Knowledge } from '#domain';
import type { TextStyle } from '#report';
import type { ScenarioIssue } from '#scenario';
import type { AuditWithStories } from './audit-run.ts';

/** What goes to the user's terminal. Control characters of scenario texts never reach it. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Control characters that JSON leaves as they are (those of C1, and of the direction of writing) are escaped: the value is the same. */
export function printJson(value: unknown): void {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  print(JSON.stringify(value, null, 2).replace(STEERING, escaped));
}

const STEERING = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One line on stderr that says what is wrong and what to do about it. */
export function complain(message: string, remedy: string): void {
  process.stderr.write(`${picocolors.red('error')}  ${neutralise(message)}\n       ${neutralise(remedy)}\n`);
}

/** Issues of scenario files, in the form `file:line:column  code  message`, with the remedy below. */
export function printIssues(issues: readonly ScenarioIssue[], severity: 'error' | 'warning'): void {
  const paint = severity === 'error' ? picocolors.red : picocolors.yellow;
  for (const { code, path, file, line, column, value, message, remedy } of issues) {
    const where = `${file}:${line}:${column}`;
    const at = path === '' ? '' : ` at ${path}`;
    const shown = value === '' ? '' : ` (${value})`;
    process.stderr.write(
      `${neutralise(where)}  ${paint(severity)} ${code}${neutralise(`${at}: ${message}${shown}`)}\n`,
    );
    process.stderr.write(`    ${neutralise(remedy)}\n`);
  }
}

/** Columns for tables: what the terminal has, within reason; 100 where there is none. */
export function terminalWidth(): number {
  return Math.min(140, Math.max(80, process.stdout.columns ?? 100));
}

export function colour(style: TextStyle, text: string): string {
  switch (style) {
    case 'heading':
    case 'strong':
      return picocolors.bold(text);
    case 'good':
      return picocolors.green(text);
    case 'bad':
      return picocolors.red(text);
    case 'quiet':
      return picocolors.dim(text);
  }
}

/** Below the table of invariants: for each that was violated, the shortest story that shows it. */
export function printStories({ report, stories }: AuditWithStories, known: Knowledge = 'then'): void {
  for (const result of known === 'now' ? resultsNow(report) : report.invariants) {
    const { id, title, counterexample } = result;
    if (counterexample === null) continue;
    const key = known === 'now' && report.invariantsNow.includes(result) ? `${id} now` : id;
    print(`\n${picocolors.bold(`${id} ${title}`)}: ${neutralise(counterexample.message)}`);
    for (const line of stories[key] ?? []) print(`  ${neutralise(line)}`);
  }
}
