import { describe, expect, it } from 'vitest';
import { INVARIANT_CATALOGUE, INVARIANTS, UNJUDGED_INVARIANTS } from '#audit';

describe('the catalogue of invariants', () => {
  it('has R1 to R26, each once: whoever is judged is not listed as not judged', () => {
    const ids = INVARIANT_CATALOGUE.map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: 26 }, (_, i) => `R${i + 1}`));
    const judged = new Set(INVARIANTS.map(({ id }) => id));
    expect(UNJUDGED_INVARIANTS.filter(({ id }) => judged.has(id))).toEqual([]);
  });

  it('says of each what it promises, whence, how it is broken, and why it is not judged where it is not', () => {
    for (const { brokenBy, id, notJudged, sentence, source, statement, title } of INVARIANT_CATALOGUE) {
      for (const text of [brokenBy, sentence, source, statement, title])
        expect(text.length, id).toBeGreaterThan(3);
      expect(sentence, id).toMatch(/\.$/);
      expect(notJudged === null, id).toBe(INVARIANTS.some((row) => row.id === id));
      if (notJudged !== null) expect(notJudged, id).toMatch(/\.$/);
    }
  });
});
