import type { AuditReport } from '#audit';
import { base64Of, canonicalJson, type Digest, type JsonValue, utf8Of } from '#base';
import type { Scenario } from '#domain';
import { BUNDLE } from './manifest.ts';

/**
 * Bundles of format 2, which programs wrote until format 3. The law has had another edition since, and pages other words. So the seal, the
 * log, the signatures and the facts in tables are compared as in format 3, and what follows from law or words only by its hash.
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

/** Whether a file of format 2 may differ from what this program gives, and is then only named. */
export function isRewritten(path: string, { law }: Scenario): boolean {
  return (
    REWRITTEN.includes(path) || /^(oscal|gdpr)\//.test(path) || (law !== undefined && WITH_OWN_LAW.test(path))
  );
}

/** The edition of the law's tables with which programs of format 2 judged last, as SHA-256 of `tables/law.json`. */
export const LAW_OF_FORMAT_2 = '4aa7ac5992fe625aa7a042e0421cfd6fcef9b2df61fcd837e673b2b2a06e8f5f';

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
