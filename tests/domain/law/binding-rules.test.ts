import { describe, expect, it } from 'vitest';
import {
  BINDING_RULES,
  BINDING_RULES_APPROVALS,
  BINDING_RULES_HOLDERS,
  type BindingRulesHolder,
} from '../../../src/domain/law/binding-rules.ts';
import { isInForce } from '../../../src/domain/law/dated-fact.ts';
import { EXPORT_REGIMES, type ExportRegime } from '../../../src/domain/law/regimes.ts';
import { brussels } from './brussels.ts';

function rowsFor(regime: ExportRegime, holder: BindingRulesHolder) {
  return BINDING_RULES.filter((row) => row.regime === regime && row.holders.includes(holder));
}

/** Who must approve such rules on that day; `null` if they cannot carry a transfer. */
function approvalOn(regime: ExportRegime, holder: BindingRulesHolder, day: string) {
  return rowsFor(regime, holder).find((row) => isInForce(row, brussels(day), 'then'))?.approval ?? null;
}

describe('binding rules', () => {
  it.each([
    ['EEA', 'controller', '1980-01-01', null],
    ['EEA', 'controller', '2003-06-02', null],
    ['EEA', 'controller', '2003-06-03', 'each-authority'],
    ['EEA', 'processor', '2012-12-31', null],
    ['EEA', 'processor', '2013-01-01', 'each-authority'],
    ['EEA', 'processor', '2018-05-24', 'each-authority'],
    ['EEA', 'controller', '2018-05-25', 'lead-authority'],
    ['EEA', 'processor', '2024-01-01', 'lead-authority'],
    ['UK', 'controller', '2020-06-01', null],
    ['UK', 'controller', '2021-01-01', 'commissioner'],
    ['UK', 'processor', '2024-01-01', 'commissioner'],
    ['CH', 'controller', '2007-12-31', null],
    ['CH', 'processor', '2014-11-20', 'notification'],
    ['CH', 'processor', '2023-09-01', 'commissioner-or-adequate-state'],
  ] as const)('of the regime %s, held by a %s, need on %s: %s', (regime, holder, day, approval) => {
    expect(approvalOn(regime, holder, day)).toBe(approval);
  });

  it('have at most one row for a holder under a regime at any time, and no gap', () => {
    for (const regime of EXPORT_REGIMES) {
      for (const holder of BINDING_RULES_HOLDERS) {
        const rows = [...rowsFor(regime, holder)].sort((a, b) => a.validFromMs - b.validFromMs);
        expect(rows.at(-1)?.validToMs, `${regime} ${holder}`).toBe(Number.POSITIVE_INFINITY);
        const begins = rows.slice(1).map(({ validFromMs }) => validFromMs);
        expect(rows.slice(0, -1).map(({ validToMs }) => validToMs)).toEqual(begins);
      }
    }
  });

  it('use every kind of approval that they name', () => {
    expect(new Set(BINDING_RULES.map(({ approval }) => approval))).toEqual(new Set(BINDING_RULES_APPROVALS));
  });
});
