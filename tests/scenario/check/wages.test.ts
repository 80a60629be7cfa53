import { describe, expect, it } from 'vitest';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

const WAGE = 'centres: { dublin: { groups: { all: { wage: { perHour: 30 } } } } }\n';

describe('a currency', () => {
  it('stands in the scenario where there are wages; overtime is paid as much as other hours', () => {
    const { scenario, warnings } = scenarioOf(parseOverMinimal(`currency: EUR\n${WAGE}`));
    expect(warnings).toEqual([]);
    expect(scenario.currency).toBe('EUR');
    expect(scenario.groups[0]?.wage).toEqual({ perHour: 30, overtimeFactor: 1 });
  });

  it('is told of where nobody has a wage, and left out', () => {
    const { scenario, warnings } = scenarioOf(parseOverMinimal('currency: EUR\n'));
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['not-used currency']);
    expect('currency' in scenario).toBe(false);
  });
});
