import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { AuditReport } from '#audit';
import { canonicalJson, hexOf, utf8Of } from '#base';
import type { Summary } from '#statistics';
import { sha256 } from '../running.ts';

/**
 * Kept results, written for people to compare: a line for each row, the figures that planners read, and a digest of all the rest. What
 * every result has in common (titles and sentences of invariants) is left out.
 */

/** A line per row of the summary; cells and series are only in the digest. */
export function keptSummary(summary: Summary): string {
  const {
    cells: _,
    copies: _1,
    hourly: _2,
    waitingTimes: _3,
    judgedOverTime: _6,
    centres,
    weekly,
    ...rest
  } = summary;
  return lines({
    ...rest,
    centres: centres.map(({ busyByHour: _4, onDutyByHour: _5, overtimeByHour: _7, ...centre }) => centre),
    ...(weekly === undefined ? {} : { weekly: weekly.map(({ id, where }) => ({ id, where })) }),
    sha256: digestOf(summary),
  });
}

/** A line per invariant: checks, and violations and undecided acts if there are any. (The scenario says what its law is.) */
export function keptAudit(report: AuditReport): string {
  const { format: _, invariants, invariantsNow, law: _1, scenario: _2, ...rest } = report;
  return lines({ ...rest, invariants: keptResults(invariants), invariantsNow: keptResults(invariantsNow) });
}

function keptResults(results: AuditReport['invariants']): object {
  return Object.fromEntries(
    results.map(({ checks, counterexample, id, undecided, violations }) => [
      id,
      {
        checks,
        ...(violations === 0 ? {} : { violations, counterexample }),
        ...(undecided.length === 0 ? {} : { undecided }),
      },
    ]),
  );
}

/** Compares a text with the one kept at the path, or keeps it if results are to be kept. */
export function holdKept(path: string, text: string, seed: string): void {
  if (process.env.KEEP_RESULTS === '1') {
    if (process.env.CI !== undefined) throw new Error('results are kept by people who have looked at them');
    writeFileSync(path, text);
  }
  expect(text, `${path} has changed: seed ${seed}`).toBe(readFileSync(path, 'utf8'));
}

/** JSON with each member of the top-level list or map on its own line. */
function lines(result: object): string {
  const members = Object.entries(result).map(([key, value]) => {
    if (Array.isArray(value))
      return list(
        key,
        '[',
        value.map((row) => JSON.stringify(row)),
        ']',
      );
    if (!key.startsWith('invariants')) return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const rows = Object.entries(value as object).map(([id, row]) => `"${id}": ${JSON.stringify(row)}`);
    return list(key, '{', rows, '}');
  });
  return `{\n${members.map((member) => ` ${member}`).join(',\n')}\n}\n`;
}

function list(key: string, open: string, rows: readonly string[], close: string): string {
  const inner = rows.length === 0 ? '' : `\n${rows.map((row) => `  ${row}`).join(',\n')}\n `;
  return `${JSON.stringify(key)}: ${open}${inner}${close}`;
}

function digestOf(value: unknown): string {
  return hexOf(sha256(utf8Of(canonicalJson(value as Parameters<typeof canonicalJson>[0]))));
}
