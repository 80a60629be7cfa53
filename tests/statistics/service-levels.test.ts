import { describe, expect, it } from 'vitest';
import { definite } from '#base';
import { decisionsOf, goalsFor, wantedShares } from '#experiment';
import { parseScenarioJson } from '#scenario';
import { targetVerdicts } from '../../src/planning/targets/target-verdicts.ts';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { modelOf } from '../demand/model.ts';

const CUSTOMERS =
  'customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 27/h }]';

/** Two segments that wait for one agent; `levels` as YAML. */
const model = (levels: string) =>
  modelOf(`
horizon: 2 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers: { severities: { B: 0.5, C: 0.5 }, ${CUSTOMERS} }
  premier:
    { title: Premier, promise: none, placement: home, products: { any: 1 },
      severities: { B: 0.5, C: 0.5 }, channels: { web: 1 }, ${CUSTOMERS} }
work: { patience: { web: exponential 20 min } }
measures: { all: { interval: 12 h, timeZone: UTC, by: [segment] } }
serviceLevels: ${levels}`);

const SHORT = '{ channel: web, severity: all, within: 30 s, target: 0.5 }';
const LONG = '{ channel: web, severity: all, within: 10 min, target: 0.9 }';
const OWN = '{ segment: premier, channel: web, severity: B, within: 30 s, target: 0.5 }';

describe('a service level of a segment', () => {
  const [short, long, own] = [[SHORT], [LONG], [OWN, LONG]].map((levels) =>
    checkedRun(model(`[${levels.join(', ')}]`)),
  );
  const shareOf = (run: typeof short, id: string) => run?.summary.cells.find((cell) => cell.id === id);

  it('judges its cases, and those of others by the next that matches', () => {
    for (const id of ['customers/web/B', 'customers/web/C', 'premier/web/C'])
      expect(shareOf(own, id), id).toEqual(shareOf(long, id));
    expect(shareOf(own, 'premier/web/B')).toEqual(shareOf(short, 'premier/web/B'));
    expect(shareOf(short, 'premier/web/B')?.serviceLevel).toBeLessThan(
      (shareOf(long, 'premier/web/B')?.serviceLevel ?? 0) - 0.1,
    );
    expect(own?.summary.segments.map(({ judged }) => judged)).toEqual(
      long?.summary.segments.map(({ judged }) => judged),
    );
  });

  it('leaves the cases of other segments without a level if none matches them', () => {
    const only = checkedRun(model(`[${OWN}]`));
    expect(only.difference).toBeNull();
    expect(only.summary.cells.map(({ id, judged }) => [id, judged > 0])).toEqual([
      ['customers/web/B', false],
      ['customers/web/C', false],
      ['premier/web/B', true],
      ['premier/web/C', false],
    ]);
  });

  it('is recounted from the ledger', () => {
    for (const run of [short, long, own]) expect(run?.difference).toBeNull();
  });

  it('counts in the measures by interval', () => {
    const inTime = (run: typeof short, segment: string) =>
      run?.summary.weekly
        ?.filter((row) => row.where?.segment === segment)
        .map(({ columns }) => columns.serviceLevel);
    expect(inTime(own, 'customers')).toEqual(inTime(long, 'customers'));
    expect(inTime(own, 'premier')).not.toEqual(inTime(long, 'premier'));
  });

  it('is the target of its segment alone', () => {
    const scenario = model(`[${OWN}, ${LONG}]`);
    const verdicts = targetVerdicts(definite(own, 'it was made').summary, scenario);
    const wanted = verdicts.map((one) => [one.measure, one.wanted, one.withinMs]).sort();
    expect(wanted).toEqual([
      ['service level/customers/web/B', 0.9, 600_000],
      ['service level/customers/web/C', 0.9, 600_000],
      ['service level/premier/web/B', 0.5, 30_000],
      ['service level/premier/web/C', 0.9, 600_000],
    ]);
    // Severity A has no cases, so it has no verdict.
    const isSeen = (id: string) => !id.endsWith('/A');
    expect(
      wantedShares(scenario)
        .filter(({ measure }) => isSeen(measure.id))
        .map(({ measure, wanted: share }) => [measure.id, share])
        .sort(),
    ).toEqual(wanted.map(([measure, share]) => [measure, share]));
    const { targets } = decisionsOf([scenario, scenario], []);
    const compared = targets.filter(({ measure }) => isSeen(measure.id));
    expect(compared.map(({ measure, wanted: shares }) => [measure.id, shares[0]]).sort()).toEqual(
      wanted.map(([measure, share]) => [measure, share]),
    );
  });

  it('is a goal for each segment, as `run` judges it', () => {
    const scenario = model(`[${OWN}, ${LONG}]`);
    const goals = goalsFor(scenario, [], null);
    expect(goals.ok && goals.value.map(({ measure, value }) => [measure.id, value])).toEqual(
      wantedShares(scenario).map(({ measure, wanted }) => [measure.id, wanted]),
    );
    expect(goals.ok && goals.value.map(({ measure }) => measure.id)).toContain('service level/premier/web/A');
  });

  it('is the same after it was written as JSON and read', () => {
    const scenario = model(`[${OWN}, ${LONG}]`);
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value.serviceLevels).toEqual(scenario.serviceLevels);
    const stray = scenarioJson(scenario).replace(
      '"segments":[1],"severity":"B"',
      '"segments":[7],"severity":"B"',
    );
    expect(parseScenarioJson(stray)).toEqual({
      ok: false,
      problem: ["serviceLevels.0.segments.0: there is no number 7, the list 'segments' has 2"],
    });
  });
});
