import picocolors from 'picocolors';
import type { ScenarioIssue } from '#scenario';

/** What goes to the user's terminal. Control characters of scenario texts never reach it. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** One line on stderr that says what is wrong and what to do about it. */
export function complain(message: string, remedy: string): void {
  process.stderr.write(`${picocolors.red('error')}  ${harmless(message)}\n       ${harmless(remedy)}\n`);
}

/** Issues of scenario files, in the form `file:line:column  code  message`, with the remedy below. */
export function printIssues(issues: readonly ScenarioIssue[], severity: 'error' | 'warning'): void {
  const paint = severity === 'error' ? picocolors.red : picocolors.yellow;
  for (const { code, path, file, line, column, value, message, remedy } of issues) {
    const where = `${file}:${line}:${column}`;
    const at = path === '' ? '' : ` at ${path}`;
    const shown = value === '' ? '' : ` (${value})`;
    process.stderr.write(`${harmless(where)}  ${paint(severity)} ${code}${harmless(`${at}: ${message}${shown}`)}\n`);
    process.stderr.write(`    ${harmless(remedy)}\n`);
  }
}

/** Text without control characters, so that a name cannot move the cursor or change colours. */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
}
