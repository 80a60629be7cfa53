import { describe, expect, it } from 'vitest';
import {
  CERTIFICATE_EDITIONS,
  certificateEditionById,
} from '../../../src/domain/law/certificate-editions.ts';
import { isInForce, knownEndMs } from '../../../src/domain/law/dated-fact.ts';
import { brussels } from './brussels.ts';

function edition(id: string) {
  const row = certificateEditionById(id);
  if (row === undefined) throw new Error(`no edition ${id}`);
  return row;
}

describe('certificate editions', () => {
  it('did not foresee the end of the 2005 edition before its successor was published', () => {
    expect(knownEndMs(edition('ISO27001_2005'), brussels('2013-10-01') - 1)).toBe(Number.POSITIVE_INFINITY);
    expect(knownEndMs(edition('ISO27001_2005'), brussels('2013-10-01'))).toBe(brussels('2015-10-01'));
  });

  it.each([
    ['2012-01-01', ['ISO27001_2005']],
    ['2014-11-20', ['ISO27001_2005', 'ISO27001_2013']],
    ['2015-09-30', ['ISO27001_2005', 'ISO27001_2013']],
    ['2015-10-01', ['ISO27001_2013']],
    ['2025-10-31', ['ISO27001_2013', 'ISO27001_2022']],
    ['2025-11-01', ['ISO27001_2022']],
  ])('accept on %s certificates on %j', (day, ids) => {
    expect(
      CERTIFICATE_EDITIONS.filter((row) => isInForce(row, brussels(day), 'then')).map((row) => row.id),
    ).toEqual(ids);
  });

  it('allow no new certificates on the 2013 edition from May 2024 on', () => {
    expect(edition('ISO27001_2013').newCertificatesToMs).toBe(brussels('2024-05-01'));
    expect(edition('ISO27001_2005').newCertificatesToMs).toBe(brussels('2014-10-01'));
  });

  it('include no edition that was never published', () => {
    expect(certificateEditionById('ISO27001_2010')).toBeUndefined();
  });
});
