import { describe, expect, it } from 'vitest';
import type { WantedTarget } from '#planning';
import { makeUpOf } from '../../../src/report/answer/target-words.ts';

function wanted(segment: string, more: Partial<WantedTarget>): WantedTarget {
  return {
    segment: { id: segment, title: segment },
    id: null,
    of: 'answer',
    channels: ['phone'],
    severities: ['A'],
    product: null,
    withinMs: 20_000,
    isInHours: false,
    casesMax: null,
    wanted: 0.8,
    measure: '',
    ...more,
  };
}

describe('how a number of targets comes about', () => {
  const levels = ['a', 'b'].flatMap((segment) => [
    wanted(segment, {}),
    wanted(segment, { severities: ['B'] }),
    wanted(segment, { channels: ['e-mail'] }),
  ]);
  const named = (id: string, segment: string) => wanted(segment, { id });

  it('is levels times segments, and each target by name', () => {
    expect(makeUpOf(levels)).toBe('6 targets: 3 service levels × 2 segments');
    expect(makeUpOf([...levels, named('calls', 'a'), named('mail', 'a'), named('mail', 'b')])).toBe(
      '9 targets: 3 service levels × 2 segments; calls × 1 segment; mail × 2 segments',
    );
    expect(makeUpOf([named('calls', 'a')])).toBe('1 target: calls × 1 segment');
  });

  it('says how many had cases, and counts what it does not name', () => {
    const many = ['p', 'q', 'r', 's'].map((id) => named(id, 'a'));
    expect(makeUpOf([...levels.slice(1), ...many])).toBe(
      '9 targets: 3 service levels × 2 segments, of which 5 had cases; 4 other targets × their segments (4)',
    );
  });
});
