import { describe, expect, it } from 'vitest';
import { openLedger } from '#ledger';
import { compareFigures } from '../../../src/bundle/recount/figures/compare-figures.ts';
import { summaryFigures } from '../../../src/bundle/recount/figures/summary-figures.ts';
import { openRecount } from '../../../src/bundle/recount/recount.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';
import { checked } from './recounting.ts';

const scenario = loadScenario('surge');
const { ledger, summary } = runInMemory(scenario);

describe('overtime by hour', () => {
  it('follows from the ledger, and nothing else passes for it', () => {
    expect(checked(summary, scenario, ledger).difference).toBeNull();
    const { overtime = [], ...hourly } = summary.hourly;
    expect(overtime.filter((agents) => agents > 0).length).toBeGreaterThan(9);
    const other = { ...hourly, overtime: overtime.map((agents) => agents / 2) };
    for (const changed of [hourly, other])
      expect(checked({ ...summary, hourly: changed }, scenario, ledger).difference).toContain(
        'hourly.overtime',
      );
  });

  it('is not asked of summaries of format 1, which had none', () => {
    const opened = successOf(openLedger(ledger, sha256));
    const recount = openRecount(scenario, 0, 1);
    opened.forEach(recount.visit);
    const figures = summaryFigures(recount.finish().tally, opened.header);
    const { overtime: _, ...hourly } = summary.hourly;
    const centres = summary.centres.map(({ overtimeByHour: __, ...centre }) => centre);
    const differing = (of: object) =>
      compareFigures(of, figures).differences.flatMap(({ path }) => (/ByHour|hourly/.test(path) ? path : []));
    expect(differing({ ...summary, centres, hourly })).toEqual([]);
    expect(differing(summary)).toContain('hourly.overtime');
  });
});
