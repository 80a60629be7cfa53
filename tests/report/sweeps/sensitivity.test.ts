import { describe, expect, it } from 'vitest';
import type { MeasureSensitivity, RankedInfluence, SensitivityMethod } from '#experiment';
import {
  renderSensitivity,
  renderSensitivityCsv,
  renderSensitivityText,
  type SensitivityPage,
} from '#report';
import { plainSpaces } from '../plain-spaces.ts';

const PLAIN = { width: 1000, colour: (_: unknown, text: string) => text } as Parameters<
  typeof renderSensitivityText
>[1];
const MEASURE = {
  id: 'service level',
  of: 'all',
  title: 'Service level',
  unit: 'share',
  better: 'more',
} as const;
const BASE = { mean: 0.8, halfWidth: 0.02, deviation: 0.02, count: 5, level: 0.95 };
/** As far from `BASE` as the influences of one at a time say. */
const ENDS = [
  [
    { ...BASE, mean: 0.88 },
    { ...BASE, mean: 0.68 },
  ],
  [BASE, BASE],
] as const;
const certain = (input: string, rank: number) => ({ input, ranks: [rank, rank] as const, tiedWith: [] });
const INFLUENCES: Readonly<Record<SensitivityMethod, readonly RankedInfluence[]>> = {
  oat: [
    {
      ...certain('demand', 1),
      weight: 0.2,
      figures: [
        { name: 'at low', value: 0.08, low: 0.06, high: 0.1 },
        { name: 'at high', value: -0.12, low: -0.15, high: -0.09 },
        { name: 'swing', value: -0.2, low: -0.24, high: -0.16 },
      ],
    },
    {
      ...certain('<b>luck</b>', 2),
      weight: 0.01,
      figures: ['at low', 'at high', 'swing'].map((name) => ({ name, value: 0.01, low: -0.01, high: 0.03 })),
    },
  ],
  morris: [
    {
      ...certain('demand', 1),
      weight: 0.2,
      figures: [
        { name: 'μ*', value: 0.2, low: 0.15, high: 0.25 },
        { name: 'μ', value: -0.2, low: -0.25, high: -0.15 },
        { name: 'σ', value: 0.05, low: null, high: null },
      ],
    },
  ],
  sobol: [
    {
      ...certain('demand', 1),
      weight: 0.9,
      figures: [
        { name: 'total', value: 0.9, low: 0.8, high: 1 },
        { name: 'first', value: -0.02, low: -0.1, high: 0.06 },
      ],
    },
  ],
};

function page(method: SensitivityMethod, row: Partial<MeasureSensitivity> = {}): SensitivityPage {
  return {
    goals: [],
    law: [],
    title: 'A scenario',
    method,
    inputs: [
      { name: 'demand', low: '0.8', high: '1.2' },
      { name: '<b>luck</b>', low: '1', high: '2' },
    ],
    measures: [
      {
        measure: MEASURE,
        base: method === 'oat' ? BASE : null,
        ends: method === 'oat' ? ENDS : null,
        influences: INFLUENCES[method],
        ...row,
      },
    ],
    points: 5,
    scenarios: 4,
    replications: 5,
    level: 0.95,
    seed: '1',
  };
}

const text = (shown: SensitivityPage) =>
  renderSensitivityText(shown, { width: 140, colour: (_, plain) => plain });

describe('sensitivity in text', () => {
  it('gives differences with sign and interval, and what luck alone could cause', () => {
    const shown = text(page('oat'));
    expect(shown).toContain('5 points (4 different), 5 replications each');
    expect(shown).toMatch(
      /demand +1 +0\.8 to 1\.2 +\+8\.0 ± 2\.0 points +−12\.0 ± 3\.0 points +−20\.0 ± 4\.0 points/,
    );
    expect(shown).toContain(
      'Service level: moved most by demand; these replications do not tell whether it is moved by <b>luck</b>.',
    );
  });

  it('gives sizes of effects without sign, and shares of variance as plain numbers', () => {
    expect(text(page('morris'))).toMatch(
      /demand +1 +0\.8 to 1\.2 +20\.0 ± 5\.0 points +−20\.0 ± 5\.0 points +5\.0 points/,
    );
    expect(text(page('sobol'))).toMatch(
      /demand +1 +0\.8 to 1\.2 +0\.90 \(0\.80 to 1\.00\) +−0\.02 \(−0\.10 to 0\.06\)/,
    );
  });

  it('says that no input moves a measure only if each leaves it exactly as it is in every replication', () => {
    const none = INFLUENCES.oat.map((one) => ({
      ...one,
      weight: 0,
      figures: one.figures.map((figure) => ({ ...figure, value: 0, low: 0, high: 0 })),
    }));
    expect(text(page('oat', { influences: none }))).toContain('No input moves service level.');
    const once = none.map((one) => ({
      ...one,
      figures: one.figures.map((figure) => ({ ...figure, low: null, high: null })),
    }));
    expect(text(page('oat', { influences: once }))).toContain(
      'These replications do not tell whether any input moves service level.',
    );
  });

  it('says if nothing has an effect or nothing was observed', () => {
    const still = INFLUENCES.oat.slice(1);
    expect(text(page('oat', { influences: still }))).toContain(
      'These replications do not tell whether any input moves service level.',
    );
    expect(text(page('morris', { influences: null }))).toContain('some point did not observe it');
    expect(text(page('sobol', { influences: null }))).toContain('does not vary');
  });
});

describe('inputs that are too close to rank', () => {
  const [demand] = INFLUENCES.morris;
  if (demand === undefined) throw new Error('there is an influence');
  const rowOf = (input: string, ranks: RankedInfluence['ranks'], tiedWith: readonly string[]) => ({
    ...demand,
    input,
    ranks,
    tiedWith,
  });
  const tied = page('morris', {
    influences: [
      rowOf('demand', [1, 1], []),
      rowOf('staff', [2, 3], ['skill']),
      rowOf('skill', [2, 4], ['staff', 'patience']),
      rowOf('patience', [3, 4], ['skill']),
      rowOf('reopening', [5, 5], []),
    ],
  });

  it('are named as such, in text and page', () => {
    const sentence =
      'Service level: moved most by demand, then staff, skill and patience (too close to rank), then reopening.';
    expect(text(tied)).toContain(sentence);
    expect(text(tied)).toMatch(/skill +2 to 4 /);
    expect(plainSpaces(renderSensitivity(tied))).toContain(sentence);
    expect(plainSpaces(renderSensitivity(tied))).toContain('2 to 4');
  });

  it('have a first and a last rank in the table for programs', () => {
    const rows = renderSensitivityCsv(tied).trim().split(/\r?\n/);
    expect(rows.filter((row) => row.includes(',skill,'))[0]).toMatch(/,2,4$/);
  });
});

describe('sensitivity as a page', () => {
  it.each(['oat', 'morris', 'sobol'] as const)(
    'has a tornado chart with description and table: %s',
    (method) => {
      const html = plainSpaces(renderSensitivity(page(method)));
      expect(html.match(/role="img"/g)?.length).toBe(1);
      expect(html).toContain('Service level: what moves it');
      expect(html).toContain('demand: 0.8 to 1.2');
      expect(html).not.toContain('<b>luck');
      expect(html).not.toMatch(/NaN|undefined|Infinity/);
    },
  );

  it('draws the most influential input on top, with bars on both sides of the unchanged scenario', () => {
    const html = plainSpaces(renderSensitivity(page('oat')));
    const bars = [
      ...html.matchAll(/<rect class="(inside|outside)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g),
    ];
    expect(bars.length).toBe(4);
    const ofDemand = (style: string) => {
      const [, , x, , width] = bars.slice(0, 2).find(([, bar]) => bar === style) ?? [];
      return { from: Number(x), to: Number(x) + Number(width) };
    };
    // Low demand gives better service, so its bar starts to the right, where the bar of the high end stops.
    expect(ofDemand('outside').from).toBeCloseTo(ofDemand('inside').to, 1);
    // The longer bar is drawn first, so that it hides no shorter one.
    expect(bars[0]?.[1]).toBe('inside');
    expect(html.indexOf('demand: 0.8')).toBeLessThan(html.indexOf('&lt;b&gt;luck&lt;/b&gt;: 1'));
  });

  it('is written as CSV, one row per figure', () => {
    const rows = renderSensitivityCsv(page('morris')).trim().split(/\r?\n/);
    expect(rows[0]).toBe('measure,unit,input,figure,value,low,high,first_rank,last_rank');
    expect(rows[3]).toBe('service level,share,demand,σ,0.05,,,1,1');
    expect(rows.length).toBe(4);
  });
});

describe('the answer of a sensitivity analysis', () => {
  const goals = (value: number) => [{ ...MEASURE, value }];

  it('says whether the scenario meets the target, and which inputs change that at which ends', () => {
    const text = renderSensitivityText({ ...page('oat'), goals: goals(0.75) }, PLAIN);
    expect(text.split('\n')[0]).toBe(
      'Service level of at least 75.0 %: the scenario meets it as it is (80.0 %); with demand at 1.2 it misses it (68.0 %).',
    );
    const close = renderSensitivityText({ ...page('oat'), goals: goals(0.79) }, PLAIN);
    expect(close.split('\n')[0]).toMatch(/the scenario is too close to call as it is \(80\.0 %\)/);
  });

  it('judges an end by what was simulated there: too few cases stay too few', () => {
    const few = { ...BASE, fewCases: 21 };
    const row = {
      base: few,
      ends: [
        [few, { ...few, mean: 0.5 }],
        [few, few],
      ],
    } as const;
    const [first] = renderSensitivityText({ ...page('oat', row), goals: goals(0.75) }, PLAIN).split('\n');
    expect(first).toBe(
      'Service level of at least 75.0 %: the scenario has too few cases as it is (80.0 %); no input changes that clearly at either end.',
    );
  });

  it('draws the target line over values, but not over sizes of effects', () => {
    const drawn = plainSpaces(renderSensitivity({ ...page('oat'), goals: goals(0.75) }));
    expect(drawn).toContain('dashed: target 75.0 %');
    expect(drawn).toMatch(/<path class="boundary"/);
    expect(renderSensitivity({ ...page('morris'), goals: goals(0.75) })).not.toContain('dashed: target');
  });

  it('draws nothing for a measure that no input affects, and names it', () => {
    const figures = ['at low', 'at high', 'swing'].map((name) => ({ name, value: 0, low: 0, high: 0 }));
    const still = page('oat', { influences: [{ ...certain('demand', 1), weight: 0, figures }] });
    expect(renderSensitivity(still)).toContain('Moved by no input, and not drawn: Service level.');
    expect(renderSensitivity(still)).not.toContain('what moves it');
  });

  it('shows no values that a measure cannot have, however wide an interval is', () => {
    const wide = ['at low', 'at high'].map((name, k) => ({
      name,
      value: k === 0 ? -0.1 : 0.1,
      low: -0.9,
      high: 0.9,
    }));
    const influences = [{ ...certain('demand', 1), weight: 0.2, figures: wide }];
    const drawn = plainSpaces(renderSensitivity(page('oat', { influences })));
    expect(drawn).toContain('>100 %</text>');
    expect(drawn).not.toMatch(/>(−\d|1[1-9]0)[\d.]* %<\/text>/);
  });
});
