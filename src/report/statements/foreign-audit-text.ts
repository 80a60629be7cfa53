import { AUDITOR_INDEPENDENCE } from '#audit';
import { neutralise, plural, present } from '#base';
import { omissionSentences } from '#exports';
import type { ForeignReport } from '#foreign';
import { invariantName } from '#statements';
import { list, type Part, styled, table } from '../document/parts.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { auditColumns } from './evidence-parts.ts';

type Row = ForeignReport['results'][number];

/**
 * The audit of a foreign log, for a terminal. `path` names the log. The verdict comes first, then what broke, then the table of invariants.
 */
export function renderForeignAuditText(
  path: string,
  report: ForeignReport,
  { colour }: Pick<TextOptions, 'colour'>,
): string {
  const { cases, events, leftOut, results, until } = report;
  const name = neutralise(path);
  const others = leftOut === 0 ? '' : `; ${plural(leftOut, 'unrelated line')} left out`;
  const isGood = results.every(({ violations }) => violations === 0) && report.disorder.lines === 0;
  const parts: readonly Part[] = [
    [
      styled(isGood ? 'strong' : 'bad', headlineOf(report)),
      `${name}: ${plural(events, 'event')} about ${plural(cases, 'case')}, judged up to ${until}${others}.`,
      'The log has no seal, so nothing shows that it is true and complete.',
      ...report.law,
    ],
    [
      ...results.flatMap((row) => violationLines(name, row).map((line) => styled('bad', line))),
      ...results.flatMap(laterLines),
      ...results.flatMap((row) => undecidedLines(name, row)),
      ...disorderParts(name, report),
      ...unknownParts(name, report),
      table(results, { caption: 'Invariants', columns: COLUMNS }),
    ],
    [
      countSentence(results),
      `Assumed: ${report.assumptions.join('; ')}.`,
      AUDITOR_INDEPENDENCE,
      ...omissionSentences(report),
    ],
  ];
  return renderText(parts, { colour, width: Number.MAX_SAFE_INTEGER });
}

/** The worst finding first. Without a fault it gives the number of checks: "no violation" alone says nothing. */
function headlineOf({ disorder, results }: ForeignReport): string {
  const broken = results.filter(({ violations }) => violations > 0);
  if (broken.length > 0) return `Broken: ${broken.map(invariantName).join(', ')}`;
  if (disorder.lines > 0) return `The log contradicts itself in ${plural(disorder.lines, 'line')}`;
  const open = results.filter(({ undecided }) => undecided.length > 0);
  if (open.length > 0) {
    const acts = open.flatMap(({ undecided }) => undecided).reduce((sum, { count }) => sum + count, 0);
    return `${plural(acts, 'act')} not judged: ${open.map(invariantName).join(', ')}`;
  }
  return `No violation found: ${results.filter(isTested).length} of ${results.length} invariants tested`;
}

function isTested({ checks, notCheckable, violations }: Row): boolean {
  return notCheckable === null && (checks > 0 || violations > 0);
}

function countSentence(results: readonly Row[]): string {
  const tested = results.filter(isTested);
  const unable = results.filter(({ notCheckable }) => notCheckable !== null).length;
  const idle = results.length - tested.length - unable;
  const violations = tested.reduce((sum, row) => sum + row.violations, 0);
  const checks = tested.reduce((sum, row) => sum + row.checks, 0);
  const found = `${plural(violations, 'violation')} in ${plural(checks, 'check')} of ${plural(tested.length, 'invariant')}`;
  return `${found}; ${idle} had nothing to check; ${unable} cannot be checked with the contents of the log.`;
}

function violationLines(path: string, row: Row): readonly string[] {
  const { first, violations } = row;
  if (first === null) return [];
  const whose = first.caseId === null ? '' : ` (case ${first.caseId})`;
  const where = `${path}:${first.line}${whose}: ${first.message}`;
  return [`${invariantName(row)}: ${plural(violations, 'violation')}, the first at ${where}`];
}

/** How the law as known today judges the same transfers. */
function laterLines(row: Row): readonly string[] {
  const { violations, violationsNow } = row;
  if (violationsNow === null || violationsNow === violations) return [];
  return [`${invariantName(row)}: ${plural(violationsNow, 'violation')} by the law as it is known today.`];
}

function undecidedLines(path: string, row: Row): readonly string[] {
  return row.undecided.map(
    ({ count, first, reason }) =>
      `${invariantName(row)}: ${plural(count, 'act')} cannot be judged, the first at ${path}:${first.line}: ${reason}`,
  );
}

function disorderParts(path: string, { disorder }: ForeignReport): readonly Part[] {
  const { first, lines } = disorder;
  if (lines === 0) return [];
  const contradict = lines === 1 ? 'contradicts' : 'contradict';
  const listed = first.map(({ line, message }) => `${path}:${line}: ${message}`);
  return [
    styled('bad', `${plural(lines, 'line')} ${contradict} the rest of the log:`),
    list(present([...listed, lines > first.length && '… (the first of each sort)'])),
  ];
}

function unknownParts(path: string, { unknown }: ForeignReport): readonly Part[] {
  if (unknown.names === 0) return [];
  const listed = unknown.first.map(
    ({ fields, line, name, what }) =>
      `${what} ${name}: ${plural(fields, 'time')}, the first at ${path}:${line}`,
  );
  return [
    `The scenario does not know ${plural(unknown.names, 'name')} of the log:`,
    list(present([...listed, unknown.names > unknown.first.length && '…'])),
  ];
}

const COLUMNS = auditColumns(
  ({ notCheckable }: Row) => (notCheckable === null ? null : `not checkable: ${notCheckable}`),
  '',
);
