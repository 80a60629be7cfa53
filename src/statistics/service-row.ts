import { SECOND_MS } from '#base';
import { QuantileHistogram } from './quantile-histogram.ts';
import { ratio, toSixDigits } from './rounding.ts';
import type { ServiceCells } from './service-cells.ts';
import type { ServiceRow } from './summary.ts';

/** Service to the cases of some cells together. */
export function serviceRow(
  cells: ServiceCells,
  chosen: readonly number[],
  names: { readonly id: string; readonly title: string },
): ServiceRow {
  const sum = (column: Float64Array) => chosen.reduce((total, cell) => total + (column[cell] as number), 0);
  const waits = merged(cells.waits, chosen);
  const sojourns = merged(cells.sojourns, chosen);
  const answered = sum(cells.answered);
  const abandoned = sum(cells.abandoned);
  const resolved = sum(cells.resolved);
  const inTime = sum(cells.answeredInTime);
  const judged = sum(cells.answeredWithLevel) + sum(cells.abandonedWithLevel);
  return {
    id: names.id,
    title: names.title,
    arrived: sum(cells.arrived),
    answered,
    answeredAtOnce: sum(cells.answeredAtOnce),
    abandoned,
    stalled: sum(cells.stalled),
    resolved,
    reopened: sum(cells.reopened),
    handOvers: sum(cells.handOvers),
    serviceLevel: ratio(inTime, judged),
    serviceLevelWithoutShortAbandons: ratio(inTime, judged - sum(cells.abandonedInTime)),
    speedOfAnswerS: ratio(sum(cells.waitSumMs) / SECOND_MS, answered),
    waitP50S: inSeconds(waits.quantile(0.5)),
    waitP90S: inSeconds(waits.quantile(0.9)),
    waitP95S: inSeconds(waits.quantile(0.95)),
    abandonmentShare: ratio(abandoned, answered + abandoned),
    sojournMeanS: ratio(sum(cells.sojournSumMs) / SECOND_MS, resolved),
    sojournP90S: inSeconds(sojourns.quantile(0.9)),
  };
}

function merged(histograms: readonly QuantileHistogram[], chosen: readonly number[]): QuantileHistogram {
  const all = new QuantileHistogram();
  for (const cell of chosen) {
    const histogram = histograms[cell];
    if (histogram !== undefined && histogram.count > 0) all.add(histogram);
  }
  return all;
}

function inSeconds(durationMs: number | null): number | null {
  return durationMs === null ? null : toSixDigits(durationMs / SECOND_MS);
}
