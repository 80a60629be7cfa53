import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TargetVerdict } from '#planning';
import { meridian } from './cli.ts';

/** What a command prints that ends well. */
export function outputOf(...args: readonly string[]): string {
  const { code, err, out } = meridian(...args);
  expect(code, err).toBe(0);
  return out;
}

/** Its words, wherever its lines are broken. */
export function wordsOf(...args: readonly string[]): string {
  return outputOf(...args).replaceAll(/\s+/g, ' ');
}

/** A JSON file that a command has written. */
export function fileOf<Value>(...path: readonly string[]): Value {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as Value;
}

/** The verdicts on targets of a run with replications. */
export function targetsOf(folder: string): readonly TargetVerdict[] {
  return fileOf<{ readonly answer: { readonly targets: readonly TargetVerdict[] } }>(folder, 'estimates.json')
    .answer.targets;
}

/** The rows of a page's tables of targets that have a column of verdicts: the text of their cells. */
export function verdictRowsOf(...path: readonly string[]): readonly (readonly string[])[] {
  const page = readFileSync(join(...path), 'utf8');
  const textsIn = (html: string, pattern: RegExp) =>
    [...html.matchAll(pattern)].map(([, inner = '']) => inner.replaceAll(/<[^>]*>/g, ''));
  const tables = [...page.matchAll(/<table.*?<\/table>/gs)].map(([table]) => table);
  return tables
    .filter(
      (table) =>
        table.includes('<caption>Targets') &&
        textsIn(table, /<th scope="col"[^>]*>(.*?)<\/th>/gs).includes('Verdict'),
    )
    .flatMap((table) => [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].slice(1))
    .map(([, row = '']) => textsIn(row, /<t[hd][^>]*>(.*?)<\/t[hd]>/gs));
}
