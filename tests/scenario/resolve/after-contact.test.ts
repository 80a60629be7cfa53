import { describe, expect, it } from 'vitest';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

const scenarioWith = (written: string) =>
  scenarioOf(parseOverMinimal(`work: { afterContact: { ${written} } }\n`)).scenario;

describe('after-contact work', () => {
  it("is null by default for a tier or channel, and is kept in the scenario's JSON", () => {
    const scenario = scenarioWith('tier2: { e-mail: exponential 2 min }');
    const none = { phone: null, 'e-mail': null, web: null };
    const some = { ...none, 'e-mail': { kind: 'exponential', mean: 120_000 } };
    expect(scenario.work.afterContact).toEqual([none, some, none]);
    expect(parseScenarioJson(scenarioJson(scenario))).toEqual({ ok: true, value: scenario });
  });

  it('is left out if there is none', () => {
    expect(scenarioWith('tier1: {}').work.afterContact).toBeUndefined();
  });
});
