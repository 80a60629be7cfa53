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
