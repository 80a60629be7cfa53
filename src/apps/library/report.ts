import type { AuditReport } from '#audit';
import { renderReport as render } from '#report';
import type { SimulatedRun } from './simulate.ts';

/**
 * The report of a run as one HTML page, without scripts and without network. `audit`: the result of `audit` for its ledger; without it
 * the page says that the run was not audited.
 *
 * @example
 * writeFileSync('report.html', renderReport(run, judged.ok ? judged.value : null));
 */
export function renderReport(
  { root, scenario, summary }: SimulatedRun,
  audit: AuditReport | null = null,
): string {
  return render({ summary, audit, scenario, ledgerRoot: root });
}
