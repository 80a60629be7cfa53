import { INVARIANTS } from '#audit';
import { UserProblem } from '#base';
import { BUNDLE, EXPORT_FORMATS, exportFiles, type FormatName, optional, recomputedFiles } from '#bundle';
import {
  type BundleFile,
  csvCaseFiles,
  dutyFiles,
  type Evidence,
  type ExportFormat,
  textFile,
} from '#exports';
import { type EventEffect, eventEffectsIn } from '#planning';
import {
  type ReportInput,
  renderEvaluation,
  renderProcessingRecord,
  renderReport,
  renderSubProcessors,
} from '#report';
import { parseRequirements, type ScenarioIssue } from '#scenario';
import { type Evaluation, evaluationCsv, evaluationOfRun, processingRecord } from '#statements';
import { lateAnswersIn, storiesOf } from './audit-run.ts';

/** Every file of a bundle that can be recomputed, including the pages. `kept` returns the text of the others. */
export function bundleContents(
  evidence: Evidence,
  kept: (path: string) => string | null,
  formats: readonly ExportFormat[] = EXPORT_FORMATS,
): readonly BundleFile[] {
  return [
    ...recomputedFiles(evidence, formats),
    ...(formats.some(({ name }) => name === 'gdpr') ? pagesOf(evidence).map(optional) : []),
    ...reportFile(evidence, kept(BUNDLE.summary), eventEffectsIn(kept(BUNDLE.run))),
    ...evaluationFiles(evidence, kept(BUNDLE.requirements), kept(BUNDLE.summary)),
  ];
}

/** The files of an export: those that a bundle has of the format, pages, cases in CSV, and who was on duty. */
export function exportedFiles(format: FormatName, evidence: Evidence): readonly BundleFile[] {
  return [
    ...exportFiles(format, evidence),
    ...(format === 'gdpr' ? pagesOf(evidence) : []),
    ...(format === 'csv' ? csvCaseFiles(evidence) : []),
    ...(format === 'csv' || format === 'parquet' ? dutyFiles(format, evidence) : []),
  ];
}

/** Pages on the records that a processor must keep. */
function pagesOf(evidence: Evidence): readonly BundleFile[] {
  const { title } = evidence.scenario;
  return [
    textFile('gdpr/processing-record.html', () => renderProcessingRecord(processingRecord(evidence), title)),
    textFile('gdpr/sub-processors.html', () => renderSubProcessors(processingRecord(evidence), title)),
  ];
}

/**
 * The report of the run. Its service figures come from the summary, because the ledger alone does not contain them. What dated events did
 * comes from the record of the run: the kept scenario does not have the dates of all.
 */
function reportFile(
  { audit, ledger, nearMisses, scenario }: Evidence,
  summaryText: string | null,
  events: readonly EventEffect[],
): readonly BundleFile[] {
  if (summaryText === null) return [];
  const make = () => {
    const stories = storiesOf(ledger, audit, scenario);
    const late = lateAnswersIn(ledger, scenario);
    const rest = { audit, scenario, ledgerRoot: audit.root, stories, nearMisses, late, events };
    return reportOf(summaryText, rest);
  };
  return [textFile(BUNDLE.report, make)];
}

/** Whether the run meets the requirements that the bundle keeps. */
function evaluationFiles(
  evidence: Evidence,
  requirements: string | null,
  summaryText: string | null,
): readonly BundleFile[] {
  if (requirements === null) return [];
  let made: ReadonlyMap<string, string> | null = null;
  const textOf = (path: string) => {
    made ??= evaluationTexts(evaluationOf(evidence, requirements, summaryText));
    return made.get(path.slice(path.lastIndexOf('/') + 1)) ?? '';
  };
  return BUNDLE.evaluation.map((path) => textFile(path, () => textOf(path)));
}

function evaluationOf(evidence: Evidence, requirements: string, summaryText: string | null): Evaluation {
  const read = parseRequirements(BUNDLE.requirements, requirements, RULES);
  if (!read.ok) {
    const { column, file, line, message, remedy } = read.problem[0] as ScenarioIssue;
    throw new UserProblem(`${file}:${line}:${column}: ${message}`, remedy);
  }
  const summary = summaryText === null ? null : summaryOf(summaryText);
  return evaluationOfRun(read.value, evidence, summary);
}

/** The texts of the files that hold an evaluation, by their names. */
export function evaluationTexts(evaluation: Evaluation): ReadonlyMap<string, string> {
  return new Map([
    ['evaluation.html', renderEvaluation(evaluation)],
    ['evaluation.json', `${JSON.stringify(evaluation, null, 2)}\n`],
    ['evaluation.csv', evaluationCsv(evaluation)],
  ]);
}

/** Ids of the invariants that a requirement may name. */
export const RULES: readonly string[] = INVARIANTS.map(({ id }) => id);

function summaryOf(text: string): ReportInput['summary'] {
  try {
    return JSON.parse(text) as ReportInput['summary'];
  } catch (error) {
    throw new UserProblem(`${BUNDLE.summary} is damaged: ${whyUnreadable(error)}`, RUN_AGAIN);
  }
}

const RUN_AGAIN = 'run the scenario again with the same seed';

/**
 * Renders the report. The summary is an unprotected file next to the ledger and has not been checked before. Throws a
 * UserProblem if it is damaged.
 */
function reportOf(summaryText: string, rest: Omit<ReportInput, 'summary'>): string {
  try {
    return renderReport({ ...rest, summary: summaryOf(summaryText) });
  } catch (error) {
    if (error instanceof UserProblem) throw error;
    throw new UserProblem(`${BUNDLE.summary} is damaged: ${whyUnreadable(error)}`, RUN_AGAIN);
  }
}

export function whyUnreadable(error: unknown): string {
  return error instanceof SyntaxError ? 'it is not JSON' : 'a figure in it is missing or of the wrong kind';
}
