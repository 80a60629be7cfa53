import { describe, expect, it } from 'vitest';
import { proposedCut } from '../../../src/apps/studio/page/views/log/proposed-cut.ts';

describe('the day that the page proposes to keep out a log from', () => {
  it.each([
    ['2025-03-03T00:00:53.000Z', '2025-03-31T00:00:00.000Z', '2025-03-24'],
    ['2025-03-03T00:00:53.000Z', '2025-03-13T00:00:00.000Z', '2025-03-11'],
    ['2025-03-03T00:00:53.000Z', '2025-03-07T00:00:00.000Z', '2025-03-06'],
  ])('of %s to %s leaves a whole week before it, if it can', (begin, end, cut) => {
    expect(proposedCut({ span: { begin, end } })).toBe(cut);
  });

  it('is none without rows', () => {
    expect(proposedCut({ span: null })).toBe('');
  });
});
