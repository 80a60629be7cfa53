import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOfAct, numberIn, openingIn, openingSeverity, packOpening } from '#domain';

const byte = fc.nat(255);
const opening = fc.record({
  channel: fc.nat(3),
  severity: fc.nat(63),
  language: byte,
  product: byte,
  trueLanguage: byte,
  trueProduct: byte,
  solvedAtTier: fc.nat(7),
});

describe('the opening of a case', () => {
  it('is read as it was packed', () => {
    fc.assert(
      fc.property(opening, (one) => {
        expect(openingIn(packOpening(one))).toEqual({ ...one });
      }),
    );
  });

  it('gives its severity without the other fields', () => {
    fc.assert(
      fc.property(opening, (one) => {
        expect(openingSeverity(packOpening(one).aux)).toBe(one.severity);
      }),
    );
  });

  it('lies in the bits that the table of acts names', () => {
    const names = {
      channel: 'channel',
      severity: 'severity',
      language: 'declaredLanguage',
      product: 'declaredProduct',
      trueLanguage: 'language',
      trueProduct: 'product',
      solvedAtTier: 'solvedAtTier',
    } as const;
    fc.assert(
      fc.property(opening, (one) => {
        const act = { ...packOpening(one), a: 0, c: 0 };
        for (const [key, name] of Object.entries(names)) {
          const field = fieldsOfAct('open').find((of) => of.name === name);
          expect(field && numberIn(field, act), name).toBe(one[key as keyof typeof one]);
        }
      }),
    );
  });
});
