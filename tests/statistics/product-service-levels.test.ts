import { describe, expect, it } from 'vitest';
import { definite, HOUR_MS, sumOf } from '#base';
import {
  askedOf,
  createLocalExecutor,
  decisionsOf,
  estimateFigures,
  goalsFor,
  measureNamed,
  type ReplicationRecord,
  wantedShares,
} from '#experiment';
import { openLedger } from '#ledger';
import { renderProductLevelsCsv, runWorkbook } from '#report';
import { parseScenarioJson } from '#scenario';
import { lateAnswersIn } from '../../src/apps/shared/evidence/audit-run.ts';
import { sha256 } from '../../src/apps/shared/host.ts';
import { targetVerdicts } from '../../src/planning/targets/target-verdicts.ts';
import { scenarioJson } from '../../src/scenario/scenario-json.ts';
import { checkedRun } from '../bundle/recount/recounting.ts';
import { modelOf } from '../demand/model.ts';
import { bytesOf, evidenceOf } from '../exports/evidence-of.ts';
import { sheetsOf } from '../report/workbook/read-workbook.ts';
import { runInMemory, successOf } from '../running.ts';

/** Cases of three products wait for one agent; `levels` and `more` as YAML. */
const model = (levels: string, more = '') =>
  modelOf(`
horizon: 2 days
products: { mail: { title: Mail }, disks: { title: Disks } }
centres: { home: { groups: { servers: { products: all, shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    { products: { any: 0.2, mail: 0.4, disks: 0.4 }, severities: { B: 0.5, C: 0.5 },
      customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 54/h }] }
work:
  patience: { web: exponential 20 min }
  ${more}
measures: { all: { interval: 12 h, timeZone: UTC, by: [product, severity] } }
serviceLevels: [${levels}]`);

const SHORT = '{ channel: web, severity: all, within: 30 s, target: 0.5 }';
const LONG = '{ channel: web, severity: all, within: 10 min, target: 0.9 }';
const OWN = '{ product: mail, channel: web, severity: B, within: 30 s, target: 0.5 }';
const MISDECLARED = 'misrouted: { language: 0, product: 0.4, noticedAfter: 0.5 }';

const [short, long, own] = [[SHORT], [LONG], [OWN, LONG]].map((levels) => checkedRun(model(levels.join())));
const rowOf = (run: typeof own, severity: string, product: string) =>
  run?.summary.productLevels?.find((row) => row.severity === severity && row.product === product);
const cellOf = (run: typeof own, id: string) => run?.summary.cells.find((cell) => cell.id === id);

describe('a service level of a product', () => {
  it('judges its cases, and those of other products by the next that matches', () => {
    const [mail, disks] = [rowOf(own, 'B', 'mail'), rowOf(own, 'B', 'disks')];
    const cell = cellOf(own, 'customers/web/B');
    const all = [mail, disks, rowOf(own, 'B', 'any')];
    expect(sumOf(all.map((row) => row?.judged ?? 0))).toBe(cell?.judged);
    expect(mail?.serviceLevel).toBeLessThan((disks?.serviceLevel ?? 0) - 0.1);
    const inTime = sumOf(all.map((row) => row?.answeredInTime ?? 0));
    expect(cell?.serviceLevel).toBeCloseTo(inTime / (cell?.judged ?? 1), 5);
    // Not its severity: one service level is of all products there.
    expect(cellOf(own, 'customers/web/C')).toEqual(cellOf(long, 'customers/web/C'));
    expect(rowOf(own, 'C', 'mail')).toBeUndefined();
  });

  it('counts each case as the level of its product alone would', () => {
    const weekly = (run: typeof own, product: string, severity: string) =>
      run?.summary.weekly
        ?.filter(({ where }) => where?.product === product && where?.severity === severity)
        .map(({ columns }) => columns.serviceLevel);
    expect(weekly(own, 'mail', 'B')).toEqual(weekly(short, 'mail', 'B'));
    expect(weekly(own, 'disks', 'B')).toEqual(weekly(long, 'disks', 'B'));
    expect(weekly(own, 'mail', 'B')).not.toEqual(weekly(long, 'mail', 'B'));
  });

  it('changes nothing but what is judged', () => {
    const unjudged = (run: typeof own) => {
      const {
        judged: _1,
        serviceLevel: _2,
        serviceLevelWithoutShortAbandons: _3,
        ...rest
      } = run?.summary.total ?? ({} as never);
      return rest;
    };
    expect(unjudged(own)).toEqual(unjudged(long));
    expect(runInMemory(model(LONG)).summary.productLevels).toBeUndefined();
  });

  it('is recounted from the ledger, also where customers declare a wrong product', () => {
    const wrong = checkedRun(model(`${OWN}, ${LONG}`, MISDECLARED));
    expect(rowOf(wrong, 'B', 'mail')?.judged).toBeGreaterThan(0);
    const warmedUp = checkedRun({ ...model(`${OWN}, ${LONG}`), warmUp: { forMs: 6 * HOUR_MS } });
    for (const run of [short, long, own, wrong, warmedUp]) expect(run?.difference).toBeNull();
    expect(rowOf(warmedUp, 'B', 'mail')?.judged).toBeLessThan(rowOf(own, 'B', 'mail')?.judged ?? 0);
  });

  it('leaves the other products without a level if none matches them', () => {
    const only = checkedRun(model(OWN));
    expect(only.difference).toBeNull();
    expect(only.summary.productLevels?.map(({ product }) => product)).toEqual(['mail']);
    expect(cellOf(only, 'customers/web/B')?.judged).toBe(rowOf(only, 'B', 'mail')?.judged);
    expect(cellOf(only, 'customers/web/C')?.judged).toBe(0);
  });

  it('is a target of its product alone, for verdicts and for comparisons', () => {
    const scenario = model(`${OWN}, ${LONG}`);
    const verdicts = targetVerdicts(definite(own, 'it was made').summary, scenario);
    const wanted = verdicts.map((one) => [one.measure, one.wanted]).sort();
    expect(wanted).toEqual([
      ['service level/customers/web/B/product:any', 0.9],
      ['service level/customers/web/B/product:disks', 0.9],
      ['service level/customers/web/B/product:mail', 0.5],
      ['service level/customers/web/C', 0.9],
    ]);
    const ids = wanted.map(([id]) => id);
    const isSeen = ({ id }: { readonly id: string }) => ids.includes(id);
    const shares = wantedShares(scenario).filter(({ measure }) => isSeen(measure));
    expect(shares.map((one) => [one.measure.id, one.wanted]).sort()).toEqual(wanted);
    const goals = goalsFor(scenario, [], null);
    expect(goals.ok && goals.value.filter(({ measure }) => isSeen(measure))).toHaveLength(4);
    const { targets } = decisionsOf([scenario, model(LONG)], []);
    const compared = targets.filter(({ measure }) => isSeen(measure)).map((one) => one.wanted);
    expect(compared).toEqual([
      [0.9, 0.9],
      [0.5, 0.9],
      [0.9, 0.9],
      [0.9, 0.9],
    ]);
  });

  it('explains its late answers by product', () => {
    const scenario = model(`${OWN}, ${LONG}`);
    const ledger = successOf(openLedger(runInMemory(scenario).ledger, sha256));
    const late = lateAnswersIn(ledger, scenario).get('customers/web/B/product:mail');
    const { answeredInTime = 0, judged = 0 } = rowOf(own, 'B', 'mail') ?? {};
    expect(late?.lateCount).toBe(judged - answeredInTime);
  });

  it('stands in a CSV table and a sheet of the workbook, with the numbers of the summary', () => {
    const scenario = model(`${OWN}, ${LONG}`);
    const { summary } = runInMemory(scenario);
    const rows = summary.productLevels ?? [];
    expect(rows).toHaveLength(3);
    const [head, ...lines] = (renderProductLevelsCsv(summary) ?? '').trim().split('\r\n');
    expect(head).toBe('segment,channel,severity,product,judged,answered_in_time,service_level');
    expect(lines).toEqual(
      rows.map((row) =>
        ['customers', 'web', 'B', row.product, row.judged, row.answeredInTime, row.serviceLevel].join(),
      ),
    );
    const evidence = evidenceOf(scenario);
    const late = lateAnswersIn(evidence.ledger, scenario);
    const file = runWorkbook({ summary, scenario, audit: evidence.audit, late, events: [] }, evidence);
    const sheet = sheetsOf(bytesOf(file, evidence)).get('Products');
    expect(
      sheet?.slice(2).map((cells) => cells.slice(3).map((cell, i) => (i === 0 ? cell : Number(cell)))),
    ).toEqual(
      rows.map(({ answeredInTime, judged, product, serviceLevel }) => {
        const title = scenario.products.find(({ id }) => id === product)?.title;
        return [title, judged, answeredInTime, serviceLevel];
      }),
    );
    const plain = runInMemory(model(LONG));
    expect(renderProductLevelsCsv(plain.summary)).toBeNull();
  });

  it('has an interval over replications among all figures, per case', async () => {
    const scenario = model(`${OWN}, ${LONG}`);
    const executor = createLocalExecutor(sha256);
    await executor.begin([scenario], { isDetailed: true });
    const records: ReplicationRecord[] = [];
    for (const replication of [0, 1, 2]) {
      const result = await executor.run({ scenario: 0, seed: `run ${replication}`, replication: 0 });
      if ('failed' in result) throw new Error(result.failed);
      const { durations = {}, figures = {} } = result.summary;
      records.push({
        scenario: 0,
        replication,
        contributions: {},
        isUnstable: false,
        durations,
        figures,
      });
    }
    const table = estimateFigures(records, scenario, 0.95).find(({ name }) => name === 'product levels');
    expect(table?.columns.map(({ name }) => name)).toEqual(['judged', 'service level']);
    const row = table?.rows.find(({ id }) => id === '/customers/web/B/product:mail');
    expect(row?.title).toContain('product mail');
    const runs = [0, 1, 2].map((replication) =>
      runInMemory(scenario, { seed: `run ${replication}` }).summary.productLevels?.find(
        ({ product }) => product === 'mail',
      ),
    );
    const [inTime, judged] = [
      sumOf(runs.map((one) => one?.answeredInTime ?? 0)),
      sumOf(runs.map((one) => one?.judged ?? 0)),
    ];
    // A jackknifed ratio of sums.
    expect(row?.figures[1]?.estimate?.mean).toBeCloseTo(inTime / judged, 2);
    expect(row?.figures[1]?.estimate?.halfWidth).toBeGreaterThan(0);
  });

  it('can be measured for its product over replications', async () => {
    const scenario = model(`${OWN}, ${LONG}`);
    const places = { centres: [], groups: [], products: scenario.products };
    const name = 'service level/customers/web/B/product:mail';
    const measure = successOf(measureNamed(name, scenario.segments, null, places));
    expect(measure.id).toBe(name);
    const executor = createLocalExecutor(sha256);
    await executor.begin([scenario], askedOf([measure]));
    const result = await executor.run({ scenario: 0, seed: scenario.seed, replication: 0 });
    if ('failed' in result) throw new Error(result.failed);
    const { denominator, numerator } = measure.contribution(result.summary) ?? {
      numerator: 0,
      denominator: 0,
    };
    expect(denominator).toBe(rowOf(own, 'B', 'mail')?.judged);
    expect(numerator / denominator).toBeCloseTo(rowOf(own, 'B', 'mail')?.serviceLevel ?? 0, 5);
    expect(measureNamed('sojourn/product:mail', scenario.segments, null, places)).toMatchObject({
      ok: false,
    });
    expect(measureNamed('service level/product:none', scenario.segments, null, places)).toEqual({
      ok: false,
      problem: 'none is not a product; the products are any, mail, disks',
    });
  });

  it('is the same after it was written as JSON and read', () => {
    const scenario = model(`${OWN}, ${LONG}`);
    const read = parseScenarioJson(scenarioJson(scenario));
    expect(read.ok && read.value.serviceLevels).toEqual(scenario.serviceLevels);
    const stray = scenarioJson(scenario).replace('"products":[1]', '"products":[7]');
    expect(parseScenarioJson(stray)).toEqual({
      ok: false,
      problem: ["serviceLevels.0.products.0: there is no number 7, the list 'products' has 3"],
    });
  });
});
