import { describe, expect, it } from 'vitest';
import {
  actions,
  BadArgument,
  baseline,
  boundary,
  checkBaseline,
  compare,
  explainChange,
  exportRun,
  measures,
  override,
  parseScenario,
  price,
  rare,
  readInput,
  readScenario,
  replicate,
  sensitivity,
  simulate,
  staff,
  statement,
  sweep,
  trace,
} from '../../../src/index.ts';
import { successOf } from '../../running.ts';

const AGENTS = 'centres.home.groups.servers.shifts.always.agents';
const bench = override(successOf(readInput('scenarios/bench-mmc')), { horizon: '1 h' });
const scenario = successOf(parseScenario(bench));
const run = { replications: 3, measures: ['service level'] };

describe('an input', () => {
  it('with other values is the scenario of a file that has them', () => {
    const whole = successOf(readScenario('scenarios/bench-mmc'));
    const again = successOf(parseScenario(override(bench, { horizon: '1 day' })));
    expect(again).toEqual(whole);
    expect(successOf(parseScenario(override(bench, { [AGENTS]: 60 }))).groups[0]?.shifts[0]?.agents).toBe(60);
  });

  it('is not changed at a place that it does not have', () => {
    expect(() => override(bench, { 'centres.hmoe.access': 'remote view', 'a..b': 1 })).toThrow(BadArgument);
    expect(() => override(undefined as never, {})).toThrow(/input is missing, not a scenario/);
  });
});

describe('what commands decide, functions decide', () => {
  it('a point of a sweep has the figures of the scenario with its values', async () => {
    const found = successOf(await sweep(bench, { [AGENTS]: [48, 52] }, run));
    expect(found.points.map(({ values }) => values)).toEqual([['48'], ['52']]);
    const alone = successOf(
      await replicate(successOf(parseScenario(override(bench, { [AGENTS]: 52 }))), run),
    );
    expect(found.points[1]?.estimates[0]).toEqual(alone[0]?.estimate);
    expect((await sweep(bench, { nowhere: [1, 2] }, run)).ok).toBe(false);
    const goals = ['service levl>=3'];
    const refused = { ok: false, problem: [expect.stringMatching(/^goals: /)] };
    expect(await sweep(bench, { [AGENTS]: [48, 52] }, { goals })).toEqual(refused);
    expect(await staff(bench, { goals })).toEqual(refused);
  });

  it('staff, actions, inputs, changes and rare events are found', async () => {
    const found = successOf(
      await staff(bench, { goals: ['service level>=95%'], replications: 2, proofMost: 0, guards: [] }),
    );
    expect(found.law).toEqual([]);
    const best = successOf(await actions(bench, { replications: 2 }));
    expect(best.title).toBe(scenario.title);
    const ranked = successOf(await sensitivity(bench, { [AGENTS]: [48, 52] }, run));
    expect(ranked.inputs).toEqual([{ name: 'agents', low: '48', high: '52' }]);
    const more = override(bench, { [AGENTS]: 60 });
    const change = successOf(await explainChange(bench, more, { ...run, actions: false }));
    expect(change.steps.map(({ title }) => title)).toEqual(['staff and calendar']);
    const event = successOf(await rare(scenario, 'wait of all > 1 min', { runs: 2, paths: 10 }));
    expect(event.estimate?.mean ?? 0).toBeGreaterThanOrEqual(0);
    expect(await price(scenario)).toEqual({
      ok: false,
      problem: ['bench-mmc restricts nothing; price a scenario in which some segment has a promise'],
    });
  });

  it('a preference of the caller decides in every run, and stays in one thread', async () => {
    let asked = 0;
    const preference = () => ({ name: 'own', rank: () => asked++ });
    const night = { ...successOf(readScenario('scenarios/german-night')), horizonMs: 6 * 3_600_000 };
    successOf(await compare([night, night], { ...run, preference }));
    expect(asked).toBeGreaterThan(0);
    expect((await replicate(night, { ...run, preference, threads: 2 })).ok).toBe(false);
  });

  it('a baseline holds for the scenario that it was made from, and not for one with fewer agents', async () => {
    const kept = successOf(await baseline(scenario, run));
    expect(kept).toMatchObject({ meridianBaseline: 2, replications: 3, level: 0.95, until: null });
    const [first] = successOf(await replicate(scenario, run));
    expect(kept.measures['service level']?.mean).toBe(first?.estimate?.mean);
    expect(successOf(await checkBaseline(scenario, kept))).toEqual({ checked: 1, left: [] });
    const fewer = successOf(parseScenario(override(bench, { [AGENTS]: 40 })));
    const { left } = successOf(await checkBaseline(fewer, kept));
    expect(left.map(({ id }) => id)).toEqual(['service level']);
    expect(left[0]?.now).toBeLessThan(left[0]?.low ?? 0);
    const half = { ...kept, until: '30 min' };
    const { measures: whole } = successOf(await baseline({ ...scenario, horizonMs: 1_800_000 }, run));
    expect(successOf(await checkBaseline(scenario, { ...half, measures: whole })).left).toEqual([]);
    for (const wrong of [{ ...kept, meridianBaseline: 1 }, { ...kept, until: '2 h' }, null])
      expect((await checkBaseline(scenario, wrong as never)).ok).toBe(false);
    const signal = AbortSignal.abort();
    expect(await baseline(scenario, { ...run, signal })).toEqual({
      ok: false,
      problem: ['the signal was aborted'],
    });
  });

  it('an aborted signal ends runs and searches', async () => {
    const control = new AbortController();
    const signal = control.signal;
    const ends = { ...run, signal, onProgress: () => control.abort() };
    expect(successOf(await replicate(scenario, ends))[0]?.estimate?.count).toBe(1);
    expect(() => simulate(successOf(readScenario('scenarios/bench-mmc')), { signal })).toThrow();
    expect(await staff(bench, { signal })).toEqual({ ok: false, problem: ['the signal was aborted'] });
  });

  it('measures are listed with unit and better side', () => {
    expect(measures(scenario)[0]).toEqual({
      id: 'service level',
      title: 'Service level',
      unit: 'share',
      better: 'more',
    });
  });
});

describe('from a ledger', () => {
  const night = { ...successOf(readScenario('scenarios/german-night')), horizonMs: 12 * 3_600_000 };
  const { ledger } = simulate(night);
  const bytes = ledger ?? new Uint8Array();

  it('a case, files, a boundary and a customer are told', () => {
    const story = successOf(trace(bytes, night, 0));
    expect(story.entries.length).toBeGreaterThan(2);
    expect(story.lines.length).toBeGreaterThan(story.entries.length);
    expect(trace(bytes, night, 1e9).ok).toBe(false);
    const files = successOf(exportRun(bytes, night, ['parquet', 'csv']));
    expect([...files.keys()].filter((path) => path.endsWith('.parquet')).length).toBeGreaterThan(2);
    for (const [path, content] of files) expect(content.length, path).toBeGreaterThan(0);
    expect(exportRun(bytes, night, ['nothing' as never]).ok).toBe(false);
    expect(successOf(boundary(bytes, night))).toHaveProperty('format', 2);
    expect(statement(bytes, night, 'nobody')).toMatchObject({ ok: false });
    expect(trace(bytes, scenario, 0).ok).toBe(false);
  });
});
