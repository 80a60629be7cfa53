import { describe, expect, it } from 'vitest';
import { definite, HOUR_MS } from '#base';
import { ACT_NUMBERS } from '#domain';
import { csvCaseFiles, PARQUET_COLUMNS } from '#exports';
import { loadScenario } from '../running.ts';
import { bytesOf, evidenceOf } from './evidence-of.ts';

describe('cases and waits as CSV', () => {
  it('have the columns of the tables in SQL, a row per case and a row per wait, and times in UTC', () => {
    const evidence = evidenceOf({ ...loadScenario('three-centres'), horizonMs: 6 * HOUR_MS });
    const counts = { cases: 0, waits: 0 };
    evidence.ledger.forEach(({ kind }) => {
      if (kind === ACT_NUMBERS.open) counts.cases++;
      if (kind === ACT_NUMBERS.wait) counts.waits++;
    });
    expect(counts.waits).toBeGreaterThan(10);
    for (const file of csvCaseFiles(evidence)) {
      const [head = '', ...rows] = Buffer.from(bytesOf(file, evidence)).toString().trimEnd().split('\r\n');
      const table = file.path === 'csv/cases.csv' ? 'cases' : 'waits';
      expect(head.split(',')).toEqual(PARQUET_COLUMNS[table].map(({ name }) => name));
      expect(rows).toHaveLength(counts[table]);
      const time = head.split(',').indexOf(table === 'cases' ? 'opened' : 'began');
      for (const row of rows) expect(row.split(',')[time]).toMatch(/^2025-03-03T0\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  it('name cases that were open before the run as their file does, and say when they were opened', () => {
    const scenario = { ...loadScenario('wednesday-morning'), horizonMs: HOUR_MS };
    const { backlog = [] } = scenario;
    const evidence = evidenceOf(scenario);
    const [file] = csvCaseFiles(evidence);
    const text = Buffer.from(bytesOf(definite(file, 'there is no table of cases'), evidence)).toString();
    const [head = '', ...rows] = text.trimEnd().split('\r\n');
    const cell = (row: string, name: string) => row.split(',')[head.split(',').indexOf(name)];
    expect(backlog.length).toBeGreaterThan(10);
    for (const [number, { id, openedMs }] of backlog.entries()) {
      const row = rows.find((one) => cell(one, 'case_number') === String(number)) ?? '';
      expect(cell(row, 'ticket')).toBe(id);
      expect(Date.parse(cell(row, 'opened') ?? '')).toBe(scenario.startEpochMs + openedMs);
    }
    const others = rows.slice(backlog.length);
    expect(others.length).toBeGreaterThan(0);
    for (const row of others) expect(cell(row, 'ticket')).toBe('');
  });
});
