import { median } from '../whole-run/estimates.ts';
import { markdownTable } from '../whole-run/markdown-table.ts';
import { COMPARED_WITH_AUDIT, type ScaledCommand } from './commands.ts';
import type { AxisReport, Cost, SizeReport } from './measure.ts';

/** The text of an axis's table. If the audit was measured, other commands that read a whole ledger are compared with it. */
export function renderAxis(report: AxisReport): string {
  const { commands, id, sizes, title, unit } = report;
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
  return `## Scaling by ${id}\n\n${title}. CPU seconds of the whole process, start-up included, and peak memory.\n\n${table}\n\n${slopesOf(report)}`;
}

/** By command, the power of the size with which its CPU time grows from the second largest size to the largest; 1: in proportion. */
function slopesOf({ commands, sizes, start }: AxisReport): string {
  const [smaller, larger] = sizes.toSorted((left, right) => left.size - right.size).slice(-2);
  const slopes = commands.flatMap((command) => {
    const [none, less, more] = [start, smaller, larger].map((size) =>
      median((size?.costs[command] ?? []).map(({ cpuS }) => cpuS)),
    ) as [number, number, number];
    const slope =
      Math.log((more - none) / (less - none)) / Math.log((larger?.size ?? 1) / (smaller?.size ?? 1));
    return Number.isFinite(slope) ? [`${command} ${slope.toFixed(2)}`] : [];
  });
  if (slopes.length === 0) return '';
  return `Slope between the two largest sizes, without start-up: ${slopes.join(', ')}.`;
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
