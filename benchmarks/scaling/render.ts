import { median } from '../whole-run/estimates.ts';
import { markdownTable } from '../whole-run/markdown-table.ts';
import { COMPARED_WITH_AUDIT, type ScaledCommand } from './commands.ts';
import type { AxisReport, Cost, SizeReport } from './measure.ts';

/** The text of an axis's table. If the audit was measured, other commands that read a whole ledger are compared with it. */
export function renderAxis({ commands, id, sizes, title, unit }: AxisReport): string {
  const isCompared = (command: ScaledCommand) =>
    commands.includes('audit') && COMPARED_WITH_AUDIT.some((one) => one === command);
  const table = markdownTable(
    [
      unit,
      'cases',
      'entries',
      ...commands.flatMap((command) => [
        `${command}, CPU s`,
        'MB',
        ...(isCompared(command) ? ['audits'] : []),
      ]),
    ],
    sizes.map((size) => [
      ...[size.size, size.cases, size.entries].map((count) => count?.toLocaleString('en-GB') ?? ''),
      ...commands.flatMap((command) => [
        ...cellsOf(size.costs[command]),
        ...(isCompared(command) ? [auditsOf(size, command)] : []),
      ]),
    ]),
  );
  return `## Scaling by ${id}\n\n${title}. CPU seconds of the whole process, start-up included, and peak memory.\n\n${table}`;
}

function cellsOf(costs: readonly Cost[] = []): readonly string[] {
  if (costs.length === 0) return ['', ''];
  return [
    median(costs.map(({ cpuS }) => cpuS)).toFixed(2),
    median(costs.map(({ peakMb }) => peakMb)).toFixed(0),
  ];
}

/** The median of the rounds' ratios; empty if a round lacks one of the two. */
function auditsOf({ costs }: SizeReport, command: ScaledCommand): string {
  const [audits = [], others = []] = [costs.audit, costs[command]];
  if (others.length === 0 || audits.length !== others.length) return '';
  return median(others.map(({ cpuS }, round) => cpuS / (audits[round] as Cost).cpuS)).toFixed(1);
}
