import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { Scenario } from '#domain';
import {
  createLocalExecutor,
  type EstimatedTable,
  estimateFigures,
  type JobSummary,
  type ReplicationRecord,
} from '#experiment';
import { renderReplications, renderReplicationsCsv, renderReplicationsJson } from '#report';
import {
  type BucketCounts,
  estimateMean,
  estimatePooled,
  poolQuantile,
  type ServiceRow,
  type Summary,
  unpackHistogram,
} from '#statistics';
import { FIGURE_COLUMNS, valuesOf } from '../../src/experiment/measures/figure-columns.ts';
import { figureLines, otherFiguresText } from '../../src/report/experiments/figure-tables.ts';
import { leavesOf, withMoreFigures } from '../bundle/recount/recounting.ts';
import { summaryOf } from '../demand/model.ts';
import { loadScenario, sha256 } from '../running.ts';

/** With callbacks, messages, retries, targets, wages and weekly measures. */
const scenario = withMoreFigures({ ...loadScenario('proving-ground'), horizonMs: 12 * HOUR_MS });

async function jobsOf(of: Scenario, replications: number): Promise<readonly JobSummary[]> {
  const executor = createLocalExecutor(sha256);
  await executor.begin([of], { isDetailed: true });
  const summaries: JobSummary[] = [];
  for (let replication = 0; replication < replications; replication++) {
    const result = await executor.run({ scenario: 0, seed: of.seed, replication });
    if ('failed' in result) throw new Error(result.failed);
    summaries.push(result.summary);
  }
  return summaries;
}

function recordsOf(
  figures: readonly ReplicationRecord['figures'][],
  durations: readonly ReplicationRecord['durations'][] = [],
): readonly ReplicationRecord[] {
  return figures.map((rows, replication) => ({
    scenario: 0,
    replication,
    contributions: {},
    isUnstable: false,
    ...(rows === undefined ? {} : { figures: rows }),
    durations: durations[replication] ?? {},
  }));
}

function tableOf(tables: readonly EstimatedTable[], name: EstimatedTable['name']): EstimatedTable {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`there is no table of ${name}`);
  return table;
}

function figureOf(table: EstimatedTable, id: string, column: string) {
  const c = table.columns.findIndex(({ name }) => name === column);
  const figure = table.rows.find((row) => row.id === id)?.figures[c];
  if (figure === undefined) throw new Error(`there is no ${column}${id}`);
  return figure;
}

describe('the figures of a replication in rows', () => {
  /** Inputs and names, which have no interval. */
  const GIVEN = /^agents$|^tier$|^target$|^intervalS$/;

  it('have every number of the summary that is not a series or a distribution', async () => {
    const [job] = await jobsOf(scenario, 1);
    const summary = summaryOf(scenario);
    const known = new Map<number, number>();
    for (const [, ...values] of Object.values(job?.figures ?? {}).flat()) {
      for (const value of values) if (value !== null) known.set(value, (known.get(value) ?? 0) + 1);
    }
    const { cells, centres, channels, costs, escalations, exceptions, groups, segments, severities } =
      summary;
    const { targets, tiers, total, waitingCauses, weekly } = summary;
    const rows = {
      cells,
      channels,
      costs,
      escalations,
      exceptions,
      groups,
      segments,
      severities,
      targets,
      tiers,
      total,
      waitingCauses,
      weekly: weekly?.map(({ columns }) => columns),
      centres: centres.map(({ busyByHour: _, onDutyByHour: __, overtimeByHour: ___, ...row }) => row),
    };
    const numbers = leavesOf(JSON.parse(JSON.stringify(rows))).filter(
      ({ place, value }) => typeof value === 'number' && value !== 0 && !GIVEN.test(String(place.at(-1))),
    );
    const wanted = new Map<number, number>();
    for (const { value } of numbers) wanted.set(value as number, (wanted.get(value as number) ?? 0) + 1);
    const missing = numbers.filter(
      ({ value }) => (known.get(value as number) ?? 0) < (wanted.get(value as number) ?? 0),
    );
    expect(missing.map(({ place, value }) => `${place.join('.')} ${value}`)).toEqual([]);
    expect(numbers.length).toBeGreaterThan(1000);
  });

  it('have every number of a row of service, also those that this scenario has no occasion for', () => {
    let next = 1;
    const number = () => next++;
    const row: Required<ServiceRow> = {
      id: 'total',
      title: 'All cases',
      arrived: number(),
      carriedOver: number(),
      answered: number(),
      answeredAtOnce: number(),
      abandoned: number(),
      abandonedLater: number(),
      balked: number(),
      blocked: number(),
      messages: number(),
      lost: number(),
      lateWaiting: number(),
      retries: number(),
      stalled: number(),
      cleared: { unanswered: number(), answered: number() },
      callbacks: { offered: number(), accepted: number(), reached: number(), missed: number() },
      consultations: { asked: number(), joined: number(), alone: number(), waitS: number() },
      resolved: number(),
      reopened: number(),
      handOvers: number(),
      preemptions: number(),
      judged: number(),
      serviceLevel: number(),
      serviceLevelWithoutShortAbandons: number(),

      speedOfAnswerS: number(),
      waitDeviationS: number(),
      abandonedWaitS: number(),
      waitOfAllS: number(),
      waitP50S: number(),
      waitP90S: number(),
      waitP95S: number(),
      abandonmentShare: number(),
      sojournMeanS: number(),
      sojournP90S: number(),
    };
    const values = valuesOf(FIGURE_COLUMNS.service, row);
    const missing = leavesOf(row).filter(({ value }) => typeof value === 'number' && !values.includes(value));
    expect(missing.map(({ place }) => place.join('.'))).toEqual([]);
  });

  it('are not made unless somebody asks for them', async () => {
    const executor = createLocalExecutor(sha256);
    await executor.begin([scenario]);
    const result = await executor.run({ scenario: 0, seed: 's', replication: 0 });
    expect('summary' in result && result.summary.figures).toBeUndefined();
  });
});

describe('estimates of figures', () => {
  const one = (waits: number | null, answered: number) => {
    const values: (number | null)[] = Array.from({ length: 41 }, () => 0);
    values[2] = answered;
    values[31] = waits;
    return values;
  };

  it('count 0 where a replication has no row, and weigh means by what they are of', () => {
    const records = recordsOf([
      {
        service: [
          ['', ...one(10, 2)],
          ['/germany', ...one(10, 2)],
        ],
      },
      {
        service: [
          ['', ...one(40, 4)],
          ['/germany', ...one(40, 4)],
        ],
      },
      { service: [['', ...one(null, 0)]] },
    ]);
    const service = tableOf(estimateFigures(records, scenario, 0.95), 'service');
    expect(figureOf(service, '/germany', 'answered')).toEqual({
      estimate: estimateMean([2, 4, 0], 0.95),
      seen: 3,
    });
    const wait = figureOf(service, '/germany', 'speed of answer');
    expect(wait.seen).toBe(2);
    // 2 · 10 s and 4 · 40 s over 6 answers, by the jackknife: 2 · 30 − (40 + 10) ÷ 2.
    expect(wait.estimate?.mean).toBeCloseTo(35, 9);
    expect(wait.estimate?.count).toBe(2);
  });

  it('have no interval if only one replication observed the figure, and are null if none did', () => {
    const records = recordsOf([{ service: [['', ...one(10, 2)]] }, { service: [['', ...one(null, 0)]] }]);
    const service = tableOf(estimateFigures(records, scenario, 0.95), 'service');
    const wait = figureOf(service, '', 'speed of answer');
    expect(wait).toMatchObject({ seen: 1, estimate: { mean: 10, halfWidth: Number.POSITIVE_INFINITY } });
  });
});

describe('the results of replications', () => {
  const level = 0.95;
  let summaries: readonly JobSummary[];
  let tables: readonly EstimatedTable[];
  beforeAll(async () => {
    summaries = await jobsOf(scenario, 4);
    const records = recordsOf(
      summaries.map(({ figures }) => figures),
      summaries.map(({ durations }) => durations),
    );
    tables = estimateFigures(records, scenario, level);
  });
  const pageOf = () => ({
    title: 'Replications',
    law: [],
    seed: 's',
    level,
    replications: 4,
    precision: null,
    isReached: true,
    measures: [],
    tables,
  });

  it('estimate occupancy, queues and counts from the summaries', () => {
    const [group] = scenario.groups;
    const staff = tableOf(tables, 'staff');
    const busy = summaries.map(({ groups }) => groups[0]?.busyMean ?? 0);
    expect(figureOf(staff, `/group:${group?.id}`, 'busy').estimate).toEqual(estimateMean(busy, level));
    const waiting = summaries.map(({ tiers }) => tiers[0]?.waitingMean ?? 0);
    expect(figureOf(tableOf(tables, 'queues'), '/tier:1', 'queue length').estimate).toEqual(
      estimateMean(waiting, level),
    );
    const arrived = summaries.map(({ total }: Pick<Summary, 'total'>) => total.arrived);
    expect(figureOf(tableOf(tables, 'service'), '', 'arrived').estimate).toEqual(
      estimateMean(arrived, level),
    );
  });

  it('estimate quantiles from the durations of all replications together, also of cases that some did not have', () => {
    const service = tableOf(tables, 'service');
    const whose = scenario.segments.map(({ id }) => `/${id}`);
    for (const [kind, percent] of [
      ['wait', 50],
      ['wait', 90],
      ['sojourn', 90],
    ] as const) {
      for (const id of ['', '/phone', '/A', ...whose]) {
        const counts = summaries.flatMap(({ durations = {} }) => {
          const text = durations[kind + id];
          return text === undefined ? [] : [unpackHistogram(text) as BucketCounts];
        });
        const pooled = poolQuantile(counts, percent / 100);
        const figure = figureOf(service, id, `${kind} p${percent}`);
        expect(figure.seen, id).toBe(counts.length);
        expect(figure.estimate, id).toEqual(pooled === null ? null : estimatePooled(pooled, level));
      }
    }
  });

  it('stand in JSON and CSV without NaN, each figure once, with the number of replications that observed it', () => {
    const page = pageOf();
    const json = renderReplicationsJson(page);
    const { figures } = JSON.parse(json) as {
      figures: { id: string; mean: number | null; replications: number }[];
    };
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    expect(figures.every(({ mean, replications }) => (mean === null) === (replications === 0))).toBe(true);
    expect(figures.some(({ replications }) => replications > 0 && replications < 4)).toBe(true);
    for (const id of ['waited', 'wait of all', 'occupancy', 'availability', 'queue length/tier:1']) {
      expect(figures.map((figure) => figure.id)).toContain(id);
    }
    const csv = renderReplicationsCsv(page);
    expect(`${json}${csv}`).not.toMatch(/NaN|Infinity|undefined/);
    expect(csv.trim().split('\n')).toHaveLength(1 + figures.length);
  });

  it('are counted on a terminal without those that have no interval', () => {
    const lines = figureLines(pageOf().tables ?? []);
    const bounded = lines.filter(({ halfWidth }) => halfWidth !== null).length;
    expect(bounded).toBeLessThan(lines.length);
    const [told] = /[\d,]+ of [\d,]+ figures of the summary have intervals/.exec(
      otherFiguresText(pageOf().tables ?? []),
    ) ?? [''];
    expect(told.replaceAll(',', '')).toBe(
      `${bounded} of ${lines.length} figures of the summary have intervals`,
    );
  });

  it('stand on the page in tables that are opened one by one', () => {
    const page = renderReplications(pageOf());
    expect(page).toMatch(/<details><summary>Agents: all, by centre and by group \(\d+ rows\)<\/summary>/);
    expect(page).toMatch(/\(in [123] of 4\)/);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });
});
