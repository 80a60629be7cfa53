import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  changedParts,
  loadSource,
  parseSource,
  partedChange,
  partOfKey,
  type ReadScenario,
  renderReference,
  withPartsOf,
} from '#scenario';
import { readFile } from './parsing.ts';

const SCENARIO = 'scenarios/three-centres/scenario.yaml';
const BUSIER = 'scenarios/three-centres/busier.yaml';

function readText(path: string, text: string): ReadScenario {
  const source = loadSource({ path, text, readFile });
  if (!source.ok) throw new Error('the source cannot be read');
  const parsed = parseSource(source.value);
  if (!parsed.ok) throw new Error(parsed.problem.map(({ message }) => message).join('\n'));
  return { source: source.value, parsed: parsed.value };
}
const read = (path: string) => readText(path, readFileSync(path, 'utf8'));
const over = (yaml: string) =>
  readText(
    'scenarios/three-centres/changed.yaml',
    `meridian: 1\nname: changed\nextends: ./scenario.yaml\n${yaml}`,
  );
const before = read(SCENARIO);

/** Without what only names a file. */
function contentOf({ parsed: { scenario } }: Pick<ReadScenario, 'parsed'>): object {
  return { ...scenario, name: '', title: '', seed: '' };
}

describe('parts of a change', () => {
  it('cover every key of the format that a figure can depend on', () => {
    const keys = [...renderReference().matchAll(/^\| \*{0,2}([^ *|]+)\*{0,2} \|/gm)].map(
      ([, key = '']) => key,
    );
    expect(keys.length).toBeGreaterThan(300);
    const named = [
      'meridian',
      'extends',
      'name',
      'title',
      'description',
      'sources',
      'seed',
      'measures',
      'targets',
      'source',
      'note',
    ];
    const strays = keys.filter((key) => {
      const path = key.replaceAll('[]', '.0').split('.');
      return path[0] !== 'key' && !named.includes(path[0] ?? '') && partOfKey(path) === null;
    });
    expect(strays).toEqual([]);
  });

  it.each([
    [
      'volume',
      'segments: { india: { customers: [{ country: IN, region: apac, timeZone: Asia/Kolkata, languages: { en: 1 }, rate: 9/h }] } }',
    ],
    ['volume', 'trend: { perWeek: 0.01 }'],
    ['volume', 'segments: { india: { trend: { perWeek: -0.01 } } }'],
    ['volume', 'profiles: { phone: { sine: { amplitude: 0.5, peak: "15:00" } } }'],
    ['mix', 'segments: { india: { severities: { A: 0.2, B: 0.2, C: 0.6 } } }'],
    ['handle time', 'work: { severityFactors: { A: 1.2 } }'],
    ['handle time', 'centres: { denver: { groups: { first-line: { channelSpeeds: { phone: 0.9 } } } } }'],
    ['patience', 'work: { patience: { phone: exponential 4 min } }'],
    ['staff', 'centres: { denver: { groups: { first-line: { shifts: { around: { agents: 8 } } } } } }'],
    ['staff', 'centres: { denver: { closures: [{ from: 2025-03-05T10:00:00Z, for: 2 h }] } }'],
    [
      'outages',
      'dataCentres: { frankfurt: { outages: { planned: [{ from: 2025-03-05T10:00:00Z, for: 2 h }] } } }',
    ],
    ['routing', 'routing: { preference: longest idle, hold: null }'],
    ['course', 'work: { reopening: { share: 0.1 } }'],
    ['promise', 'promises: { eea: { zones: { access: null } } }'],
    ['goals', 'serviceLevels: [{ channel: phone, severity: all, within: 30 s, target: 0.8 }]'],
    ['time', 'horizon: 1 week'],
  ])('%s: %s', (part, yaml) => {
    expect(changedParts(before.source, over(yaml).source)).toEqual([part]);
  });

  it('are none where only titles, notes and targets differ', () => {
    const after = over('title: Another\ntargets: null\ncentres: { dublin: { title: Dublin office } }');
    expect(changedParts(before.source, after.source)).toEqual([]);
  });

  it('taken all together are the second scenario, and none of them the first', () => {
    const after = read(BUSIER);
    const parts = changedParts(before.source, after.source);
    expect(parts).toEqual(['volume', 'mix', 'handle time', 'staff', 'outages']);
    const all = parseSource(withPartsOf(before.source, after.source, new Set(parts)));
    const none = parseSource(withPartsOf(before.source, after.source, new Set()));
    if (!all.ok || !none.ok) throw new Error('both are valid');
    expect(contentOf({ parsed: all.value })).toEqual(contentOf(after));
    expect(contentOf({ parsed: none.value })).toEqual(contentOf(before));
  });

  it('taken one by one change only what belongs to them', () => {
    const after = read(BUSIER);
    const staff = parseSource(withPartsOf(before.source, after.source, new Set(['staff'])));
    if (!staff.ok) throw new Error('it is valid');
    const { scenario } = staff.value;
    const agents = ({ groups }: typeof scenario) =>
      groups.flatMap(({ shifts }) => shifts.map((one) => one.agents));
    expect(agents(scenario)).toEqual(agents(after.parsed.scenario));
    expect(scenario.streams).toEqual(before.parsed.scenario.streams);
    expect(scenario.centres).toEqual(before.parsed.scenario.centres);
  });
});

const NEW_SEGMENT = `
promises: { us: { title: In the United States, zones: { storage: US } } }
placements: { us: { primary: [ashburn], replica: [] } }
dataCentres: { ashburn: { title: Ashburn, country: US, entity: america } }
segments:
  bank:
    title: A bank
    promise: us
    placement: us
    products: { platform: 1 }
    severities: { B: 1 }
    channels: { phone: 1 }
    customers: [{ country: US, region: amer, timeZone: America/Denver, languages: { en: 1 }, rate: 10/h }]
work: { severityFactors: { A: 1.1 } }
`;

describe('steps of a change', () => {
  it('are one for each part, with a scenario for each combination', () => {
    const after = read(BUSIER);
    const parts = changedParts(before.source, after.source).map((part) => [part]);
    const { scenarios, steps } = partedChange(before, after, parts);
    expect(steps).toEqual(parts);
    expect(scenarios).toHaveLength(32);
    expect(scenarios[0]).toBe(before.parsed);
    expect(scenarios[31]).toBe(after.parsed);
    expect(new Set(scenarios.map(({ scenario }) => JSON.stringify(scenario))).size).toBe(32);
  });

  it('join parts of which one refers to the other', () => {
    const after = over(NEW_SEGMENT);
    const parts = changedParts(before.source, after.source);
    expect(parts).toEqual(['volume', 'handle time', 'promise']);
    const { scenarios, steps } = partedChange(
      before,
      after,
      parts.map((part) => [part]),
    );
    expect(steps).toEqual([['volume', 'promise'], ['handle time']]);
    expect(scenarios).toHaveLength(4);
    expect(scenarios.map(({ scenario }) => scenario.segments.length)).toEqual([3, 4, 3, 4]);
  });
});
