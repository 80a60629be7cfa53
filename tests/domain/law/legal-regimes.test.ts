import { describe, expect, it } from 'vitest';
import { isInForce } from '../../../src/domain/law/dated-fact.ts';
import { LEGAL_REGIMES } from '../../../src/domain/law/legal-regimes.ts';
import { isZoneMember, zoneMembersAt } from '../../../src/domain/law/zones.ts';
import { brussels } from './brussels.ts';

/** Acts that govern data in a country on a day. */
function actsIn(country: string, day: string): readonly string[] {
  const at = brussels(day);
  return LEGAL_REGIMES.filter((act) => isInForce(act, at, 'then') && isZoneMember(act.zone, country, at)).map(
    (act) => act.id,
  );
}

describe('legal regimes', () => {
  it.each([
    ['DE', '2014-11-20', ['DIR_95_46']],
    ['HR', '2013-12-01', ['DIR_95_46']],
    ['DE', '2018-05-25', ['GDPR_EU']],
    ['NO', '2018-07-19', ['DIR_95_46_EEA_EFTA']],
    ['NO', '2018-07-20', ['GDPR_EEA_EFTA']],
    ['GB', '2019-01-01', ['GDPR_EU']],
    ['GB', '2020-01-31', ['GDPR_EU']],
    ['GB', '2020-06-01', ['GDPR_GB_TRANSITION']],
    ['GB', '2021-01-01', ['UK_GDPR']],
    ['CH', '2014-11-20', ['CH_FADP_1992']],
    ['CH', '2023-09-01', ['CH_FADP_2020']],
    ['US', '2014-11-20', ['HIPAA_BA']],
    ['IN', '2014-11-20', []],
  ])('govern data in %s on %s by %j', (country, day, acts) => {
    expect(actsIn(country, day)).toEqual(acts);
  });

  it('always give a country of the EEA its act since 2000, and never two', () => {
    const days = [
      '2000-07-01',
      '2004-05-01',
      '2007-02-01',
      '2013-12-01',
      '2018-06-01',
      '2020-06-01',
      '2024-01-01',
    ];
    for (const day of days) {
      for (const country of [...zoneMembersAt('LEGAL_FREE_FLOW', brussels(day)), 'GB', 'CH']) {
        // Gibraltar has acts of its own, which are not modelled, since the UK left the EU.
        if (country !== 'GI') expect(actsIn(country, day), `${country} on ${day}`).toHaveLength(1);
      }
    }
  });
});
