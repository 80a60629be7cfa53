import type { AuditReport } from '#audit';
import type { Scenario } from '#domain';
import type { LateAnswers } from '#planning';
import type { Summary } from '#statistics';

export interface WorkbookInput {
  readonly summary: Summary;
  readonly scenario: Scenario;
  readonly audit: AuditReport;
  readonly late: LateAnswers;
}
