import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';

describe('the catalogue of invariants', () => {
  it('numbers them from R1 on, once each', () => {
    expect(INVARIANTS.length).toBeGreaterThan(25);
    expect(INVARIANTS.map(({ id }) => id)).toEqual(INVARIANTS.map((_, i) => `R${i + 1}`));
  });

  it('gives each a promise, a source and a way to break it', () => {
    for (const { brokenBy, id, sentence, source, statement, title } of INVARIANTS) {
      for (const text of [brokenBy, sentence, source, statement, title])
        expect(text.length, id).toBeGreaterThan(3);
      expect(sentence, id).toMatch(/\.$/);
      expect(statement, id).toMatch(/\.$|\)$/);
    }
  });
});
