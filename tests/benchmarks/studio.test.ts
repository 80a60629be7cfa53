import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../benchmarks/studio/arguments.ts';
import { frameStatistics } from '../../benchmarks/studio/frames.ts';
import { atMost, exactly, missedOf, renderPart, told } from '../../benchmarks/studio/verdicts.ts';

describe('the studio benchmark', () => {
  it('takes every part by default, and refuses unknown ones with a message', () => {
    expect(parseArguments([])).toEqual({ parts: ['first', 'month', 'million'], json: false });
    expect(parseArguments(['million', 'first', '--json'])).toEqual({
      parts: ['first', 'million'],
      json: true,
    });
    expect(parseArguments(['year'])).toContain('there is no part year');
    expect(parseArguments(['--fast'])).toContain("'--fast'");
  });

  it('reports how evenly frames came, from the times between them', () => {
    const times = [0, ...Array.from({ length: 98 }, (_, i) => 16 * (i + 1)), 98 * 16 + 60, 98 * 16 + 110];
    expect(frameStatistics(times)).toEqual({ frames: 101, median: 16, p95: 16, longest: 60, lateShare: 1 });
    // The frame that came after exactly 50 ms was in time.
    expect(frameStatistics([0, 50])).toMatchObject({ median: 50, p95: 50, lateShare: 0 });
    expect(frameStatistics([5]).median).toBeNaN();
  });

  it('misses a target that is exceeded, or for which nothing was measured', () => {
    const measures = [
      atMost('fast', 50, 'ms', 50),
      atMost('slow', 50.1, 'ms', 50),
      atMost('unseen', Number.NaN, 'ms', 50),
      exactly('root', 'ab', 'ab'),
      exactly('other root', 'ab', 'cd'),
      told('cases', 1_126_620),
    ];
    const report = { part: 'month', title: 'A month', measures };
    expect(missedOf([report]).map(({ what }) => what)).toEqual(['slow', 'unseen', 'other root']);
    expect(renderPart(report).split('\n').slice(2)).toEqual([
      '| fast       |     50 ms | ≤ 50 ms |    met |',
      '| slow       |   50.1 ms | ≤ 50 ms | MISSED |',
      '| unseen     |    NaN ms | ≤ 50 ms | MISSED |',
      '| root       |        ab |      ab |    met |',
      '| other root |        ab |      cd | MISSED |',
      '| cases      | 1,126,620 |         |        |',
    ]);
  });
});
