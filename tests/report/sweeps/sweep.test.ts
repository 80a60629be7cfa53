import { describe, expect, it } from 'vitest';
import { renderSweep, type SweepResult, sweepAnswer } from '#report';
import { slicesOf } from '../../../src/report/sweeps/sweep-result.ts';
import { plainSpaces } from '../plain-spaces.ts';

const estimate = (mean: number) => ({ mean, halfWidth: 0.01, deviation: 0.01, count: 3, level: 0.95 });
const point = (values: readonly (string | number)[], mean: number | null) => ({
  values: values.map(String),
  estimates: [mean === null ? null : estimate(mean)],
});

function sweepOf(points: SweepResult['points'], parameters = ['agents', 'demand']): SweepResult {
  return {
    goals: [],
    title: 'A sweep',
    law: [],
    design: 'grid',
    parameters,
    points,
    replications: 3,
    level: 0.95,
    measures: [{ id: 'service level', title: 'Service level', unit: 'share', better: 'more' }],
  };
}

const GRID = [2, 10].flatMap((agents) =>
  [0.8, 1.2].map((demand) => point([agents, demand], agents / 20 - demand / 10 + 0.3)),
);

describe('slicesOf', () => {
  it('sorts numbers by size, and words in the order of the file', () => {
    const points = [point([10, 'b'], 1), point([9, 'a'], 1), point([10, 'a'], 1)];
    expect(slicesOf(points, 0)).toMatchObject({ labels: ['9', '10'], places: [9, 10], sliceOf: [1, 0, 1] });
    expect(slicesOf(points, 1)).toMatchObject({ labels: ['b', 'a'], places: [0, 1], sliceOf: [0, 1, 1] });
  });

  it('makes ranges if there are too many numbers, with as few digits as keep them apart', () => {
    const points = Array.from({ length: 25 }, (_, i) => point([100 + i / 10], 1));
    const { isRanges, labels, placeOf, sliceOf } = slicesOf(points, 0);
    expect(isRanges).toBe(true);
    expect(labels).toEqual([
      '100–100.4',
      '100.4–100.8',
      '100.8–101.2',
      '101.2–101.6',
      '101.6–102',
      '102–102.4',
    ]);
    expect(sliceOf[0]).toBe(0);
    expect(sliceOf.at(-1)).toBe(5);
    expect(placeOf[7]).toBeCloseTo(100.7, 9);
  });
});

describe('the page of a sweep', () => {
  const cellsOf = (html: string) =>
    Object.fromEntries(
      [...html.matchAll(/<rect class="([so]\d)"[^>]*><title>([^<]*)<\/title>/g)].map(([, style, title]) => [
        title,
        style,
      ]),
    );

  it('colours a map the stronger the worse, as its legend says', () => {
    const html = plainSpaces(renderSweep(sweepOf(GRID)));
    expect(cellsOf(html)).toEqual({
      '2, 1.2: 28.0 %': 's6',
      '2, 0.8: 32.0 %': 's6',
      '10, 1.2: 68.0 %': 's0',
      '10, 0.8: 72.0 %': 's0',
    });
    expect(html).toMatch(/swatch s0" aria-hidden="true"><\/span>best/);
    expect(html).toMatch(/swatch s6" aria-hidden="true"><\/span>worst/);
    expect(html).not.toContain('misses its target');
  });

  it('lists the points in tables of at most eight columns, each with the parameters', () => {
    const sweep = sweepOf(GRID);
    const measures = Array.from({ length: 13 }, (_, m) => ({
      id: `m${m}`,
      title: `Measure ${m}`,
      unit: 'share' as const,
      better: 'more' as const,
    }));
    const points = GRID.map(({ estimates, values }) => ({
      values,
      estimates: measures.map(() => estimates[0] ?? null),
    }));
    const html = renderSweep({ ...sweep, measures, points });
    const tables = [
      ...html.matchAll(/<caption>All points, table \d of \d<\/caption><thead[^>]*>(.*?)<\/thead>/g),
    ];
    const heads = tables.map(([, head = '']) =>
      [...head.matchAll(/<th [^>]*>([^<]*)</g)].map(([, one]) => one),
    );
    expect(heads.map(({ length }) => length)).toEqual([8, 8, 3]);
    for (const [first, second] of heads) expect([first, second]).toEqual(['agents', 'demand']);
    expect(heads.flatMap((head) => head.slice(2))).toEqual(measures.map(({ title }) => title));
  });

  it('folds the numbers away that charts of one parameter show, but not those of combinations', () => {
    const fold = '<summary>Show the measures of each point</summary>';
    const one = renderSweep(sweepOf([point([2], 0.5), point([10], 0.7)], ['agents']));
    expect(one.indexOf(fold)).toBeGreaterThan(0);
    expect(one.indexOf('<caption>All points')).toBeGreaterThan(one.indexOf(fold));
    const combined = renderSweep(sweepOf(GRID));
    expect(combined).toContain('<caption>All points');
    expect(combined).not.toContain(fold);
  });

  it('folds measures away that no goal is about, where there are many', () => {
    const sweep = sweepOf(GRID);
    const ids = ['service level', 'abandonment', 'cost', 'sojourn', 'handovers', 'backlog', 'unresolved'];
    const measures = ids.map((id) => ({ id, title: id, unit: 'share' as const, better: 'more' as const }));
    const points = GRID.map(({ estimates, values }) => ({
      values,
      estimates: measures.map(() => estimates[0] ?? null),
    }));
    const [goal] = measures.slice(-1);
    if (goal === undefined) throw new Error('there is no measure');
    const html = renderSweep({ ...sweep, measures, points, goals: [{ ...goal, value: 0.7 }] });
    const [shown = '', folded = ''] =
      /<figure id="effect-0">(.*?)<\/figure>/s
        .exec(html)?.[1]
        ?.split('<summary>Show 3 more measures</summary>') ?? [];
    const drawnIn = (part: string) => ids.filter((id) => part.includes(`>${id} by agents<`));
    expect(drawnIn(shown)).toEqual(['service level', 'abandonment', 'cost', 'unresolved']);
    expect(drawnIn(folded)).toEqual(['sojourn', 'handovers', 'backlog']);
  });

  it('changes the hue of a map where the target is missed', () => {
    const swept = sweepOf(GRID);
    const [measure] = swept.measures;
    if (measure === undefined) throw new Error('there is no measure');
    const html = plainSpaces(renderSweep({ ...swept, goals: [{ ...measure, value: 0.7 }] }));
    expect(cellsOf(html)).toEqual({
      '2, 1.2: 28.0 %': 'o3',
      '2, 0.8: 32.0 %': 'o3',
      '10, 1.2: 68.0 %': 'o0',
      '10, 0.8: 72.0 %': 's0',
    });
    expect(html).toContain('28.0 % to 72.0 %; target 70.0 %');
    expect(html).toMatch(/swatch o0" aria-hidden="true"><\/span>misses its target/);
  });

  it('gives the means of every map as a table', () => {
    const html = plainSpaces(renderSweep(sweepOf(GRID)));
    const table = html.slice(html.indexOf('id="map-0"'));
    expect(table).toMatch(
      /<th scope="row" class="n">10<\/th><td class="n">0\.8<\/td><td class="n">72\.0 %<\/td>/,
    );
  });

  it('copes with single values, points without an answer, and a single parameter', () => {
    for (const points of [
      [point([1, 1], 0.5)],
      [point([1, 1], null), point([2, 1], 0.5)],
      [point([1, 'x'], null)],
    ]) {
      expect(renderSweep(sweepOf(points))).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(renderSweep(sweepOf([point([1], 0.5), point([2], 0.6)], ['agents']))).not.toContain('together');
  });
});

describe('the answer of a sweep', () => {
  const goals = [
    { id: 'service level', title: 'Service level', unit: 'share', better: 'more', value: 0.8 },
  ] as const;
  const answer = (points: SweepResult['points'], parameters: string[]) =>
    sweepAnswer({ ...sweepOf(points, parameters), goals });

  it('names the smallest point whose whole interval meets the target, and the next smaller one', () => {
    const points = [8, 6, 10, 4].map((agents) => point([agents], 0.66 + agents * 0.0225));
    expect(answer(points, ['agents'])).toEqual([
      'The smallest value of “agents” that meets service level of at least 80.0 % is 8 (84.0 % ± 1.0 points); 6 is too close to call.',
      '2 points of 4 meet service level of at least 80.0 %.',
      '1 point of 4 is too close to call, which more replications would decide: agents 6 (79.5 % ± 1.0 points).',
    ]);
  });

  it('names it for each value of a second parameter', () => {
    const points = [0.8, 1, 1.2].flatMap((demand) =>
      [2, 4].map((agents) =>
        point([agents, demand], demand > 1.1 ? 0.5 : 0.7 + agents / 25 - (demand - 0.8) / 10),
      ),
    );
    expect(answer(points, ['agents', 'demand'])[0]).toBe(
      'The smallest value of “agents” that meets service level of at least 80.0 % is 4 at demand 0.8 to 1; none that was tried does at ' +
        'demand 1.2.',
    );
  });

  it('tells values that all miss the goals from those of which one is too close to call', () => {
    const points = [0.8, 1, 1.2, 1.4].flatMap((demand, d) =>
      [2, 4].map((agents) => point([agents, demand], agents === 2 ? 0.5 : ([0.9, 0.805, 0.5, 0.6][d] ?? 0))),
    );
    expect(answer(points, ['agents', 'demand'])[0]).toBe(
      'The smallest value of “agents” that meets service level of at least 80.0 % is 4 at demand 0.8; none that was tried does at ' +
        'demand 1.2 to 1.4; none that was tried is certain to at demand 1.',
    );
  });

  it('says for each value of a second parameter if nothing smaller was tried', () => {
    const points = [0.8, 1, 1.2].flatMap((demand) =>
      [2, 4].map((agents) => point([agents, demand], agents === 4 || demand < 1.1 ? 0.9 : 0.5)),
    );
    expect(answer(points, ['agents', 'demand'])[0]).toBe(
      'The smallest value of “agents” that meets service level of at least 80.0 % is 2 (the smallest tried) at demand 0.8 to 1, ' +
        '4 at demand 1.2.',
    );
  });

  it('names the largest point if less of the parameter is better', () => {
    const points = [0.8, 1, 1.2].map((demand) => point([demand], 1.75 - demand * 0.85));
    expect(answer(points, ['demand'])[0]).toBe(
      'The largest value of “demand” that meets service level of at least 80.0 % is 1 (90.0 % ± 1.0 points); 1.2 misses it (73.0 % ± 1.0 points).',
    );
  });

  it('says if no point qualifies, and what the means suggest if intervals are too wide', () => {
    expect(answer([point([2], 0.5)], ['agents'])).toEqual([
      'No point of 1 meets service level of at least 80.0 %.',
    ]);
    const [none, means, close] = answer([point([2], 0.5), point([4], 0.805)], ['agents']);
    expect(none).toBe('No point of 2 is certain to meet service level of at least 80.0 %.');
    expect(close).toBe(
      '1 point of 2 is too close to call, which more replications would decide: agents 4 (80.5 % ± 1.0 points).',
    );
    expect(means).toMatch(
      /^By the means alone, without their intervals: the smallest value of “agents” .* is 4 /,
    );
  });

  it('names at most eight points that are too close to call, by the size of the first parameter', () => {
    const demand = [900, 100, 800, 200, 700, 300, 600, 400, 500].map((one) => `${one}/day`);
    const points = [...demand.map((one) => point([one, 'x'], 0.801)), point(['1/min', 'x'], 0.9)];
    expect(answer(points, ['demand', 'order'])[2]).toMatch(
      /^9 points of 10 are .* decide: demand 100\/day, order x \(80\.1 % ± 1\.0 points\); demand 200\/day, .*; demand 800\/day, order x \([^)]*\); and 1 more in the table\.$/,
    );
  });

  it('orders rates, durations and shares by their size in any unit', () => {
    // Demand of 3/min, 200/h and 1200/week is 180, 200 and 7.1 an hour: less of it is better.
    const points = ['3/min', '200/h', '1200/week'].map((demand, i) =>
      point([demand], [0.9, 0.5, 0.95][i] ?? 0),
    );
    expect(answer(points, ['demand'])[0]).toBe(
      'The largest value of “demand” that meets service level of at least 80.0 % is 3/min (90.0 % ± 1.0 points); 200/h misses it (50.0 % ± 1.0 points).',
    );
    for (const texts of [
      ['90 min', '1 h', '2 days'],
      ['12 %', '5 %', '100 %'],
      ['exponential 12 min', 'exponential 5 min', 'exponential 100 min'],
    ]) {
      const [middle = '', low = '', high = ''] = texts;
      const { labels, places } = slicesOf(
        texts.map((text) => point([text], 0.9)),
        0,
      );
      expect(labels).toEqual([low, middle, high]);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }
    const mixed = slicesOf([point(['5 min'], 1), point(['3/min'], 1), point(['none'], 1)], 0);
    expect(mixed.labels).toEqual(['5 min', '3/min', 'none']);
  });

  it('is not said of points without a scale', () => {
    const points = ['random', 'longest idle'].map((order) => point([order], 0.9));
    expect(answer(points, ['order'])[0]).toBe(
      'The first point that meets service level of at least 80.0 % has order random.',
    );
  });

  it('of several targets names the one that is missed by most, by the means too', () => {
    const two = [...goals, { ...goals[0], id: 'other', title: 'Service level, phone', value: 0.9 }];
    const both = (agents: number, one: number, other: number) => ({
      values: [String(agents)],
      estimates: [estimate(one), estimate(other)],
    });
    const told = (points: SweepResult['points']) => {
      const swept = sweepOf(points, ['agents']);
      const [first] = swept.measures;
      const measures =
        first === undefined ? [] : [first, { ...first, id: 'other', title: 'Service level, phone' }];
      return sweepAnswer({ ...swept, measures, goals: two });
    };
    expect(told([both(2, 0.7, 0.5), both(3, 0.95, 0.95)])[0]).toBe(
      'The smallest value of “agents” that meets all 2 goals is 3; 2 misses 2 of them, by most Service level, phone (50.0 % ± 1.0 points).',
    );
    expect(told([both(2, 0.95, 0.895), both(3, 0.95, 0.905)])[1]).toBe(
      'By the means alone, without their intervals: the smallest value of “agents” that meets all 2 goals is 3; 2 misses one of them: Service level, phone (89.5 %).',
    );
  });

  it('appears on the page with the target line', () => {
    const page = plainSpaces(
      renderSweep({ ...sweepOf([point([2], 0.5), point([4], 0.9)], ['agents']), goals }),
    );
    expect(page).toContain('<h2>The answer</h2>');
    expect(page).toMatch(/>Verdict<.*>missed<.*>met</s);
    expect(page).toContain('dashed: target 80.0 %');
    expect(page).toMatch(/<path class="boundary"/);
    expect(renderSweep(sweepOf([point([2], 0.5), point([4], 0.9)], ['agents']))).not.toContain(
      'dashed: target',
    );
  });
});

describe('a measure that is the same at every point', () => {
  it('is named with its value instead of drawn', () => {
    const still = { mean: 0, halfWidth: 0, deviation: 0, count: 3, level: 0.95 };
    const points = [2, 4].map((agents) => ({
      values: [String(agents)],
      estimates: [estimate(agents / 10), still],
    }));
    const measures = [
      { id: 'service level', title: 'Service level', unit: 'share', better: 'more' },
      { id: 'speed of answer', title: 'Speed of answer', unit: 's', better: 'less' },
    ] as const;
    const page = plainSpaces(renderSweep({ ...sweepOf(points, ['agents']), measures }));
    expect(page).toContain('The same at every point, and not drawn: Speed of answer (0 s).');
    expect(page).not.toContain('Speed of answer by agents');
  });
});
