import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#base';
import { CLAUSE_SETS, lawTables, ZONE_MEMBERSHIPS } from '#domain';
import { CONFIDENCES, SOURCES } from '../../../src/domain/law/sources.ts';

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** If you change a row, keep the new hash here, and say in the changelog which results change. */
const KEPT = {
  adequacyDecisions: '25b7e9942a91c99f',
  adequacyScopes: 'eb15f4c379acdf47',
  assumptions: 'b96168bea84e1b5f',
  bindingRules: '9accbfbb5fad1054',
  certificateEditions: '8fd608d2aa0cab52',
  clauseSets: '57f8f759ce9a21f3',
  exportRegimes: '3b5f9549f537e33a',
  factsAsOf: 'eff76df3232cd617',
  frameworks: 'b625ca9092ce3c29',
  legalRegimes: '2143d64ea3f27800',
  transferAssessments: 'd54fbf8f99f8652c',
  zoneCompositions: '7f90e9a142ec464a',
  zoneMemberships: '057e0bab8930db81',
} as const;

describe('the tables of the law', () => {
  it('are what they were when their hashes were kept, table by table', () => {
    const hashes = Object.fromEntries(
      Object.entries(lawTables()).map(([name, rows]) => [name, sha256(rows).slice(0, 16)]),
    );
    expect(hashes).toEqual(KEPT);
    expect(sha256(lawTables())).toBe('20291a0075f8aedfb213775dbc8be5f40928b7359e39a577266958ed7f7dad01');
  });

  it('hold plain data that JSON gives back unchanged, with no infinite number', () => {
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

  it('can be changed by nobody who reads them', () => {
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

  it('cite every source that is named', () => {
    const text = canonicalJson(lawTables());
    const unused = Object.entries(SOURCES).filter(
      ([, source]) => !text.includes(JSON.stringify(source).slice(1, -1)),
    );
    expect(unused.map(([name]) => name)).toEqual([]);
  });
});
