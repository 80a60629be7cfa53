import { describe, expect, it } from 'vitest';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

const WAGE = 'centres: { dublin: { groups: { all: { wage: { perHour: 30 } } } } }\n';

describe('a currency', () => {
  it('is kept if there are wages; overtime is paid like other hours by default', () => {
    const { scenario, warnings } = scenarioOf(parseOverMinimal(`currency: EUR\n${WAGE}`));
    expect(warnings).toEqual([]);
    expect(scenario.currency).toBe('EUR');
    expect(scenario.groups[0]?.wage).toEqual({ perHour: 30, overtimeFactor: 1 });
  });

  it('causes a warning if nobody has a wage, and is left out', () => {
    const { scenario, warnings } = scenarioOf(parseOverMinimal('currency: EUR\n'));
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['not-used currency']);
    expect(scenario.currency).toBeUndefined();
  });
});
