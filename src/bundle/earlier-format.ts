import type { AuditReport } from '#audit';
import { base64Of, canonicalJson, type Digest, type JsonValue, utf8Of } from '#base';
import { byKind, type Scenario } from '#domain';
import {
  type BundleFile,
  type ColumnName,
  type Evidence,
  ocelJsonFile,
  PARQUET_TABLES,
  parquetTable,
  type Sink,
} from '#exports';
import { BUNDLE } from './manifest.ts';
import { optional } from './recomputed-files.ts';
import type { EarlierFormat } from './verification.ts';

/**
 * Bundles of formats 2 and 3, which programs wrote until format 4. Tables had other names of columns. The law may have had another edition, and pages
 * other words. So the seal, the log, the signatures and the facts in tables are compared as in format 4, and what follows from law or words only by
 * its hash.
 */

/** Files that follow from law and words, besides those in the folders `oscal` and `gdpr`. */
const REWRITTEN: readonly string[] = [
  BUNDLE.format,
  BUNDLE.report,
  BUNDLE.index,
  BUNDLE.audit,
  BUNDLE.law,
  ...['tables/zones.json', 'tables/bases.json', 'csv/checks.csv', 'csv/law.csv'],
];

/** Files that say in words how the scenario's own dates of law differ from those of history, if it has such dates. */
const WITH_OWN_LAW = /^(ledger\/violations\.|events\.ndjson|ocel\.json|cases\.xes|parquet\/)/;

/** Columns that have other names in the tables of formats 2 and 3: the earlier name by the present one. */
export const EARLIER_NAMES: Readonly<Record<string, Readonly<Partial<Record<ColumnName, string>>>>> = {
  'ledger/violations.csv': { case_number: 'case', occurred: 'at' },
  'ledger/violations.ndjson': { case_number: 'case', occurred: 'at' },
  'csv/accesses.csv': {
    case_number: 'case',
    agent_group: 'group',
    employer_kind: 'employerKind',
    read_from: 'readFrom',
    began: 'from',
    ended: 'to',
    duration_s: 'durationS',
  },
  'csv/copies.csv': {
    case_number: 'case',
    copied_from: 'copiedFrom',
    item_classes: 'itemClasses',
    kept_days: 'daysKept',
  },
  'csv/transfers.csv': { case_number: 'case', occurred: 'time' },
  'csv/exceptions.csv': { case_number: 'case', began: 'from', ended: 'to' },
  'csv/checks.csv': {
    first_case_number: 'firstCase',
    first_occurred: 'firstTime',
    first_message: 'firstMessage',
  },
  'csv/law.csv': { in_scenario: 'inScenario', in_history: 'inHistory' },
  'gdpr/processing-record.csv': {
    asked_by: 'asked by',
    exporter: 'from',
    same_entity: 'same entity',
    auditor_today: 'auditor today',
  },
  'gdpr/sub-processors.csv': {
    copies_held: 'copies held',
    accesses_by_its_people: 'accesses by its people',
    accesses_at_its_centres: 'accesses at its centres',
    could_have_received_from: 'could have received from',
  },
};

const KINDS = byKind((kind) => kind);
/** Acts and fields that formats 2 and 3 did not have. The table of acts only grows, so that these are the last. */
const LATER_TYPES = {
  acts: KINDS.slice(KINDS.indexOf('subcontractor needed')),
  fields: { presence: ['isPaid'] },
} as const;

/** A recomputed file as formats 2 and 3 have it: with the earlier names of columns, and the acts of that time. */
export function earlierFile(file: BundleFile, evidence: Evidence): BundleFile {
  const table = PARQUET_TABLES.find((name) => file.path === `parquet/${name}.parquet`);
  if (table !== undefined) return optional(parquetTable(table, evidence, true));
  if (file.path === 'ocel.json') return optional(ocelJsonFile(evidence, LATER_TYPES));
  const names = Object.entries(EARLIER_NAMES[file.path] ?? {});
  if (names.length === 0) return file;
  const renamed = (sink: Sink): Sink => {
    let isHead = true;
    return {
      bytes: (bytes) => sink.bytes(bytes),
      text: (text) => {
        sink.text(isHead || file.path.endsWith('.ndjson') ? withNames(text, names) : text);
        isHead = false;
      },
    };
  };
  return { ...file, open: (sink) => file.open(renamed(sink)) };
}

/** The head of a CSV table, or a row in JSON, with earlier names. In a text of JSON, no quotation mark stands without a backslash. */
function withNames(text: string, names: readonly (readonly [now: string, then: string])[]): string {
  if (text.startsWith('{'))
    return names.reduce((row, [now, then]) => row.replace(`"${now}":`, `"${then}":`), text);
  const [head = ''] = text.split('\r\n', 1);
  const byName = new Map(names);
  const before = head.split(',').map((name) => byName.get(name) ?? name);
  return before.join(',') + text.slice(head.length);
}

/** Whether a file of an earlier format may differ from what this program gives, and is then only named. */
export function isRewritten(path: string, { law }: Scenario): boolean {
  return (
    REWRITTEN.includes(path) || /^(oscal|gdpr)\//.test(path) || (law !== undefined && WITH_OWN_LAW.test(path))
  );
}

/** The editions of the law's tables with which programs of each format judged last, as SHA-256 of `tables/law.json`. */
export const EARLIER_LAW: Readonly<Record<EarlierFormat['format'], string>> = {
  2: '4aa7ac5992fe625aa7a042e0421cfd6fcef9b2df61fcd837e673b2b2a06e8f5f',
  3: '22b266c2eaedbd02c6c772cfd3e6418868c72d32de7b45bc1a498fc2e71e4cba',
};

/** The lines of a log's context about these tables of law (`tables/law.json`); none if the text is no such file. */
export function lawLinesOf(lawText: string, digest: Digest): readonly string[] {
  try {
    const tables = JSON.parse(lawText) as Readonly<Record<string, JsonValue>>;
    return Object.entries(tables).map(
      ([table, rows]) => `law/${table} ${base64Of(digest(utf8Of(canonicalJson(rows))))}`,
    );
  } catch {
    return [];
  }
}

/** How the audit in a bundle (`ledger/audit.json`) differs from the one that this program makes. Its words and numbers of checks may. */
export interface AuditDifference {
  /** Null if it is an audit of this ledger with the same violations. */
  readonly problem: string | null;
  /** Invariants with other numbers of checks, or of acts that can be judged neither way. */
  readonly ids: readonly string[];
}

export function auditDifference(text: string, found: AuditReport): AuditDifference {
  try {
    const written = JSON.parse(text) as AuditReport;
    const before = new Map(factsOf(written));
    // An invariant that was added since has no row there.
    const differing = factsOf(found).find(([what, value]) => value !== (before.get(what) ?? 0));
    if (differing !== undefined) {
      const [what, value] = differing;
      return { problem: `its ${what} is ${before.get(what)}, the ledger gives ${value}`, ids: [] };
    }
    const countsOf = (audit: AuditReport, id: string) => {
      const row = audit.invariants.find((one) => one.id === id);
      return JSON.stringify([row?.checks, row?.undecided.map(({ count }) => count)]);
    };
    const ids = found.invariants
      .map(({ id }) => id)
      .filter((id) => countsOf(written, id) !== countsOf(found, id));
    return { problem: null, ids };
  } catch {
    return { problem: 'it is not an audit', ids: [] };
  }
}

/** What must be equal in two audits of one ledger by different versions. */
function factsOf(audit: AuditReport): readonly (readonly [string, string | number | null])[] {
  const { cases, entries, invariants, invariantsNow, root, verdict } = audit;
  const violations = (rows: AuditReport['invariants'], known: string) =>
    rows.map((row) => [`number of violations of ${row.id}${known}`, row.violations] as const);
  return [
    ...([
      ['root', root],
      ['number of entries', entries],
      ['number of cases', cases],
    ] as const),
    // Whether some acts cannot be judged depends on the edition of the law.
    ['verdict', verdict === 'undecided' ? 'clean' : verdict] as const,
    ...violations(invariants, ''),
    ...violations(invariantsNow, ' by the law as it is known today'),
  ];
}
