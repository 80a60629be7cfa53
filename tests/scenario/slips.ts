import { parse, stringify } from 'yaml';
import { joinBytes } from '#base';
import type { Scenario } from '#domain';
import { startReplication } from '#experiment';
import { parseScenario, type ScenarioIssue } from '#scenario';
import { auditInMemory, sha256 } from '../running.ts';
import { readFile } from './parsing.ts';

/** Scenario files with a typing mistake: one value is missing or replaced. */

type Path = readonly (string | number)[];

/** The value of a list is repeated. */
const TWICE = 'twice';

/** Values of wrong types, beyond all bounds, empty, and of other keys. */
const SLIPS: readonly unknown[] = [
  undefined,
  null,
  '',
  [],
  {},
  true,
  0,
  1,
  2,
  -1,
  0.5,
  1e99,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  'all',
  'none',
  'nobody',
  '0 s',
  '1 ms',
  '1 s',
  '10 min',
  '40 years',
  '-1 min',
  '1e99/h',
  '1/h',
  'fixed 0 s',
  'fixed 5 min',
  'A',
  'phone',
  'pause',
  'ANY',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  TWICE,
];

/** Plausible values of that kind: mostly accepted, rarely intended. */
const ALIKE: readonly (readonly [RegExp, readonly unknown[]])[] = [
  [/^-?\d+(\.\d+)?$/, [0, 1, 2, 3, 7, 0.01, 0.5, 0.99, 50, 1000, 1e5]],
  [
    /^[\d.]+ (ms|s|min|h|days?|weeks?)$/,
    ['0 s', '1 ms', '1 s', '7 min', '2 h', '26 h', '400 days', '40 years'],
  ],
  [/^[\d.]+\/(min|h|day|week)$/, ['0/h', '1/week', '3/h', '60/h', '2000/week']],
  [/^\d{2}:\d{2}$/, ['00:00', '00:01', '11:59', '12:00', '23:59', '24:00']],
  [
    /^\d{4}-\d{2}-\d{2}/,
    ['2014-11-04T00:00:00Z', '2014-11-05T10:00:00Z', '2014-11-06T00:00:00Z', '2030-01-01'],
  ],
  [
    /^(exponential|fixed|lognormal) /,
    [
      'fixed 0 s',
      'fixed 1 ms',
      'fixed 5 min',
      'exponential 1 h',
      'uniform 0 s to 1 h',
      'lognormal 5 min cv 9',
    ],
  ],
  [
    /^(finish|pause|hand over|restart|resample)$/,
    ['finish', 'pause', 'hand over', 'restart', 'resample', { finishWithin: '7 min' }],
  ],
  [/^(carry over|clear|serve out)$/, ['carry over', 'clear', 'serve out']],
  [/^(phone|e-mail|web)$/, ['phone', 'e-mail', 'web', 'all']],
  [/^[ABC]$/, ['A', 'B', 'C', 'all', ['A', 'B']]],
  [/^(remote view|local system)$/, ['remote view', 'local system']],
  [/^(EEA|EU|ANY|US)$/, ['EEA', 'EU', 'ANY', 'US', 'CH', 'EEA_EFTA']],
];

export interface Slip {
  readonly text: string;
  /** The place and its new value. */
  readonly told: string;
}

/** Paths of all values of a file. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const below = members.flatMap(([key, member]) => pathsOf(member, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

/** Draws that choose a value of the file, the kind of its replacement, and the replacement. */
export interface SlipDraws {
  readonly place: number;
  readonly kind: number;
  readonly value: number;
}

/** The file with one value changed, repeated in its list, or removed. Three of four replacements are of the kind of the original. */
export function slipIn(text: string, draws: SlipDraws): Slip {
  const plain: unknown = parse(text);
  const paths = pathsOf(plain);
  const path = among(paths, draws.place) ?? [];
  const alike = ALIKE.find(([pattern]) => pattern.test(String(at(plain, path))))?.[1];
  const known = alike ?? sameKey(plain, paths, path);
  const value = among(known.length > 0 && draws.kind % 4 > 0 ? known : SLIPS, draws.value);
  const holder = at(plain, path.slice(0, -1));
  const key = path.at(-1) as string;
  if (Array.isArray(holder)) {
    if (value === undefined) holder.splice(Number(key), 1);
    else if (value === TWICE) holder.push(holder[Number(key)]);
    else holder[Number(key)] = value;
  } else if (value === undefined) delete (holder as Record<string, unknown>)[key];
  else (holder as Record<string, unknown>)[key] = value;
  return { text: stringify(plain), told: `${path.join('.')} = ${String(JSON.stringify(value))}` };
}

function among<Value>(values: readonly Value[], drawn: number): Value | undefined {
  return values[drawn % values.length];
}

function at(plain: unknown, path: Path): unknown {
  return path.reduce((holder, step) => (holder as Record<string, unknown>)[step], plain);
}

/** Values that stand under the same key elsewhere in the file. */
function sameKey(plain: unknown, paths: readonly Path[], path: Path): readonly unknown[] {
  return paths
    .filter((other) => other.at(-1) === path.at(-1) || other.length === path.length)
    .map((other) => at(plain, other))
    .filter((value) => typeof value === 'string');
}

export type Outcome =
  | { readonly kind: 'refused'; readonly issues: readonly ScenarioIssue[] }
  | { readonly kind: 'run'; readonly broken: readonly string[] }
  | { readonly kind: 'busy' };

/** Number of notices after which a run is abandoned: a mistake may multiply the demand. */
const NOTICES_MAX = 60_000;

/** Parses the text as if it were that file. If it is a scenario, runs its beginning and audits the ledger. */
export function outcomeOf(path: string, text: string, lengthMs: number): Outcome {
  const parsed = parseScenario({ path, text, readFile });
  if (!parsed.ok) return { kind: 'refused', issues: parsed.problem };
  // A warm-up may be as long as the part that is run.
  const { warmUp: _, ...whole } = parsed.value.scenario;
  const scenario: Scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, lengthMs) };
  const chunks: Uint8Array[] = [];
  const replication = startReplication(scenario, {
    seed: scenario.seed,
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    writeLedger: (bytes) => chunks.push(bytes.slice()),
    engineVersion: 'test',
  });
  if (!replication.advance(scenario.horizonMs, NOTICES_MAX)) return { kind: 'busy' };
  replication.finish();
  const { invariants } = auditInMemory(joinBytes(chunks), scenario);
  return { kind: 'run', broken: invariants.filter(({ violations }) => violations > 0).map(({ id }) => id) };
}
