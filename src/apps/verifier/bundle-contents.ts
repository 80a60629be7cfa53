import {
  BUNDLE,
  type BundleFile,
  type Evidence,
  EXPORT_FORMATS,
  type ExportFormat,
  optional,
  processingRecord,
  recomputedFiles,
} from '#evidence';
import { type ReportInput, renderProcessingRecord, renderReport, renderSubProcessors } from '#report';
import { storiesOf } from '../cli/audit-run.ts';

/** Every file of a bundle that can be made anew, the pages among them. `kept` gives the text of what cannot. */
export function bundleContents(
  evidence: Evidence,
  kept: (path: string) => string | null,
  formats: readonly ExportFormat[] = EXPORT_FORMATS,
): readonly BundleFile[] {
  return [
    ...recomputedFiles(evidence, formats),
    ...(formats.includes('gdpr') ? pagesOf(evidence).map(optional) : []),
    ...reportFile(evidence, kept(BUNDLE.summary)),
  ];
}

/** Pages about what a processor has to keep a record of. */
export function pagesOf(evidence: Evidence): readonly BundleFile[] {
  const { title } = evidence.scenario;
  return [
    {
      path: 'gdpr/processing-record.html',
      write: (sink) => sink.text(renderProcessingRecord(processingRecord(evidence), title)),
    },
    {
      path: 'gdpr/sub-processors.html',
      write: (sink) => sink.text(renderSubProcessors(processingRecord(evidence), title)),
    },
  ];
}

/** The report of the run: its figures of service are those of the summary, which the ledger alone does not give. */
function reportFile(
  { audit, ledger, nearMisses, scenario }: Evidence,
  summaryText: string | null,
): readonly BundleFile[] {
  if (summaryText === null) return [];
  const write: BundleFile['write'] = (sink) => {
    const summary = JSON.parse(summaryText) as ReportInput['summary'];
    const stories = storiesOf(ledger, audit, scenario);
    sink.text(renderReport({ summary, audit, scenario, ledgerRoot: audit.root, stories, nearMisses }));
  };
  return [{ path: BUNDLE.report, write }];
}
