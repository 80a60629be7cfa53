import { describe, expect, it } from 'vitest';
import { createLocalExecutor, type Trial, type Trials, tryMoreAgents, wantedShares } from '#experiment';
import { trialSentence } from '#report';
import { replicatedVerdicts } from '../../src/planning/targets/target-verdicts.ts';
import { modelOf } from '../demand/model.ts';
import { sha256 } from '../running.ts';

/** Cases of a quarter of an hour come in these hours. By day there are two agents, at night so many. */
const withWork = (hours: string, rate: string, night: number) =>
  modelOf(`
horizon: 2 weeks
currency: EUR
centres:
  home:
    groups:
      servers:
        wage: { perHour: 20 }
        shifts:
          always: { agents: 2, days: mon-sun, from: "08:00", to: "20:00" }
          night: { agents: ${night}, days: mon-sun, from: "20:00", to: "08:00" }
profiles:
  office:
    hours: [${hours}]
    days: { mon: 1, tue: 1, wed: 1, thu: 1, fri: 1, sat: 1, sun: 1 }
segments:
  customers:
    profiles: { web: office }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${rate} }]
work: { handle: { tier1: { web: exponential 15 min } } }
targets: { soon: { of: answer, channel: web, severity: all, within: 5 min, target: 0.8 } }
serviceLevels: []
`);
/** By day two agents are too few; at night there is work for none. */
const scenario = withWork(
  '0, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0, 0, 0, 0, 0',
  '90/day',
  1,
);
/** Two are too few around the clock. */
const around = withWork(Array.from({ length: 24 }, () => 1).join(', '), '180/day', 2);
const [share] = wantedShares(scenario);
if (share === undefined) throw new Error('the target has no measure');

const agentsOf = ({ added }: Trial) => added.reduce((sum, { agents }) => sum + agents, 0);

async function tried(shifts: readonly number[], changes: object = {}): Promise<Trials> {
  const plan = {
    scenario,
    ...(share as NonNullable<typeof share>),
    agentsMax: 4,
    seed: '7',
    replications: 5,
    level: 0.95,
    shifts: shifts.map((shift) => ({ group: 0, shift })),
    ...changes,
  };
  const executor = createLocalExecutor(sha256);
  const found = await tryMoreAgents(plan, executor, { isInterrupted: () => false, done: () => {} });
  if (found === null) throw new Error('nothing was found');
  return found;
}

describe('tryMoreAgents', () => {
  it('adds agents until the target is met, and not one more', async () => {
    const { before, tried: trials } = await tried([0]);
    expect(before.attainment).toBe('missed');
    const last = trials.at(-1);
    expect(last?.attainment).toBe('met');
    expect(trials.map(agentsOf)).toEqual(trials.map((_, n) => n + 1));
    expect(trials.slice(0, -1).every(({ attainment }) => attainment !== 'met')).toBe(true);
    // 12 hours a day at 20 an hour.
    expect(last?.wages?.amount).toBeCloseTo((agentsOf(last as Trial) * 12 * 20 * 365.25) / 12, 6);
  });

  it('gives a shift no second agent where the first does not certainly help', async () => {
    const { tried: trials } = await tried([1, 0]);
    expect(trials.filter(({ added }) => added[0]?.shift === 1)).toHaveLength(1);
    expect(trials.at(-1)).toMatchObject({ added: [{ shift: 0 }], attainment: 'met' });
  });

  it('tries both shifts together if neither is enough by itself, and none that makes no difference', async () => {
    const both = await tried([0, 1], { scenario: around, agentsMax: 2, wanted: 0.85 });
    expect(
      both.tried.map(({ added }) => added.map(({ agents, shift }) => `${shift}+${agents}`).join()),
    ).toEqual([...['0+1', '0+2', '1+1', '1+2'], ...['0+1,1+1', '0+2,1+2']]);
    expect(both.tried.at(-1)?.attainment).toBe('met');
    const one = await tried([0, 1], { agentsMax: 1, wanted: 0.9999 });
    expect(one.tried.every(({ added }) => added.length === 1)).toBe(true);
  });

  it('tries nothing where the target is met over the replications', async () => {
    expect(await tried([0], { wanted: 0.01 })).toMatchObject({ tried: [], before: { attainment: 'met' } });
  });

  it('gives the same result each time', async () => {
    expect(await tried([0])).toEqual(await tried([0]));
  });
});

describe('trialSentence', () => {
  const [target] = replicatedVerdicts(scenario, 5, () => ({
    mean: 0.5,
    halfWidth: 0.01,
    deviation: 0,
    count: 5,
    level: 0.95,
  }));
  if (target === undefined) throw new Error('there is no target');
  const quest = (shifts: readonly number[]) => ({
    target,
    scenario,
    shifts: shifts.map((shift) => ({ group: 0, shift })),
  });

  it('says what was changed, the share with its interval, what it was, and what it costs', async () => {
    const trials = await tried([0]);
    const agents = agentsOf(trials.tried.at(-1) as Trial);
    const text = trialSentence(trials, quest([0]));
    expect(agents).toBeGreaterThan(1);
    expect(text).toContain(`${agents} more agents in`);
    expect(text).toMatch(/always shift the target is met: [\d.]+ % ± [\d.]+ points are answered in time/);
    expect(text).toMatch(
      /without them [\d.]+ % ± [\d.]+ points \(5 replications\)\. They cost [\d,]+ EUR a month\./,
    );
  });

  it('does not call a target met that no trial meets', async () => {
    const text = trialSentence(await tried([0], { agentsMax: 1 }), quest([0]));
    expect(text).toContain('one more agent in');
    expect(text).toMatch(/still missed|too close to call/);
    expect(text).not.toContain('is met');
    expect(text).toContain('Not tried: more agents, other shifts and other changes.');
  });

  it('names what was tried before without success', async () => {
    const trials = await tried([1, 0]);
    const text = trialSentence(trials, quest([1, 0]));
    expect(text).toMatch(/more agents? in .* always shift the target is met/);
    expect(text).toContain('Not enough: one more agent in');
  });
});
