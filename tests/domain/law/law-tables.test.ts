import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#base';
import { CLAUSE_SETS, lawTables, ZONE_MEMBERSHIPS } from '#domain';
import { CONFIDENCES, SOURCES } from '../../../src/domain/law/sources.ts';

describe('the tables of the law', () => {
  it('hold plain data that survives JSON unchanged, with no infinite number', () => {
    const tables = lawTables();
    expect(JSON.parse(canonicalJson(tables))).toEqual(tables);
    for (const [name, rows] of Object.entries(tables)) expect(rows.length, name).toBeGreaterThan(0);
    expect(tables.zoneMemberships).toHaveLength(ZONE_MEMBERSHIPS.length);
    expect(tables.clauseSets).toHaveLength(CLAUSE_SETS.length);
  });

  it('write an instant that never comes as null, and keep every other one', () => {
    const [open] = lawTables().frameworks.filter((row) => (row as { id: string }).id === 'DPF_EU_US');
    expect(open).toMatchObject({ validFromMs: Date.parse('2023-07-09T22:00:00Z'), validToMs: null });
  });

  it('cannot be changed by their readers', () => {
    const before = canonicalJson(lawTables());
    const [row] = lawTables().clauseSets as unknown as { validToMs: number }[];
    if (row !== undefined) row.validToMs = 0;
    expect(canonicalJson(lawTables())).toBe(before);
  });

  it('give a source and a confidence for every row that states a fact', () => {
    const { adequacyScopes, exportRegimes, factsAsOf, zoneCompositions, ...facts } = lawTables();
    const sources = Object.values(SOURCES);
    for (const [name, rows] of Object.entries(facts)) {
      for (const row of rows as readonly { source: string; confidence: string }[]) {
        expect(CONFIDENCES, name).toContain(row.confidence);
        expect(
          sources.some((source) => row.source.includes(source)),
          `${name}: ${row.source}`,
        ).toBe(true);
        if (row.source === SOURCES.remembered) expect(row.confidence, name).toBe('remembered');
      }
    }
    expect([adequacyScopes, exportRegimes, factsAsOf, zoneCompositions].map((rows) => rows.length)).toEqual([
      9, 3, 1, 9,
    ]);
  });

  it('cite every listed source', () => {
    const text = canonicalJson(lawTables());
    const unused = Object.entries(SOURCES).filter(
      ([, source]) => !text.includes(JSON.stringify(source).slice(1, -1)),
    );
    expect(unused.map(([name]) => name)).toEqual([]);
  });
});
