import { hexOf } from '#base';
import type { OpenedLedger } from '#ledger';

/** What `run.json` says that nothing in a ledger shows: verifiers name it as the maker's word. */
export const MAKERS_WORD = [
  'breach',
  'engine',
  'preference.file',
  'versions.timeZones',
  'events',
  'set',
] as const;

const KEYS = [
  'seed',
  'replication',
  'breach',
  'engine',
  'preference',
  'versions',
  'root',
  'source',
  'events',
  'set',
];

interface RunRecord {
  readonly seed: unknown;
  readonly replication: unknown;
  readonly root: unknown;
  readonly versions: { readonly engine: unknown } | undefined;
  readonly preference: { readonly sha256: unknown } | null | undefined;
}

/**
 * How the record of a run (`run.json`) departs from its ledger, as the end of a sentence; null if it does not. `isClosed`: whether it may hold
 * nothing but its keys, written as they are by `meridian run`.
 */
export function problemOfRunRecord(text: string, ledger: OpenedLedger, isClosed: boolean): string | null {
  let record: RunRecord;
  try {
    record = JSON.parse(text) as RunRecord;
    if (typeof record !== 'object' || record === null) return 'is not the record of a run';
  } catch {
    return 'is not JSON';
  }
  const { engineVersion, replication, seed } = ledger.header;
  const { preference } = record;
  // A module that chose among groups is a part of the program that made the ledger.
  const chose = preference === null || preference === undefined ? '' : `+preference.${preference.sha256}`;
  const rows: readonly (readonly [string, unknown, unknown])[] = [
    ['seed', record.seed, seed],
    ['replication', record.replication, replication],
    ['root', record.root, hexOf(ledger.root)],
    ['versions.engine', `${record.versions?.engine}${chose}`, engineVersion],
  ];
  const wrong = rows.find(([, said, found]) => said !== found);
  if (wrong !== undefined) return `says that ${wrong[0]} is ${wrong[1]}, the ledger has ${wrong[2]}`;
  return isClosed ? problemOfKeys(text, record) : null;
}

function problemOfKeys(text: string, record: object): string | null {
  const { preference, versions } = record as Partial<Record<string, object | null>>;
  const strange = [
    ...Object.keys(record).filter((key) => !KEYS.includes(key)),
    ...Object.keys(versions ?? {}).filter((key) => key !== 'engine' && key !== 'timeZones'),
    ...Object.keys(preference ?? {}).filter((key) => key !== 'file' && key !== 'sha256'),
  ];
  if (strange.length > 0) return `has the key ${strange[0]}, which the record of a run does not have`;
  return `${JSON.stringify(record, null, 2)}\n` === text
    ? null
    : 'is not written as `meridian run` writes it';
}
