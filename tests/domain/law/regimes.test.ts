import { describe, expect, it } from 'vitest';
import { exportRegimeOf, isFreeFlow } from '../../../src/domain/law/regimes.ts';
import { brussels } from './brussels.ts';

const NOV_2014 = brussels('2014-11-20');
const TRANSITION_END = Date.parse('2020-12-31T23:00:00Z');

describe('regimes', () => {
  it.each([
    ['DE', 'EEA'],
    ['NO', 'EEA'],
    ['AX', 'EEA'],
    ['GB', 'EEA'],
    ['CH', 'CH'],
    ['US', null],
    ['GG', null],
    ['IN', null],
  ] as const)('protect a customer in %s in November 2014 by %s', (country, regime) => {
    expect(exportRegimeOf(country, NOV_2014)).toBe(regime);
  });

  it('move a British customer from the EEA to the UK at 2020-12-31T23:00Z', () => {
    expect(exportRegimeOf('GB', TRANSITION_END - 1)).toBe('EEA');
    expect(exportRegimeOf('GB', TRANSITION_END)).toBe('UK');
  });

  it('let EEA data flow freely to London until the transition ends, but not after', () => {
    expect(isFreeFlow('EEA', 'GB', TRANSITION_END - 1)).toBe(true);
    expect(isFreeFlow('EEA', 'GB', TRANSITION_END)).toBe(false);
    expect(isFreeFlow('UK', 'GB', TRANSITION_END)).toBe(true);
  });

  it('include Croatia from its EU accession on, nine months before the EEA does', () => {
    expect(exportRegimeOf('HR', brussels('2013-07-01') - 1)).toBeNull();
    expect(isFreeFlow('EEA', 'HR', brussels('2013-07-01') - 1)).toBe(false);
    expect(exportRegimeOf('HR', brussels('2013-07-01'))).toBe('EEA');
    expect(isFreeFlow('EEA', 'HR', brussels('2014-02-01'))).toBe(true);
  });

  it('keep Swiss and EEA data apart: each needs a basis to reach the other', () => {
    expect(isFreeFlow('CH', 'CH', NOV_2014)).toBe(true);
    expect(isFreeFlow('CH', 'DE', NOV_2014)).toBe(false);
    expect(isFreeFlow('EEA', 'CH', NOV_2014)).toBe(false);
    expect(isFreeFlow('EEA', 'IS', NOV_2014)).toBe(true);
  });
});
