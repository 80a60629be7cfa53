import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';

describe('the catalogue of invariants', () => {
  it('has R1 to R26, each once', () => {
    expect(INVARIANTS.map(({ id }) => id)).toEqual(Array.from({ length: 26 }, (_, i) => `R${i + 1}`));
  });

  it('says of each what it promises, whence, and how it is broken', () => {
    for (const { brokenBy, id, sentence, source, statement, title } of INVARIANTS) {
      for (const text of [brokenBy, sentence, source, statement, title])
        expect(text.length, id).toBeGreaterThan(3);
      expect(sentence, id).toMatch(/\.$/);
      expect(statement, id).toMatch(/\.$|\)$/);
    }
  });
});
