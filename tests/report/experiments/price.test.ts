import { describe, expect, it } from 'vitest';
import {
  compare,
  measuresOf,
  measuresOver,
  type PriceInStaff,
  promiseVariants,
  type ReplicationRecord,
  restrictedSegments,
} from '#experiment';
import { type PriceOfStaff, priceReason, renderPrice, renderPriceText } from '#report';
import { priceAnswer } from '../../../src/report/experiments/price-answer.ts';
import { durationsFrom } from '../../experiment/durations.ts';
import { loadScenario } from '../../running.ts';

const ABOUT = 'restricted customers';
const MEASURES = measuresOver(ABOUT, ['premier'], 'EUR');
const VARIANTS = [
  { id: 'no promise', title: 'no promise', keeps: [], beyond: [], reason: null },
  {
    id: '+ processing',
    title: 'storage, processing inside the zone',
    keeps: ['storage', 'processing'],
    beyond: ['processing'],
    reason: 'It keeps Denver away.',
  },
  {
    id: 'as promised',
    title: 'as the scenario promises',
    keeps: ['storage'],
    beyond: [],
    reason: 'It keeps nobody away.',
  },
];
const ESTIMATE = { mean: 0.9, halfWidth: 0.01, deviation: 0.01, count: 6, level: 0.95 };

/** Levels of replications differ from `level` by the parts of `spread` in turn. */
function records(level: number, spread: readonly number[] = [0, 0.001, 0.002]): readonly ReplicationRecord[] {
  return Array.from({ length: 6 }, (_, replication) => {
    const contributions = Object.fromEntries(
      MEASURES.map(({ id }) => {
        const value = id.startsWith('service level') ? level + (spread[replication % spread.length] ?? 0) : 1;
        return [id, { numerator: value * 100, denominator: 100 }];
      }),
    );
    const durations = durationsFrom(Object.fromEntries(MEASURES.map(({ id }) => [id, 1])));
    return { scenario: 0, replication, contributions, durations, isUnstable: false };
  });
}

function price(
  levels: readonly [number, number, number],
  staff: readonly PriceOfStaff[] = [],
  inStaff: PriceInStaff | 'not found' | null = null,
) {
  const ids = VARIANTS.map(({ id }) => id);
  const comparison = compare(
    ids,
    MEASURES,
    levels.map((level) => records(level)),
    { level: 0.95 },
  );
  const input = {
    title: 'A desk',
    law: [],
    comparison,
    variants: VARIANTS,
    restricted: [{ id: 'premier', title: 'Premier' }],
    staff,
    inStaff,
  };
  const plain = { width: 1000, colour: (_: unknown, text: string) => text };
  const text = renderPriceText(input, ABOUT, plain as Parameters<typeof renderPriceText>[2]);
  return { lines: text.split('\n'), page: renderPrice(input) };
}

function bought(wages: PriceOfStaff['wages'], added: number | null = 42): PriceOfStaff {
  const tried = [{ added: added ?? 64, estimate: ESTIMATE }];
  const places = [{ group: 'german', centre: 'Dublin', languages: 'de', agents: 42 }];
  return {
    variant: '+ processing',
    goal: 0.9,
    buyBack: { tried, added, places: [{ group: 0, agents: 42 }], atPlaces: null },
    places,
    wages,
    fte: wages === null ? null : 84,
  };
}

describe('the price of a promise', () => {
  it('comes first: nothing measurable, and what more would cost in service', () => {
    const { lines, page } = price([0.9, 0.82, 0.9]);
    expect(lines[0]).toBe(
      'Your promise (storage) costs nothing measurable (service level 0.0 ± 0.0 points). It keeps nobody away. Dropping it would save no measurable service; whether it would save staff was not looked for (--restaff 4).',
    );
    expect(lines[1]).toBe(
      'Restricting processing as well would cost 8.0 ± 0.0 percentage points of service level. It keeps Denver away.',
    );
    expect(page).toContain('Your promise (storage) costs nothing measurable');
    // A page has no options.
    expect(page).toContain('whether it would save staff was not looked for.');
  });

  it('says what so few replications would not show, where the interval is wide', () => {
    const answerOf = (spread: readonly number[]) => {
      const ids = VARIANTS.map(({ id }) => id);
      const levels = [records(0.5), records(0.5), records(0.5, spread)];
      const comparison = compare(ids, MEASURES, levels, { level: 0.95 });
      return priceAnswer(
        { comparison, variants: VARIANTS, restricted: [], staff: [], inStaff: null },
        ABOUT,
      )[0];
    };
    expect(answerOf([0.03, -0.03])).toMatch(
      /^Your promise \(storage\) costs nothing measurable, but in 6 replications a cost of less than \d points of service level would not show \(service level −0\.1 ± \d\.\d points\)\./,
    );
    expect(answerOf([0.5, -0.5])).toMatch(
      /^Your promise \(storage\) costs nothing measurable, but 6 replications are too few to show any cost \(service level −0\.1 points in the mean\)\./,
    );
  });

  it('names the agents that restore the service, and their wages if there are any', () => {
    const wages = { currency: 'EUR', amount: 123_456, per: 'month' } as const;
    expect(price([0.9, 0.82, 0.9], [bought(wages)]).lines[1]).toBe(
      'Restricting processing as well would cost 8.0 ± 0.0 percentage points of service level, or 42 more agents in Dublin ' +
        '(84 FTE, EUR 123,456 per month in wages). It keeps Denver away.',
    );
    expect(price([0.9, 0.82, 0.9], [bought(null)]).lines[1]).toMatch(/, or 42 more agents in Dublin\. It/);
    expect(price([0.9, 0.82, 0.9], [bought(null, null)]).lines[1]).toMatch(
      /service level \(up to 64 more agents do not restore it\)\. It/,
    );
  });

  it('says what the promise costs in staff at equal service, and that it costs none only within chance', () => {
    const inStaff = (mean: number): PriceInStaff => ({
      searches: 4,
      unit: 'FTE',
      staff: { ...ESTIMATE, mean, halfWidth: 0.4 },
      wages: { currency: 'EUR', per: 'year', amount: { ...ESTIMATE, mean: 41_000, halfWidth: 5200 } },
    });
    expect(price([0.9, 0.82, 0.9], [], inStaff(3.2)).lines[0]).toBe(
      'At equal service, your promise (storage) costs 3.2 ± 0.4 FTE and 41,000 ± 5,200 EUR a year (4 searches for the cheapest staff with and without it). With the staff of today, it costs nothing measurable (service level 0.0 ± 0.0 points). It keeps nobody away. Dropping it would save this staff, but no measurable service.',
    );
    const wide = { ...inStaff(11.55), staff: { ...ESTIMATE, mean: 11.55, halfWidth: 8.4094 } };
    expect(price([0.9, 0.82, 0.9], [], wide).lines[0]).toContain('costs 11.6 ± 8.4 FTE and ');
    // As many people, who are paid more.
    expect(price([0.9, 0.82, 0.9], [], inStaff(-0.25)).lines[0]).toContain(
      'At equal service, your promise (storage) costs 41,000 ± 5,200 EUR a year; −0.25 ± 0.4 FTE may be chance (4 searches',
    );
    expect(price([0.9, 0.82, 0.9], [], inStaff(-3.2)).lines[0]).toContain(
      'costs 41,000 ± 5,200 EUR a year and saves 3.2 ± 0.4 FTE (4 searches',
    );
    const poor = { ...ESTIMATE, mean: 410, halfWidth: 5200 };
    const chance = { ...inStaff(0.2), wages: { currency: 'EUR', per: 'year', amount: poor } } as const;
    const [unsure = ''] = price([0.9, 0.82, 0.9], [], chance).lines;
    expect(unsure).toContain(
      'At equal service, your promise (storage) costs no staff that these searches could tell from chance: 0.2 ± 0.4 FTE and 400 ± 5,200 EUR a year (4',
    );
    expect(unsure).toContain(
      'Dropping it would save neither service nor staff nor money that could be told from chance.',
    );
    const none = { ...ESTIMATE, mean: 0, halfWidth: 0 };
    expect(price([0.9, 0.82, 0.9], [], { ...inStaff(0), staff: none, wages: null }).lines[0]).toContain(
      'At equal service, your promise (storage) costs no staff: what was found with it is as large as what was found without it (4 searches',
    );
    expect(price([0.9, 0.82, 0.9], [], 'not found').lines[0]).toContain(
      'What your promise (storage) costs in staff at equal service is not known: a search found no staff that certainly keeps the service of today',
    );
  });

  it('gives a loss of service in percentage points, and names the next step even if it equals the whole promise', () => {
    const { lines } = price([0.9, 0.7, 0.85]);
    expect(lines[0]).toBe(
      'Your promise (storage) costs 5.0 ± 0.0 percentage points of service level. It keeps nobody away. Dropping it would give that back.',
    );
    expect(lines[1]).toMatch(/would cost 20\.0 ± 0\.0 percentage points of service level in all\. It/);
  });
});

describe('why a promise costs what it costs', () => {
  const scenario = loadScenario('three-centres');
  const restricted = restrictedSegments(scenario);
  const variants = promiseVariants(scenario);
  const reasonOf = (id: string) => {
    const [without, promised] = [variants[0], variants.find((one) => one.id === id)];
    if (without === undefined || promised === undefined) throw new Error(`there is no variant ${id}`);
    return priceReason(without.scenario, promised.scenario, restricted);
  };

  it('names the language that only the permitted centre speaks, where nobody is kept away', () => {
    expect(reasonOf('as promised')).toBe(
      'At the start of the run, it keeps nobody away who could take these cases: only Dublin speaks German, which cases of Germany need.',
    );
  });

  it('names the centres that are kept away, from whose cases, and who is left', () => {
    expect(reasonOf('+ processing')).toBe(
      'At the start of the run, it keeps Bangalore and Denver away from cases of India and The Americas (left: Dublin).',
    );
  });

  it('names a centre that could help, if one of its groups had the language', () => {
    const german = scenario.languages.indexOf('de');
    const g = scenario.groups.findIndex(({ id }) => id === 'denver/first-line');
    const groups = scenario.groups.map((group, i) =>
      i === g ? { ...group, languages: [...group.languages, german] } : group,
    );
    const [without] = variants;
    const told = priceReason(
      { ...(without?.scenario ?? scenario), groups },
      { ...scenario, groups },
      restricted,
    );
    expect(told).toBe('At the start of the run, it keeps Denver away from cases of Germany (left: Dublin).');
  });

  it('says that cheaper cases save nothing where the same agents are paid', () => {
    const half = (level: number, share: number) =>
      records(level).map((record) => ({
        ...record,
        contributions: {
          ...record.contributions,
          [`cost/${ABOUT}`]: { numerator: share * (1000 + record.replication), denominator: 1 },
          cost: { numerator: 1000, denominator: 1 },
        },
      }));
    const all = measuresOf([], 'EUR').filter(({ id }) => id === 'cost');
    const comparison = compare(
      VARIANTS.map(({ id }) => id),
      [...MEASURES, ...all],
      [half(0.9, 1), half(0.8, 0.5), half(0.9, 1)],
      { level: 0.95 },
    );
    const [own, further] = priceAnswer(
      { comparison, variants: VARIANTS, restricted: [], staff: [], inStaff: null },
      ABOUT,
    );
    expect(further).toContain('The cost of their cases falls, but wages in all do not fall detectably');
    expect(own).not.toContain('wages in all');
  });

  it('speaks of money only where wages are known', () => {
    const measures = MEASURES.filter(({ id }) => !id.startsWith('cost'));
    const ids = VARIANTS.map(({ id }) => id);
    const comparison = compare(
      ids,
      measures,
      [0.9, 0.82, 0.9].map((level) => records(level)),
      { level: 0.95 },
    );
    const [own] = priceAnswer(
      { comparison, variants: VARIANTS, restricted: [], staff: [], inStaff: null },
      ABOUT,
    );
    expect(own).toContain(
      'Dropping it would save no measurable service; whether it would save staff was not looked for',
    );
  });
});
