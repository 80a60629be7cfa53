import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADEQUACY_DECISIONS } from '../../../src/domain/law/adequacy-decisions.ts';
import { CLAUSE_SETS } from '../../../src/domain/law/clause-sets.ts';
import { FRAMEWORKS } from '../../../src/domain/law/frameworks.ts';
import { legalBegin, legalEnd, legalInstant } from '../../../src/domain/law/legal-dates.ts';
import { LEGAL_REGIMES } from '../../../src/domain/law/legal-regimes.ts';
import { brussels, brusselsTextOf, london } from './brussels.ts';

const SINCE_1985 = fc.date({
  min: new Date('1985-01-02'),
  max: new Date('2035-12-31'),
  noInvalidDate: true,
});
const inWords = (day: string) =>
  new Date(day).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

describe('a date of law', () => {
  it.each([
    ['ADEQUACY_CH', '26 July 2000', null],
    ['SAFE_HARBOR_EU_US', '26 July 2000', 'the end of 5 October 2015'],
    ['ADEQUACY_GB', '28 June 2021', 'the end of 27 December 2031'],
    ['DPF_UK_EXT', '12 October 2023', null],
    ['TCA_BRIDGE_UK', '1 January 2021', 'the end of 27 June 2021'],
  ])('is that of the law’s own calendar: %s', (id, begins, ends) => {
    const fact = [...FRAMEWORKS, ...ADEQUACY_DECISIONS].find((row) => row.id === id);
    expect(legalBegin(fact?.validFromMs ?? 0)).toBe(begins);
    if (ends !== null) expect(legalEnd(fact?.validToMs ?? 0)).toBe(ends);
  });

  it('is a whole day for every row of the tables', () => {
    const facts = [
      ...FRAMEWORKS,
      ...ADEQUACY_DECISIONS,
      ...CLAUSE_SETS.flatMap((set) => [set, ...set.forRegimes]),
      ...LEGAL_REGIMES,
    ];
    for (const { validFromMs, validToMs } of facts) {
      if (Number.isFinite(validFromMs)) expect(legalBegin(validFromMs)).toMatch(/^\d+ [A-Z][a-z]+ \d{4}$/);
      if (Number.isFinite(validToMs)) expect(legalEnd(validToMs)).toMatch(/^the end of \d+ [A-Z]/);
    }
    expect(facts.length).toBeGreaterThan(60);
  });

  it('is the day of a midnight in Brussels, in London or in UTC, and an end is the end of the day before', () => {
    fc.assert(
      fc.property(SINCE_1985, (date) => {
        const day = date.toISOString().slice(0, 10);
        for (const at of [brussels(day), london(day), Date.parse(day)]) {
          expect(legalBegin(at)).toBe(inWords(day));
          expect(legalEnd(at)).toBe(`the end of ${inWords(dayBefore(day))}`);
        }
      }),
    );
  });

  it('shows the clock of Brussels, and is the same instant', () => {
    fc.assert(
      fc.property(SINCE_1985, (date) => {
        const at = Math.floor(date.getTime() / 1000) * 1000;
        expect(Date.parse(legalInstant(at))).toBe(at);
        expect(legalInstant(at).slice(0, 19)).toBe(brusselsTextOf(at));
      }),
    );
  });

  it('has its time if it is within a day', () => {
    expect(legalBegin(Date.UTC(2014, 10, 12, 12))).toBe('12 November 2014, 13:00 in Brussels');
    expect(legalEnd(Date.UTC(2014, 6, 12, 12, 0, 30))).toBe('12 July 2014, 14:00:30 in Brussels');
  });
});
