import { describe, expect, it } from 'vitest';
import { type ContainmentPage, containmentCsv, renderContainment, renderContainmentText } from '#report';

const estimate = (mean: number, halfWidth = 0.5) => ({
  mean,
  halfWidth,
  deviation: 1,
  count: 4,
  level: 0.95,
});
const level = { id: 'service level', title: 'Service level', unit: 'share', better: 'more' } as const;
const drop = { to: 0.3, day: 'Monday 10 Mar' };
const dropped = {
  measure: level,
  wanted: 0.8,
  usual: estimate(0.82),
  dropped: estimate(0.6),
  difference: estimate(-0.22, 0.05),
};
const page: ContainmentPage = {
  title: 'Desk',
  goals: [{ ...level, value: 0.8 }],
  level: 0.95,
  replications: 4,
  usual: 0.4,
  rows: [
    { share: 0, fte: estimate(45), subtraction: estimate(45), missing: estimate(0, 0) },
    { share: 0.4, fte: estimate(31.5), subtraction: estimate(27), missing: estimate(4.5) },
    { share: 0.8, fte: null, subtraction: estimate(9), missing: null },
  ],
  drop: { ...drop, measures: [dropped] },
  law: [],
};
const options = { width: 200, colour: (_: unknown, text: string) => text };
const firstLines = (one: ContainmentPage) => renderContainmentText(one, options).split('\n').slice(0, 3);

describe('FTE by containment in words', () => {
  it('begins with today’s containment beside subtraction, what ten points save, and the Monday after a drop', () => {
    expect(firstLines(page)).toEqual([
      'At 40 % contained: 31.5 ± 0.5 FTE; subtraction says 27.0: 4.5 ± 0.5 too few for service level of at least 80.0 %.',
      'From 0 % to 40 %, ten points of containment save 3.4 FTE on average; subtraction says 4.5.',
      'If it silently drops from 40 % to 30 % on Friday night, with this staff on Monday 10 Mar: service level 60.0 % instead of 82.0 %; on average 1 of 1 target missed instead of 0.',
    ]);
  });

  it('says too few only if the whole interval is above zero', () => {
    const first = (mean: number) =>
      firstLines({
        ...page,
        rows: [{ share: 0.4, fte: estimate(31.5), subtraction: estimate(31), missing: estimate(mean) }],
      })[0];
    expect(first(0.4)).toContain(': no clear difference');
    expect(first(-1)).toContain(': 1.0 ± 0.5 too many');
    expect(first(1)).toContain(': 1.0 ± 0.5 too few');
  });

  it('writes shares that no staff meets as empty cells, and draws the others', () => {
    const [, ...lines] = containmentCsv(page).trim().split(/\r?\n/);
    expect(lines).toEqual([
      '0,45,44.5,45.5,45,44.5,45.5,0,0,0',
      '0.4,31.5,31,32,27,26.5,27.5,4.5,4,5',
      '0.8,,,,9,8.5,9.5,,,',
    ]);
    const html = renderContainment(page);
    // The curve has two points, the subtraction three.
    expect(html.match(/class="curve" d="M[^L"]*L[^L"]*"/g)).toHaveLength(1);
    expect(html.match(/class="boundary" d="M[^L"]*L[^L"]*L[^L"]*"/g)).toHaveLength(1);
    expect(html).toContain('The Monday after a silent drop');
    expect(renderContainment({ ...page, drop: null })).not.toContain('silent drop');
  });
});
