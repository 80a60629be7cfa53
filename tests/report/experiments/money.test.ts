import { describe, expect, it } from 'vitest';
import { moneyWithin } from '#base';
import type { Comparison } from '#experiment';
import type { Estimate } from '#statistics';
import { comparisonAnswers } from '../../../src/report/experiments/comparison-answer.ts';
import {
  formatDifference,
  formatEstimate,
  formatMean,
  sizeInWords,
} from '../../../src/report/experiments/comparison-text.ts';
import { priceAnswer } from '../../../src/report/experiments/price-answer.ts';
import { formatFigure } from '../../../src/report/sweeps/sensitivity-text.ts';

const FALL: Estimate = { mean: -8236.4, halfWidth: 397.51, deviation: 400, count: 5, level: 0.95 };
const RISE: Estimate = { ...FALL, mean: -FALL.mean };
const WRITTEN = '8,240 ± 400';

/** A comparison in which only the cost differs, in which the second scenario keeps the promise. */
function costing(difference: Estimate, verdict: 'better' | 'worse'): Comparison {
  const rows = ['cost', 'cost/restricted customers'].map((id) => ({
    measure: { id, title: 'Cost (EUR)', unit: 'currency', better: 'less' },
    baseline: { ...FALL, mean: 162_251 },
    others: [{ estimate: { ...FALL, mean: 154_015 }, difference, pairing: null, verdict }],
  }));
  return {
    ...{ scenarios: ['no promise', 'as promised'], replications: 5, level: 0.95, targets: [], places: [] },
    ...{ relevance: { points: 0.01, part: 0.05 }, measures: rows },
  } as unknown as Comparison;
}

describe('money with an interval', () => {
  it('has no digit beyond the second of its half-width', () => {
    const written = (value: number, half: number) => [value, half].map(moneyWithin(half));
    expect(written(8236.4, 397.51)).toEqual(['8,240', '400']);
    expect(written(-8236.4, 39.751)).toEqual(['−8,236', '40']);
    expect(written(12_345.678, 5.16)).toEqual(['12,345.7', '5.2']);
    expect(written(1.2345, 0.0123)).toEqual(['1.23', '0.01']);
    // What rounds up to the next power of ten has the digits of that one.
    expect(written(8236.4, 99.7)).toEqual(['8,240', '100']);
    expect(written(-3, 5200)).toEqual(['0', '5,200']);
    expect(written(41_037, 0)).toEqual(['41,037', '0.00']);
    expect(moneyWithin(Number.POSITIVE_INFINITY)(312.5)).toBe('312.50');
  });

  it('is written alike by estimates, differences, comparisons, sensitivities and prices', () => {
    expect(formatEstimate(RISE, 'currency')).toBe(WRITTEN);
    expect(formatMean(RISE, 'currency')).toBe('8,240');
    expect(formatDifference(RISE, 'currency')).toBe(`+${WRITTEN}`);
    expect(formatDifference(FALL, 'currency')).toBe(`−${WRITTEN}`);
    expect(sizeInWords(FALL, 'currency')).toBe(WRITTEN);
    const low = RISE.mean - RISE.halfWidth;
    const figure = { name: 'at high', value: RISE.mean, low, high: RISE.mean + RISE.halfWidth } as const;
    expect(formatFigure(figure, 'oat', 'currency')).toBe(`+${WRITTEN}`);

    const named = { titles: ['Today', 'Then'], staff: [null] };
    expect(comparisonAnswers(costing(FALL, 'better'), named).join(' ')).toContain(
      `cost (EUR) falls by ${WRITTEN} over the run.`,
    );
    const bounds = { low, high: RISE.mean + RISE.halfWidth };
    expect(formatEstimate({ ...RISE, bounds }, 'currency')).toBe('8,240 (7,840 to 8,630)');
  });

  it('is written alike where a promise is priced', () => {
    const variants = [
      { id: 'no promise', title: 'no promise', keeps: [], beyond: [], reason: null },
      { id: 'as promised', title: 'as promised', keeps: ['storage'], beyond: [], reason: null },
    ];
    const wages = { currency: 'EUR', per: 'year', amount: RISE } as const;
    const inStaff = {
      searches: 4,
      unit: 'FTE',
      staff: { ...RISE, mean: 3.2, halfWidth: 0.4 },
      wages,
    } as const;
    const input = { comparison: costing(RISE, 'worse'), variants, restricted: [], staff: [], inStaff };
    const [text = ''] = priceAnswer(input, 'restricted customers');
    expect(text).toContain(`${WRITTEN} EUR more for their cases over the run`);
    expect(text).toContain(`and ${WRITTEN} EUR a year`);
  });
});
