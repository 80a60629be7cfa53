import { beforeAll, describe, expect, it } from 'vitest';
import {
  askedOf,
  createLocalExecutor,
  decisionsOf,
  filtersOf,
  goalsFor,
  isOfAllCases,
  isWaitOfAll,
  type JobSummary,
  lossesBehind,
  type Measure,
  measureNamed,
  measuresOf,
  readGoal,
  waitsByChannel,
  withWaitsByChannel,
} from '#experiment';
import { sha256 } from '../../src/apps/shared/host.ts';
import { loadScenario } from '../../src/apps/shared/scenario/load-scenario.ts';

const SEGMENTS = [
  { id: 'germany', title: 'Germany' },
  { id: 'india', title: 'India' },
];

const CENTRES = [
  { id: 'dublin', title: 'Dublin' },
  { id: 'denver', title: 'Denver' },
];

function named(name: string, segments: Parameters<typeof measureNamed>[1] = SEGMENTS): Measure {
  const found = measureNamed(name, segments, null, { centres: CENTRES, groups: [] });
  if (!found.ok) throw new Error(found.problem);
  return found.value;
}

describe('a measure named by segment, channel and severity', () => {
  it.each([
    ['service level', 'Service level', {}],
    ['service level/germany', 'Service level, Germany', { segment: 'germany' }],
    ['service level/phone', 'Service level, phone', { channel: 'phone' }],
    ['service level/A', 'Service level, severity A', { severity: 'A' }],
    [
      'service level/germany/phone',
      'Service level, Germany (phone)',
      { segment: 'germany', channel: 'phone' },
    ],
    ['wait p90/germany/A', 'Wait, 90 % within, Germany (severity A)', { segment: 'germany', severity: 'A' }],
    [
      'abandonment/germany/phone/A',
      'Abandonment, Germany (phone, severity A)',
      { segment: 'germany', channel: 'phone', severity: 'A' },
    ],
    [
      'service level/germany/phone@mon-fri 18:00-08:00',
      'Service level, Germany (phone, mon-fri 18:00-08:00)',
      { segment: 'germany', channel: 'phone', hours: 'mon-fri 18:00-08:00' },
    ],
    ['abandonment@22:00-06:00', 'Abandonment, 22:00-06:00', { hours: '22:00-06:00' }],
    ['wait p90/centre:dublin', 'Wait, 90 % within, answered by Dublin', { centre: 'dublin' }],
    [
      'speed of answer/germany/A/centre:denver@sat-sun 00:00-24:00',
      'Speed of answer, Germany (severity A, answered by Denver, sat-sun 00:00-24:00)',
      { segment: 'germany', severity: 'A', centre: 'denver', hours: 'sat-sun 00:00-24:00' },
    ],
  ])('%s is %s', (name, title, filter) => {
    expect(named(name)).toMatchObject({ id: name, title, filter });
  });

  it('means the segment if a segment and a channel share a name, and the channel after an asterisk', () => {
    const segments = [{ id: 'phone', title: 'Owners of phones' }];
    expect(named('service level/phone', segments)).toMatchObject({ filter: { segment: 'phone' } });
    const channel = named('service level/*/phone', segments);
    expect(channel.filter).toEqual({ channel: 'phone' });
    expect(named(channel.id, segments).filter).toEqual({ channel: 'phone' });
    expect(named('service level/phone/phone', segments).filter).toEqual({
      segment: 'phone',
      channel: 'phone',
    });
  });

  it.each([
    ['luck', 'no figure is called luck'],
    ['service level/france', 'france is not a segment, channel or severity'],
    ['service level/A/phone', 'A/phone is not in the order segment/channel/severity'],
    ['service level/', 'nothing is not a segment'],
    ['service level/germany/phone/A/B', 'is not in the order'],
    ['service level/centre:dublin/phone', 'is not in the order segment/channel/severity/product/centre'],
    ['service level/centre:paris', 'paris is not a centre; the centres are dublin, denver'],
    ['service level/centre:', 'nothing is not a centre'],
    ['service level@', 'nothing is not hours of the week'],
    ['service level@mon-fri 8-18', 'mon-fri 8-18 is not hours of the week'],
    ['service level@08:00-08:00', '08:00-08:00 is not hours of the week'],
    ['service level@25:00-26:00', 'is not hours of the week'],
    ['service level@mon@tue', 'mon@tue is not hours of the week'],
    [
      'hand-overs@22:00-06:00',
      'hand-overs is not known by hours or centre; known are service level, speed of answer',
    ],
    ['sojourn/centre:dublin', 'sojourn is not known by hours or centre'],
    ['abandonment/centre:dublin', 'no centre has answered a customer who gave up'],
  ])('%s is refused: %s', (name, problem) => {
    const found = measureNamed(name, SEGMENTS, null, { centres: CENTRES, groups: [] });
    expect(found).toMatchObject({ ok: false });
    expect(found.ok ? '' : found.problem).toContain(problem);
  });

  it('refuses costs by channel, which are not measured', () => {
    const found = measureNamed('cost/germany/phone', SEGMENTS, 'EUR');
    expect(found.ok ? '' : found.problem).toBe('costs are known only in total and by segment');
    expect(measureNamed('cost/germany', SEGMENTS, 'EUR').ok).toBe(true);
    expect(measureNamed('cost/germany@mon 08:00-18:00', SEGMENTS, 'EUR').ok).toBe(false);
  });
});

describe('a measure of agents or queues', () => {
  const GROUPS = [{ id: 'dublin/first-line' }];
  const find = (name: string, currency: string | null = null) =>
    measureNamed(name, SEGMENTS, currency, { centres: CENTRES, groups: GROUPS });

  it.each([
    ['occupancy', 'Occupancy', 'less', 'share'],
    ['occupancy/centre:dublin', 'Occupancy, Dublin', 'less', 'share'],
    ['occupancy/group:dublin/first-line', 'Occupancy, Dublin, first-line', 'less', 'share'],
    ['availability/group:dublin/first-line', 'Availability, Dublin, first-line', 'more', 'share'],
    ['queue length', 'Cases waiting, on average', 'less', 'cases'],
    ['queue length/tier:2', 'Cases waiting, on average, Tier 2', 'less', 'cases'],
    ['overtime hours', 'Overtime hours', 'less', 'hours'],
    ['waited/germany/phone', 'Waited, Germany (phone)', 'less', 'share'],
    ['wait of all/germany/phone/A', 'Wait of all, Germany (phone, severity A)', 'less', 's'],
    ['abandoned/india', 'Abandoned, India', 'less', 'cases'],
  ])('%s is %s, and %s is better', (id, title, better, unit) => {
    expect(find(id)).toMatchObject({ ok: true, value: { id, title, better, unit } });
  });

  it.each([
    ['occupancy/germany', 'occupancy is not known for germany; it is known of all agents'],
    ['occupancy/', 'occupancy is not known for nothing'],
    ['occupancy/centre:paris', 'paris is not a centre; the centres are dublin, denver'],
    ['occupancy/group:dublin', 'dublin is not a group; the groups are dublin/first-line'],
    ['occupancy/tier:1', 'occupancy is not known for tier:1'],
    ['queue length/centre:dublin', 'it is known of all queues or of a tier'],
    ['queue length/tier:4', '4 is not a tier; the tiers are 1, 2, 3'],
    ['occupancy@22:00-06:00', 'occupancy is not known for @22:00-06:00; it is known of all agents'],
    ['occupancy/centre:dublin@22:00-06:00', 'dublin@22:00-06:00 is not a centre'],
    ['waited@22:00-06:00', 'waited is not known by hours or centre'],
    ['cost/group:dublin/first-line', 'nobody has a wage'],
    ['contacts', 'no figure is called contacts'],
  ])('%s is refused: %s', (name, problem) => {
    const found = find(name);
    expect(found.ok ? '' : found.problem).toContain(problem);
  });

  it('can be a goal', () => {
    const places = { centres: CENTRES, groups: GROUPS };
    const goal = readGoal('occupancy/group:dublin/first-line<=85%', SEGMENTS, null, places);
    expect(goal.ok && goal.value.value).toBe(0.85);
    expect(readGoal('queue length/tier:1<=3', SEGMENTS, null, places)).toMatchObject({ ok: true });
    expect(readGoal('waited/phone<=20%', SEGMENTS, null, places)).toMatchObject({ ok: true });
    const wrong = readGoal('occupancy>=85%', SEGMENTS, null, places);
    expect(wrong.ok ? '' : wrong.problem.message).toContain('the wrong way');
  });

  it('gives what the summary states', async () => {
    const loaded = loadScenario('scenarios/german-night');
    if (!loaded.ok) throw new Error('german-night is valid');
    const { scenario } = loaded.value;
    const executor = createLocalExecutor(sha256);
    await executor.begin([scenario]);
    const result = await executor.run({ scenario: 0, seed: '7', replication: 0 });
    if ('failed' in result) throw new Error(result.failed);
    const { summary } = result;
    const figureOf = (name: string) => {
      const measure = measureNamed(name, scenario.segments, null, scenario);
      const part = measure.ok ? measure.value.contribution(summary) : null;
      return part === null ? null : part.numerator / part.denominator;
    };
    const [group] = summary.groups;
    const { abandoned, answered, answeredAtOnce, balked, messages, waitOfAllS } = summary.total;
    expect(figureOf(`occupancy/group:${group?.id}`)).toBeCloseTo(group?.occupancy ?? -1, 6);
    expect(figureOf('availability/centre:dublin')).toBeCloseTo(summary.centres[0]?.availability ?? -1, 6);
    expect(figureOf('queue length/tier:2')).toBe(summary.tiers[1]?.waitingMean);
    expect(figureOf('wait of all')).toBeCloseTo(waitOfAllS ?? -1, 6);
    // Nothing else ends a wait in this scenario.
    const over = answered + abandoned + balked + messages;
    expect(figureOf('waited')).toBeCloseTo((over - balked - answeredAtOnce) / over, 5);
  });
});

describe('a segment called like a channel', () => {
  const loaded = loadScenario('scenarios/three-centres');
  if (!loaded.ok) throw new Error('three-centres is valid');
  const { scenario } = loaded.value;
  const segments = scenario.segments.map((one, s) => (s === 0 ? { ...one, id: 'phone' } : one));
  const called = { ...scenario, segments };
  const isOfChannels = ({ filter }: Measure) => filter?.channel !== undefined && filter.segment === undefined;

  it("is not mistaken for it in the scenario's own goals", () => {
    const goals = goalsFor(called, [], null);
    const measures = goals.ok ? goals.value.map(({ measure }) => measure) : [];
    expect(measures.map(({ id }) => id)).toContain('service level/phone/phone/A');
    expect(measures.some(isOfChannels)).toBe(false);
  });

  it('is not mistaken for it in waits by channel', () => {
    const all = waitsByChannel(measuresOf(segments), called);
    const waits = all.filter(({ filter }) => filter?.segment === undefined);
    expect(waits.map(({ id }) => id)).toEqual(
      ['speed of answer', 'wait p90'].flatMap((id) => [`${id}/*/phone`, `${id}/e-mail`, `${id}/web`]),
    );
    expect(waits.every(isOfChannels)).toBe(true);
    const ofPhone = all.filter(({ filter }) => filter?.segment === 'phone').map(({ id }) => id);
    expect(ofPhone).toContain('speed of answer/phone/e-mail');
    expect(ofPhone.every((id) => /\/phone\/(phone|e-mail|web)$/.test(id))).toBe(true);
  });

  it('is not mistaken for it where service levels are compared over all segments together', () => {
    const copies = Array.from({ length: 100 }, (_, i) =>
      segments.map((one) => (i === 0 ? one : { ...one, id: `${one.id}-${i}` })),
    ).flat();
    const { targets } = decisionsOf([{ ...called, segments: copies, targets: [] }], []);
    expect(targets.length).toBe(scenario.serviceLevels.length);
    expect(targets.every(({ measure }) => isOfChannels(measure))).toBe(true);
  });
});

describe('waits in comparisons', () => {
  const loaded = loadScenario('scenarios/three-centres');
  if (!loaded.ok) throw new Error('three-centres is valid');
  const { scenario } = loaded.value;
  const split = withWaitsByChannel(measuresOf(scenario.segments), [scenario]);
  const ids = split.map(({ id }) => id);

  it('are given by channel in the place of the wait of all channels', () => {
    expect(ids.slice(0, 4)).toEqual([
      'service level',
      'speed of answer/phone',
      'speed of answer/e-mail',
      'speed of answer/web',
    ]);
    expect(ids).toContain('wait p90/germany/web');
    expect(split.filter(isWaitOfAll)).toEqual([]);
  });

  it('are shown with the figures of all cases, unless they are of a segment', () => {
    expect(split.filter(isOfAllCases).map(({ id }) => id)).toEqual(
      ids.filter((id) => !/\/(?!phone|e-mail|web)/.test(id)),
    );
    expect(isOfAllCases(named('service level/phone'))).toBe(false);
    expect(isOfAllCases(named('speed of answer/phone/A'))).toBe(false);
  });

  it('stay as they are if all cases arrive through one channel in every scenario', () => {
    const calls = { ...scenario, streams: scenario.streams.filter(({ channel }) => channel === 'phone') };
    const all = measuresOf(scenario.segments);
    expect(withWaitsByChannel(all, [calls])).toEqual(all);
    expect(withWaitsByChannel(all, [calls, scenario]).map(({ id }) => id)).toEqual(ids);
  });
});

describe('losses behind a wait', () => {
  it('are of the cases of all products, centres and hours', () => {
    const places = { centres: CENTRES, groups: [], products: [{ id: 'mail' }] };
    for (const rest of ['/product:mail', '/centre:dublin', '@mon-fri 18:00-08:00']) {
      const wait = measureNamed(`speed of answer/germany/phone${rest}`, SEGMENTS, null, places);
      if (!wait.ok) throw new Error(wait.problem);
      const ids = lossesBehind([wait.value], SEGMENTS).map(({ id }) => id);
      expect(ids).toEqual(['abandonment/germany/phone', 'unanswered/germany/phone']);
    }
  });
});

describe('figures by segment, channel and severity', () => {
  const loaded = loadScenario('scenarios/german-night');
  if (!loaded.ok) throw new Error('german-night is valid');
  const { scenario } = loaded.value;
  const names = ['', '/A', '/B', '/C'].map((severity) => `service level/premier/phone${severity}`);
  const measures = names.map((name) => named(name, scenario.segments));
  let summary: JobSummary;
  beforeAll(async () => {
    const executor = createLocalExecutor(sha256);
    await executor.begin([scenario], askedOf(measures));
    const result = await executor.run({ scenario: 0, seed: '7', replication: 0 });
    if ('failed' in result) throw new Error(result.failed);
    summary = result.summary;
  });

  it('add up from severities to the channel', () => {
    const [all, ...parts] = measures.map((measure) => measure.contribution(summary));
    expect(all?.denominator).toBeGreaterThan(0);
    const sum = (of: 'numerator' | 'denominator') =>
      parts.reduce((total, part) => total + (part?.[of] ?? 0), 0);
    expect(sum('denominator')).toBe(all?.denominator);
    expect(sum('numerator')).toBeCloseTo(all?.numerator ?? 0, 2);
  });

  it('are made only on request', async () => {
    expect(filtersOf(measuresOf(scenario.segments))).toEqual([]);
    const executor = createLocalExecutor(sha256);
    await executor.begin([scenario]);
    const result = await executor.run({ scenario: 0, seed: '7', replication: 0 });
    expect('failed' in result ? null : result.summary.filtered).toBeUndefined();
  });
});

describe('a goal', () => {
  it.each([
    ['service level>=80%', 0.8],
    ['service level/germany/phone >= 80 %', 0.8],
    ['service level>=0.8', 0.8],
    ['speed of answer/phone<=2 min', 120],
    ['speed of answer<=30', 30],
    ['unanswered<=12', 12],
    ['service level/germany/phone@mon-fri 18:00-08:00>=80%', 0.8],
  ])('%s is the bound %d', (text, value) => {
    const goal = readGoal(text, SEGMENTS);
    expect(goal.ok ? goal.value.value : goal.problem).toBe(value);
  });

  it.each([
    ['service level>=80', 'the share 80 is above 1', 'write 80 % or 0.8'],
    ['service level>=180%', 'above 100 %', 'at most 100 %'],
    ['service level>=80 s', 'wrong unit', 'a share'],
    ['speed of answer<=80%', 'wrong unit', 'a duration'],
    ['service level<=80%', 'the wrong way', 'turn the sign'],
    ['service level/france>=80%', 'france is not a segment', 'service level/germany/phone/A'],
    ['luck', 'no measure with a bound', 'service level>=80%'],
  ])('%s is refused: %s', (text, message, remedy) => {
    const goal = readGoal(text, SEGMENTS);
    if (goal.ok) throw new Error('it is refused');
    expect(goal.problem.message).toContain(message);
    expect(goal.problem.remedy).toContain(remedy);
  });
});
