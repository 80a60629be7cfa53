import { describe, expect, it } from 'vitest';
import { COUNTRY_NAMES, isCountryCode } from '../../../src/domain/law/countries.ts';

describe('countries', () => {
  it('include all 249 assigned codes, once each and in order', () => {
    const codes = Object.keys(COUNTRY_NAMES);
    expect(codes).toHaveLength(249);
    expect(codes).toEqual([...codes].sort());
    expect(codes.filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
    expect(new Set(Object.values(COUNTRY_NAMES)).size).toBe(249);
  });

  it("use GR for Greece and GB for the United Kingdom, not the EU's own codes", () => {
    expect(COUNTRY_NAMES.GR).toBe('Greece');
    expect(COUNTRY_NAMES.GB).toBe('United Kingdom');
    expect(isCountryCode('EL')).toBe(false);
    expect(isCountryCode('UK')).toBe(false);
  });

  it.each(['de', 'DEU', '', 'XK', 'XX-EPO', 'toString', '__proto__'])('refuse %j', (text) => {
    expect(isCountryCode(text)).toBe(false);
  });

  it.each(['DE', 'HR', 'US', 'AX', 'SJ'])('accept %s', (text) => {
    expect(isCountryCode(text)).toBe(true);
  });
});
