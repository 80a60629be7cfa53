import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hexOf } from '#base';
import type { OwnPreference, Scenario } from '#domain';
import { reasonOf, sha256 } from './host.ts';
import { complain } from './print.ts';

/** Which module chose in a run: its path as the user gave it, and the hash of its text. */
export interface PreferenceRecord {
  readonly file: string;
  readonly sha256: string;
}

/** The routing preference that a module exports, or null when it cannot be had; why has then been told. */
export async function loadPreference(
  file: string,
  scenario: Scenario,
): Promise<{ readonly preference: OwnPreference; readonly record: PreferenceRecord } | null> {
  const remedy = 'export default (scenario) => ({ name, rank(group, supportCase) { return 0; } })';
  let text: Uint8Array;
  try {
    text = readFileSync(file);
  } catch (error) {
    complain(reasonOf(error, file), 'name a JavaScript module with --preference');
    return null;
  }
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
    const made: unknown = typeof module.default === 'function' ? module.default(scenario) : undefined;
    if (isPreference(made)) return { preference: made, record: { file, sha256: hexOf(sha256(text)) } };
    complain(`${file} does not export a preference by default`, remedy);
  } catch (error) {
    complain(`${file} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, remedy);
  }
  return null;
}

function isPreference(value: unknown): value is OwnPreference {
  if (value === null || typeof value !== 'object') return false;
  const { name, rank } = value as Partial<OwnPreference>;
  return typeof name === 'string' && typeof rank === 'function';
}
