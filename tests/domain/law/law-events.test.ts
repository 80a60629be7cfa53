import { describe, expect, it } from 'vitest';
import { ADEQUACY_DECISIONS } from '../../../src/domain/law/adequacy-decisions.ts';
import { BINDING_RULES } from '../../../src/domain/law/binding-rules.ts';
import { CERTIFICATE_EDITIONS } from '../../../src/domain/law/certificate-editions.ts';
import { CLAUSE_SETS } from '../../../src/domain/law/clause-sets.ts';
import type { DatedFact } from '../../../src/domain/law/dated-fact.ts';
import { FRAMEWORKS } from '../../../src/domain/law/frameworks.ts';
import { LAW_EVENTS, type LawEventKind, lawEventsBetween } from '../../../src/domain/law/law-events.ts';
import { LEGAL_REGIMES } from '../../../src/domain/law/legal-regimes.ts';
import { SAME_ENTITY_RULES } from '../../../src/domain/law/regimes.ts';
import { ZONE_IDS, zoneChangeInstants } from '../../../src/domain/law/zones.ts';
import { brussels, brusselsTextOf } from './brussels.ts';

const SINCE = brussels('1993-07-01');

/** Days on which a fact begins, ends or becomes known: the numbers of a row, however deeply nested. */
function daysOf(facts: readonly DatedFact[]): readonly string[] {
  return days(facts.flatMap(numbersIn));
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function days(instants: readonly number[]): readonly string[] {
  const relevant = instants.filter((at) => Number.isFinite(at) && at >= SINCE);
  return [...new Set(relevant.map(brusselsTextOf))].sort();
}

function eventDays(kind: LawEventKind): readonly string[] {
  return days(LAW_EVENTS.filter((event) => event.kind === kind).map((event) => event.atMs));
}

describe('law events', () => {
  it('are in order of time', () => {
    const instants = LAW_EVENTS.map((event) => event.atMs);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });

  it('list every day on which a zone changes, and no other', () => {
    const changes = ZONE_IDS.flatMap((zone) => zoneChangeInstants(zone, SINCE - 1, Number.POSITIVE_INFINITY));
    expect(eventDays('zone')).toEqual(days(changes));
  });

  it('list every day on which a basis begins, ends or gets a new end, and no other', () => {
    // Ends that were foreseen for GB and then moved never happened.
    const moved = ['2025-06-28', '2025-12-28', '2021-07-01'].map((day) => `${day}T00:00:00`);
    const facts = daysOf([...FRAMEWORKS, ...ADEQUACY_DECISIONS, ...CLAUSE_SETS, ...BINDING_RULES]);
    const needless = days(SAME_ENTITY_RULES.map(({ fromMs }) => fromMs));
    const tables = [...new Set([...facts, ...needless])].sort();
    expect(tables).toEqual(expect.arrayContaining(moved));
    expect(eventDays('basis')).toEqual(tables.filter((day) => !moved.includes(day)));
  });

  it('list every day on which a certificate edition begins, closes or ends, and no other', () => {
    expect(eventDays('certificate')).toEqual(daysOf(CERTIFICATE_EDITIONS));
  });

  it('list every day on which an act begins or ends, and no other', () => {
    expect(eventDays('regime')).toEqual(daysOf(LEGAL_REGIMES));
  });

  it('exclude the first instant of the span and include the last', () => {
    const falls = brussels('2015-10-06');
    expect(lawEventsBetween(falls - 1, falls).map((event) => event.effect)).toEqual([
      'Safe Harbor EU-US void (Schrems I); the whole day counts as without basis',
    ]);
    expect(lawEventsBetween(falls, falls + 1)).toEqual([]);
    expect(lawEventsBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual(LAW_EVENTS);
  });

  it('are empty for November 2014', () => {
    expect(lawEventsBetween(brussels('2014-11-01'), brussels('2014-12-01'))).toEqual([]);
  });
});
