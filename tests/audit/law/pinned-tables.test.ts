import { describe, expect, it } from 'vitest';
import { lawTables, ZONE_MEMBERSHIPS } from '#domain';
import { changedTables, PINNED_TABLES } from '../../../src/audit/law/pinned-tables.ts';
import { sha256 } from '../../running.ts';

describe('the tables of law that the auditor was made for', () => {
  it('are all pinned, and all exist', () => {
    expect(Object.keys(PINNED_TABLES).sort()).toEqual(Object.keys(lawTables()).sort());
    expect(changedTables(sha256)).toEqual([]);
  });

  it('are named if a row differs', () => {
    const row = ZONE_MEMBERSHIPS.find(({ country, zone }) => zone === 'EEA' && country === 'IE');
    const fromMs = row?.fromMs ?? 0;
    Object.assign(row ?? {}, { fromMs: fromMs + 1 });
    try {
      expect(changedTables(sha256)).toEqual(['zoneMemberships']);
    } finally {
      Object.assign(row ?? {}, { fromMs });
    }
  });
});
