import type { AuditReport } from '#audit';
import type { Scenario } from '#domain';
import { renderReportFigures } from '#report';
import type { Summary } from '#statistics';
import type { Drawings } from '../protocol.ts';

/** The figures of the report, by name: the page shows the same drawings as the file. */
export function drawingsOf(
  summary: Summary,
  scenario: Scenario,
  audit: AuditReport,
  stories: Readonly<Record<string, readonly string[]>>,
): Drawings {
  return renderReportFigures({ summary, scenario, audit, stories });
}
