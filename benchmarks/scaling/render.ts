import { markdownTable } from '../whole-run/markdown-table.ts';
import { COMMANDS } from './axes.ts';
import type { AxisReport, Cost } from './measure.ts';

/** The text of an axis's table. */
export function renderAxis({ id, sizes, title, unit }: AxisReport): string {
  const commands = COMMANDS.filter((command) => sizes.some(({ costs }) => costs[command] !== null));
  const table = markdownTable(
    [unit, 'cases', 'entries', ...commands.flatMap((command) => [`${command}, CPU s`, 'MB'])],
    sizes.map(({ cases, costs, entries, size }) => [
      ...[size, cases, entries].map((count) => count.toLocaleString('en-GB')),
      ...commands.flatMap((command) => cellsOf(costs[command])),
    ]),
  );
  return `## Scaling by ${id}\n\n${title}. CPU seconds of the whole process, start-up included, and peak memory.\n\n${table}`;
}

function cellsOf(cost: Cost | null): readonly string[] {
  return cost === null ? ['', ''] : [cost.cpuS.toFixed(2), cost.peakMb.toFixed(0)];
}
