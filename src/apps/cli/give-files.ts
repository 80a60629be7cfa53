import { type FileContent, writeAll } from '../shared/files/whole-files.ts';
import { print, printJson, printText } from '../shared/print.ts';

interface Given {
  readonly json: true | undefined;
  /** Output of `--json`. */
  readonly result: object;
  /** For people: a text, or lines that may have names from outside in them. */
  readonly text: () => string | readonly string[];
}

/** Writes files, by name, into a folder, and prints the result and what was written. */
export function giveFiles(
  folder: string,
  files: Readonly<Record<string, FileContent>>,
  { json, result, text }: Given,
): void {
  const written = writeAll(folder, files);
  if (json === true) return printJson(result);
  const shown = text();
  if (typeof shown === 'string') printText(shown);
  else for (const line of shown) print(line);
  print(`Written: ${written.join(', ')}`);
}
