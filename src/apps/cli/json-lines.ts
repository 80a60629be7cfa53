import { existsSync, readFileSync } from 'node:fs';

/** What is in a file of JSON lines; none where there is no file. Whole lines only: a process that was killed may have left a part of one. */
export function readJsonLines<Value>(path: string): readonly Value[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Value];
    } catch {
      return [];
    }
  });
}

export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
