import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hexOf } from '#base';
import type { MakePreference, OwnPreference, Scenario } from '#domain';
import { readRegularFile } from '../../shared/files/regular-file.ts';
import { sha256 } from '../../shared/host.ts';
import { attempt, refuse } from '../../shared/problem.ts';

/** The module that chose in a run: its path as the user gave it, and the hash of its text. */
export interface PreferenceRecord {
  readonly file: string;
  readonly sha256: string;
}

/** Separates the engine version from the hash of the module that chose in a run. */
const MARK = '+preference.';

/** The program that made a ledger: the engine version, and the hash of the user's module if one chose. */
export function sealedVersion(engine: string, preference: PreferenceRecord | null): string {
  return preference === null ? engine : engine + MARK + preference.sha256;
}

/** Hash of the module that chose in the run of a ledger; null if there was none. */
export function sealedPreference(engineVersion: string): string | null {
  const at = engineVersion.indexOf(MARK);
  return at === -1 ? null : engineVersion.slice(at + MARK.length);
}

/**
 * Loads the routing preference that a module exports. Only the user can name the module, never a file that is read.
 * `wanted`: required hash of its text; a module with another hash is not executed.
 */
export async function loadPreference(
  file: string,
  scenario: Scenario,
  wanted: string | null = null,
): Promise<{ readonly preference: OwnPreference; readonly record: PreferenceRecord }> {
  const remedy = 'export default (scenario) => ({ name, rank(group, supportCase) { return 0; } })';
  const text = attempt(file, 'name a JavaScript module with --preference', () => readRegularFile(file));
  const hash = hexOf(sha256(text));
  if (wanted !== null && wanted !== hash) {
    return refuse(
      `${file} is not the module of the run: its SHA-256 is ${hash}, that of the module in the run is ${wanted}`,
      'name the original module, or run again',
    );
  }
  let made: unknown;
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
    if (typeof module.default === 'function') made = (module.default as MakePreference)(scenario);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`${file} cannot be loaded: ${why}`, remedy);
  }
  if (isPreference(made)) return { preference: made, record: { file, sha256: hash } };
  return refuse(`${file} does not export a preference by default`, remedy);
}

function isPreference(value: unknown): value is OwnPreference {
  if (value === null || typeof value !== 'object') return false;
  const { name, rank } = value as Partial<OwnPreference>;
  return typeof name === 'string' && typeof rank === 'function';
}
