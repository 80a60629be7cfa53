import type { Durations } from './durations.ts';
import { Z95 } from './measured.ts';

/** A step of a survival curve: the share that lasts longer than `ms`, with its 95 % interval. */
export interface SurvivalStep {
  readonly ms: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** How many were still at risk just before. */
  readonly atRisk: number;
}

/**
 * The survival curve of censored durations. Source: E. L. Kaplan and P. Meier, JASA 53 (1958); variance by M. Greenwood, interval on the
 * scale log(−log S), which stays within 0 and 1 (J. D. Kalbfleisch and R. L. Prentice, 1980).
 */
export function survivalOf({ entries, count }: Durations): readonly SurvivalStep[] {
  const steps: SurvivalStep[] = [];
  let atRisk = count;
  let share = 1;
  let greenwood = 0;
  for (const { hasEnded, ms, weight } of entries) {
    if (hasEnded) {
      share *= 1 - weight / atRisk;
      if (atRisk > weight) greenwood += weight / (atRisk * (atRisk - weight));
      const spread = share > 0 && share < 1 ? (Z95 * Math.sqrt(greenwood)) / Math.abs(Math.log(share)) : 0;
      steps.push({
        ms,
        share,
        low: share ** Math.exp(spread),
        high: share ** Math.exp(-spread),
        atRisk,
      });
    }
    atRisk -= weight;
  }
  return steps;
}

/** The curve at the times at which it has fallen by each of `count` equal parts, for a table of a scenario. It begins at share 1. */
export function thinned(steps: readonly SurvivalStep[], count: number): readonly SurvivalStep[] {
  const last = steps.at(-1)?.share ?? 1;
  const kept: SurvivalStep[] = [];
  for (const step of steps) {
    const wanted = 1 - ((kept.length + 1) * (1 - last)) / count;
    if (step.share <= wanted + 1e-12) kept.push(step);
  }
  const end = steps.at(-1);
  if (end !== undefined && kept.at(-1) !== end) kept.push(end);
  return kept;
}
