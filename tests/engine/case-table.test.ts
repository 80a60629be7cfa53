import { describe, expect, it } from 'vitest';
import { CASE_STATES } from '#domain';
import { SpareParts } from '#engine';
import { startReplication } from '#experiment';
import { createNullMeter } from '#statistics';
import type { CaseRecord } from '../../src/engine/cases/case-record.ts';
import { createCaseTable } from '../../src/engine/cases/case-table.ts';
import { Source, streamTallies } from '../../src/engine/demand/source.ts';
import { buildWorld } from '../../src/engine/world/world.ts';
import { loadScenario, sha256 } from '../running.ts';
import { overQueue, runObserved } from './observed-run.ts';

const scenario = loadScenario('first-steps');
const world = buildWorld(scenario);
const tallies = streamTallies(world, createNullMeter());
const sources = scenario.streams.map((_, stream) => new Source(world, tallies, stream, 'seed', 0));
const stateOf = (name: (typeof CASE_STATES)[number]) => CASE_STATES.indexOf(name);

/** A table whose case numbers equal their rows. */
function tableWith(cases: number) {
  const table = createCaseTable(scenario, sources);
  const records = Array.from({ length: cases }, (_, number) => {
    const record = table.allocate(sources[number % sources.length] as Source);
    return Object.assign(record, { caseNumber: number, state: stateOf('closed'), primary: number });
  });
  return { table, records };
}

describe('CaseTable', () => {
  it('keeps the columns of features by row, and begins each new case with their initial value', () => {
    const table = createCaseTable(scenario, sources);
    const columns = [table.column(5), table.column<string | null>(null)] as const;
    expect(table.columns).toEqual(columns);
    const record = table.allocate(sources[0] as Source);
    for (const column of columns) column.begin(record);
    columns[0].set(record, 7);
    columns[1].set(record, 'kept');
    // Another record can have the row of the case, after it slept.
    expect(columns.map((column) => column.of({ row: record.row }))).toEqual([7, 'kept']);
    for (const column of columns) column.begin(record);
    expect(columns.map((column) => column.of(record))).toEqual([5, null]);
  });

  it('makes no column once there are cases', () => {
    const { table } = tableWith(1);
    expect(() => table.column(0)).toThrow('a column is made before the first case');
  });

  it('puts exactly those cases to sleep that only wait for closing and erasure', () => {
    const { table, records } = tableWith(4);
    const [closed, resolved, reopened, waiting] = records as [CaseRecord, CaseRecord, CaseRecord, CaseRecord];
    Object.assign(resolved, { state: stateOf('resolved'), reopeningMs: Number.POSITIVE_INFINITY });
    Object.assign(reopened, { state: stateOf('resolved'), reopeningMs: 5 });
    waiting.state = stateOf('open.waiting.queued');
    for (const record of [closed, resolved, reopened, waiting]) table.rest(record);
    expect(table.records.map((record) => record === table.asleep)).toEqual([true, true, false, false]);
  });

  it('wakes a case with everything that it still needs, in whatever record', () => {
    const { table, records } = tableWith(2);
    const [first, second] = records as [CaseRecord, CaseRecord];
    Object.assign(first, { epoch0: 11, epoch1: 12, primary: 3, replica: 2, workingCopy: 7 });
    table.rest(first);
    table.rest(second);
    const woken = table.wake(0);
    expect(woken).toBe(second);
    expect(table.records[0]).toBe(woken);
    const { eraseAfterMs } = scenario.retention;
    expect(woken).toMatchObject({
      row: 0,
      caseNumber: 0,
      state: stateOf('closed'),
      source: sources[0],
      retentionMs: eraseAfterMs,
      epoch0: 11,
      epoch1: 12,
      primary: 3,
      replica: 2,
      workingCopy: 7,
    });
  });

  it('visits all cases by row, and leaves sleeping ones asleep with their current state', () => {
    const { table, records } = tableWith(1000);
    for (const [row, record] of records.entries()) if (row % 3 > 0) table.rest(record);
    const seen: number[] = [];
    table.forEach((record) => {
      seen.push(record.caseNumber);
      record.primary++;
    });
    expect(seen).toEqual(records.map((_, row) => row));
    expect(table.records.filter((record) => record === table.asleep)).toHaveLength(666);
    const primaries: number[] = [];
    table.forEach(({ primary }) => primaries.push(primary));
    expect(primaries).toEqual(seen.map((row) => row + 1));
  });

  it('gives the record of a case that fell asleep to the next one', () => {
    const { table, records } = tableWith(1);
    table.rest(records[0] as CaseRecord);
    const next = table.allocate(sources[0] as Source);
    expect(next).toBe(records[0]);
    expect(next.row).toBe(1);
  });
});

it('is not needed if no customer ever calls again', () => {
  const scenario = overQueue(`
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 0/week }]
`);
  expect(scenario.streams).toEqual([]);
  expect(runObserved(scenario, () => {}).cases).toBe(0);
});

it('keeps a run of many live cases in few records', () => {
  const spare = new SpareParts();
  const month = loadScenario('css-2014');
  const days = { ...month, horizonMs: 2 * 86_400_000 };
  const replication = startReplication(days, {
    seed: 'few',
    replication: 0,
    engine: 'compiled',
    digest: sha256,
    writeLedger: null,
    engineVersion: 'test',
    spare,
  });
  replication.advance(days.horizonMs);
  const { liveCases } = replication.finish().counts;
  expect(spare.take(days).length).toBeLessThan(liveCases / 2);
  expect(liveCases).toBeGreaterThan(20_000);
});
