import type { AuditReport } from '#audit';
import type { Scenario } from '#domain';
import type { GroupWork, LateAnswers } from '#evidence';
import { renderReportFigures } from '#report';
import type { Summary } from '#statistics';
import type { Drawings } from '../protocol.ts';

interface Told {
  readonly late: LateAnswers;
  readonly work: readonly GroupWork[];
  readonly stories: Readonly<Record<string, readonly string[]>>;
}

/** The figures of the report, by name. The page shows the same drawings as the file. */
export function drawingsOf(
  summary: Summary,
  scenario: Scenario,
  audit: AuditReport,
  { late, stories, work }: Told,
): Drawings {
  return renderReportFigures({ summary, scenario, audit, late, stories, work });
}
