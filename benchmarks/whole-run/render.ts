import type { ModelReport } from './compare-model.ts';
import { type Estimate, isAsExpected, Z_MAX } from './estimates.ts';
import { markdownTable } from './markdown-table.ts';
import type { GlobalReport } from './measure-global.ts';

/** The text of a model's tables: who is how fast, and whether each simulated the right thing. */
export function renderModel(report: ModelReport): string {
  const { model, size, rounds, seeds, missing, statistics, competitors } = report;
  const speeds = markdownTable(
    ['engine', 'CPU s', 'loop s', 'cases/s', 'events/s', 'peak MB', 'ratio'],
    competitors.map((competitor) => [
      competitor.isVoid ? `${competitor.title} (void)` : competitor.title,
      competitor.cpuS.toFixed(2),
      competitor.loopS.toFixed(2),
      rate(competitor.casesPerS),
      rate(competitor.eventsPerS),
      competitor.peakMb.toFixed(0),
      competitor.id === 'meridian' ? '' : competitor.ratio.toPrecision(3),
    ]),
  );
  const estimates = markdownTable(
    [`over ${seeds} seeds`, 'expected', '±', ...competitors.flatMap(({ title }) => [title, 'z'])],
    statistics.map(({ title, expected, meanError }, i) => {
      const digits = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(meanError))));
      const cells = competitors.flatMap((competitor) => {
        const { mean, z } = competitor.estimates[i] as Estimate;
        return [mean.toFixed(digits), z.toFixed(1)];
      });
      return [title, String(Number(expected.toPrecision(5))), meanError.toFixed(digits), ...cells];
    }),
  );
  return [
    `## ${model.title}`,
    `${count(size)} ${model.unit}; medians of ${rounds} rounds, interleaved. /s: per CPU second of the whole process, start-up included. Ratio: cases/s of Meridian over those of the engine.`,
    speeds,
    ...missing,
    estimates,
    `Expected: ${model.source}. ±: standard error of a mean, from the spread of all engines' seeds. ${verdict(report)}`,
  ].join('\n\n');
}

function verdict({ statistics, competitors }: ModelReport): string {
  const wrong = competitors.flatMap(({ title, estimates }) =>
    estimates.flatMap((each, i) => (isAsExpected(each) ? [] : [`${statistics[i]?.id} of ${title}`])),
  );
  return wrong.length === 0
    ? `Every |z| is at most ${Z_MAX}.`
    : `VOID, since |z| is above ${Z_MAX}: ${wrong.join(', ')}. A model that is wrong has no speed.`;
}

/** The text of the whole product's table. */
export function renderGlobal(report: GlobalReport): string {
  const { scenario, days, rounds, cases, entries, root, parts, ledgerRatio, auditLoop } = report;
  const table = markdownTable(
    ['', 'CPU s', 'cases/s', 'entries/s', 'peak MB'],
    parts.map(({ title, cpuS, casesPerS, entriesPerS, peakMb }) => [
      title,
      cpuS.toFixed(2),
      rate(casesPerS),
      entriesPerS === null ? '' : rate(entriesPerS),
      peakMb.toFixed(0),
    ]),
  );
  const span = days === null ? '' : `, ${days} days`;
  return [
    `## M3 global: ${scenario}${span}, by the command line of the built package`,
    `${count(cases)} cases, ${count(entries)} ledger entries; medians of ${rounds} rounds, interleaved. /s: per CPU second of the whole process, start-up included.`,
    table,
    `Ledger on : off ${ledgerRatio.toFixed(2)} × the time. The audit is clean; each round gave the ledger ${root.slice(0, 16)}….`,
    `The auditor's loop (reading, hashing and judging, without start-up): ${rate(auditLoop.firstPerS)} entries/s in a process's first audit, ${rate(auditLoop.againPerS)} in its second.`,
  ].join('\n\n');
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** Three digits, with k or M. */
function rate(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  return value >= 1e3 ? `${(value / 1e3).toPrecision(3)} k` : value.toPrecision(3);
}
