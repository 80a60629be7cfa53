import { describe, expect, it } from 'vitest';
import {
  type BasisDates,
  givenDates,
  givenLaw,
  givenLaws,
  LAWFUL_BASES,
  lawfulBasisById,
} from '../../../src/domain/law/basis-dates.ts';
import { LAW_EVENTS, lawEventsBetween } from '../../../src/domain/law/law-events.ts';
import { brussels } from './brussels.ts';

/** The basis with dates of its own, or with those of history if none are given. */
function dated(basis: string, from?: string, to?: string): BasisDates {
  const { fromMs = Number.NaN, toMs = Number.NaN } = lawfulBasisById(basis) ?? {};
  const toEpochMs = to === undefined ? toMs : brussels(to);
  return {
    basis,
    fromEpochMs: from === undefined ? fromMs : brussels(from),
    toEpochMs: Number.isFinite(toEpochMs) ? toEpochMs : null,
  };
}

/** Acts of the United Kingdom begin an hour after those of the EU. */
const effectsOn = (day: string, ...bases: readonly BasisDates[]) =>
  lawEventsBetween(brussels(day) - 1, brussels(day) + 3_600_000, bases).map(({ effect }) => effect);

describe('bases and their dates', () => {
  it('have unique ids, and begin before they end', () => {
    expect(new Set(LAWFUL_BASES.map(({ fact }) => fact.id)).size).toBe(LAWFUL_BASES.length);
    for (const { fact, fromMs, toMs } of LAWFUL_BASES) expect(fromMs, fact.id).toBeLessThan(toMs);
    expect(lawfulBasisById('SAFE_HARBOUR')).toBeUndefined();
  });

  it('were usable in history from when importers could join until reliance was no longer allowed', () => {
    expect(lawfulBasisById('PRIVACY_SHIELD_EU_US')?.fromMs).toBe(brussels('2016-08-01'));
    expect(lawfulBasisById('SAFE_HARBOR_CH_US')?.toMs).toBe(brussels('2015-10-22'));
  });

  it('are named by the countries that they concern', () => {
    expect(lawfulBasisById('ADEQUACY_CA')?.title).toBe('Adequacy of CA, 2002/2/EC');
    expect(lawfulBasisById('CH_COMMISSIONER_LIST_AR_GG_IM')?.title).toContain('Adequacy of AR, GG, IM, ');
    expect(lawfulBasisById('UK_RECOGNISES_EEA')?.title).toContain('Adequacy of AT, BE, BG and 28 more, ');
  });

  it('are listed only if a date differs from history', () => {
    expect(givenDates([dated('SAFE_HARBOR_EU_US'), dated('DPF_EU_US')])).toEqual([]);
    expect(givenLaw({})).toEqual([]);
    expect(givenLaw({ law: { bases: [dated('SAFE_HARBOR_EU_US', undefined, '2014-06-16')] } })).toEqual([
      'This is not the law of history: in this scenario U.S.-EU Safe Harbor, Decision 2000/520/EC (SAFE_HARBOR_EU_US) ends ' +
        'at the end of 15 June 2014, in history it ends at the end of 5 October 2015.',
    ]);
    const unending = {
      basis: 'SAFE_HARBOR_EU_US',
      fromEpochMs: dated('SAFE_HARBOR_EU_US').fromEpochMs,
      toEpochMs: null,
    };
    expect(givenLaw({ law: { bases: [unending] } })[0]).toMatch(
      / never ends, in history it ends at the end of 5 October 2015\.$/,
    );
    const dpf = givenLaw({ law: { bases: [dated('DPF_EU_US', '2023-01-01', '2025-01-01')] } });
    expect(dpf).toHaveLength(2);
    // Nobody knows that it never will.
    expect(dpf[1]).toMatch(/ ends at the end of 31 December 2024, in history it has not ended\.$/);
  });

  it('are listed over several scenarios with the names of those that have them', () => {
    const falls = { law: { bases: [dated('SAFE_HARBOR_EU_US', undefined, '2014-06-16')] } };
    const of = (...laws: object[]) => givenLaws(laws.map((scenario, i) => ({ name: `s${i}`, scenario })));
    expect(of({}, {})).toEqual([]);
    expect(of(falls, falls)).toEqual(givenLaw(falls));
    expect(of({}, falls)).toEqual(givenLaw(falls).map((sentence) => `s1: ${sentence}`));
    expect(of({}, falls, falls, falls, falls)[0]).toMatch(/^s1, s2, s3 and 1 more: This is not/);
  });
});

describe('legal events of a scenario', () => {
  const earlier = dated('SAFE_HARBOR_EU_US', undefined, '2014-06-16');

  it('are those of history if it dates nothing, or dates it historically', () => {
    const [first, last] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(lawEventsBetween(first, last, [])).toEqual(LAW_EVENTS);
    expect(
      lawEventsBetween(
        first,
        last,
        LAWFUL_BASES.map(({ fact }) => dated(fact.id)),
      ),
    ).toEqual(LAW_EVENTS);
  });

  it('include the given end, marked as not historical, instead of the historical end', () => {
    expect(lawEventsBetween(brussels('2014-06-16') - 1, brussels('2014-06-16'), [earlier])).toEqual([
      {
        atMs: brussels('2014-06-16'),
        kind: 'basis',
        effect:
          'U.S.-EU Safe Harbor, Decision 2000/520/EC ends: a date of this scenario (in history at the end of 5 October 2015)',
        confidence: 'assumed',
      },
    ]);
    expect(effectsOn('2015-10-06')).toHaveLength(1);
    expect(effectsOn('2015-10-06', earlier)).toEqual([]);
    expect(effectsOn('2000-11-01', earlier)).toEqual(effectsOn('2000-11-01'));
  });

  it('say which basis they do not concern, if they also concern others', () => {
    const [effect] = effectsOn('2000-07-26', dated('ADEQUACY_CH', '2003-01-01'));
    expect(effect).toBe(
      `${effectsOn('2000-07-26')[0]}; but not of ADEQUACY_CH, which this scenario dates itself`,
    );
  });

  it('have no end if none will come', () => {
    expect(effectsOn('2015-10-22', { ...dated('SAFE_HARBOR_CH_US'), toEpochMs: null })).toEqual([]);
  });

  it('keep what a day changes for other bases if one basis ends on another day', () => {
    const lasting = { ...dated('PRIVACY_SHIELD_CH_US'), toEpochMs: null };
    expect(effectsOn('2020-09-08', lasting)).toEqual([
      `${effectsOn('2020-09-08')[0]}; but not of PRIVACY_SHIELD_CH_US, which this scenario dates itself`,
    ]);
    // Binding rules are not a basis that a scenario can date, so their events stay.
    const later = dated('CH_COMMISSIONER_LIST_UY', '2013-02-01');
    expect(effectsOn('2013-01-01', later)).toEqual([expect.stringContaining('Binding rules of processors')]);
  });

  it('have none of the ends that history gave a clause set under other regimes, if a scenario dates the set', () => {
    const own = dated('SCC_2010_C2P', undefined, '2019-05-01');
    const lapses = ['2022-12-28', '2023-01-01', '2024-03-21'];
    for (const day of lapses) {
      expect(effectsOn(day).join(), day).toContain('lapsed');
      expect(effectsOn(day, own), day).toEqual([expect.stringContaining('but not of SCC_2010_C2P')]);
    }
    expect(effectsOn('2019-05-01', own)).toEqual([
      expect.stringContaining('Standard clauses, 2010/87/EU ends'),
    ]);
  });
});
