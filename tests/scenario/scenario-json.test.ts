import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import type { Scenario } from '#domain';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { GOOD_FOLDER, parseFile, scenarioOf } from './parsing.ts';

const { scenario } = scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`));
const text = scenarioJson(scenario);

/** The text with one place changed. */
function changed(change: (plain: Scenario) => void): string {
  const plain = JSON.parse(text) as Scenario;
  change(plain);
  return JSON.stringify(plain);
}

describe('the resolved scenario as JSON', () => {
  it('is the same text for the same file, has no white space, and sorts its keys', () => {
    expect(scenarioJson(scenarioOf(parseFile(`${GOOD_FOLDER}/rich.yaml`)).scenario)).toBe(text);
    expect(text).not.toContain('\n');
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(JSON.parse(text)).sort());
  });

  it('is read back as the same scenario', () => {
    const parsed = parseScenarioJson(text);
    expect(parsed.ok ? parsed.value : parsed.problem).toEqual(scenario);
    expect(parsed.ok ? scenarioJson(parsed.value) : '').toBe(text);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['another format', changed((plain) => Object.assign(plain, { format: 1 })), 'format'],
    ['a surplus key', changed((plain) => Object.assign(plain, { extra: 1 })), 'extra'],
    ['a missing list', changed((plain) => Object.assign(plain, { streams: undefined })), 'streams'],
    ['a tier 4', changed((plain) => Object.assign(plain.groups[0] as object, { tier: 4 })), 'groups.0.tier'],
    [
      'a strange zone',
      changed((plain) =>
        Object.assign(plain.promises[0]?.zones.note ?? {}, {
          access: 'X',
        }),
      ),
      'promises.0.zones.note.access',
    ],
    [
      'a strange time zone',
      changed((plain) => Object.assign(plain.centres[0] as object, { timeZone: 'Mars' })),
      'clock of Mars',
    ],
    [
      'a clock without an offset',
      changed((plain) => Object.assign(plain.clocks[0] as object, { offsetMs: [0, 0, 0] })),
      'clock of',
    ],
    [
      'a nonexistent centre',
      changed((plain) => Object.assign(plain.groups[0] as object, { centre: 9 })),
      "groups.0.centre: there is no number 9, the list 'centres' has 2 (in dublin/first)",
    ],
    [
      'a nonexistent entity',
      changed((plain) => Object.assign(plain.dataCentres[0] as object, { entity: 2 })),
      "dataCentres.0.entity: there is no number 2, the list 'entities' has 2 (in virginia)",
    ],
    [
      'a nonexistent language',
      changed((plain) => Object.assign(plain.groups[0] as object, { languages: [3] })),
      'groups.0.languages.0: there is no number 3',
    ],
    [
      'a nonexistent data centre',
      changed((plain) => Object.assign(plain.placements[0] as object, { replica: [2] })),
      'placements.0.replica.0: there is no number 2',
    ],
    [
      'speeds of too few products',
      changed((plain) => Object.assign(plain.groups[0] as object, { speed: [1] })),
      "groups.0.speed: 1 values for the list 'products' of 2",
    ],
    [
      'a rate without an end',
      changed((plain) => Object.assign(plain.streams[0] as object, { rate: { fromMs: [0, 1], perMs: [1] } })),
      'streams.0.rate: 1 values for a list of 2',
    ],
    [
      'an end after more than 51 years',
      changed((plain) => Object.assign(plain, { horizonMs: 51 * 366 * DAY_MS + 1 })),
      'horizonMs: expected a whole number, at least 1 and at most 1612742400000, not',
    ],
    [
      'a clock that changes after more than 51 years',
      changed((plain) => Object.assign(plain.clocks[0] as object, { fromMs: [0, 1e15], offsetMs: [0, 0] })),
      'clocks.0.fromMs.1: expected a number, at most',
    ],
    [
      'more agents than a scenario may have',
      changed((plain) => Object.assign(plain.groups[0]?.shifts[0] as object, { agents: 1_000_001 })),
      'agents in total, but at most 1000000',
    ],
    [
      'an evacuation to nowhere',
      changed((plain) => Object.assign(plain.evacuations[0] as object, { to: [7] })),
      'evacuations',
    ],
  ])('is refused with %s', (_, bad, told) => {
    const parsed = parseScenarioJson(bad);
    expect(parsed.ok ? 'no problem' : parsed.problem.join('\n')).toContain(told);
  });
});
