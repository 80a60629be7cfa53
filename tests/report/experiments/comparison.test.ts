import { describe, expect, it } from 'vitest';
import {
  compare,
  decisionsOf,
  estimateOfSeen,
  measuresFor,
  measuresOf,
  type ReplicationRecord,
} from '#experiment';
import { replicatedVerdicts } from '#planning';
import {
  comparisonHeading,
  drawnSections,
  formatEstimate,
  renderComparison,
  renderComparisonText,
  targetsPart,
} from '#report';
import { loadScenario } from '../../../src/apps/shared/scenario/load-scenario.ts';
import { formatPoints } from '../../../src/report/experiments/comparison-text.ts';
import { durationsFrom } from '../../experiment/durations.ts';
import { plainSpaces } from '../plain-spaces.ts';

const loaded = loadScenario('scenarios/german-night');
if (!loaded.ok) throw new Error('german-night is valid');
const { scenario } = loaded.value;
const MEASURES = measuresOf(scenario.segments);
const DECISIONS = decisionsOf([scenario, scenario], MEASURES);
const NAMES = ['now', 'then'];
const TITLES = ['A German night', 'Without the night shift'];
const CONTEXT = {
  titles: TITLES,
  changes: [[]],
  staff: ['Staff: 7.0 instead of 9.0 FTE.'],
  law: [],
  events: [],
};

/** Replications in which every share is `share` and everything else 0, except for the given measures. */
function records(given: Readonly<Record<string, number>>, share = 0.9): readonly ReplicationRecord[] {
  const ids = [...MEASURES, ...measuresFor(DECISIONS)].map(({ id, unit }) => ({ id, unit }));
  return Array.from({ length: 6 }, (_, replication) => {
    const luck = 1 + 0.002 * (replication % 3);
    const value = ({ id, unit }: (typeof ids)[number]) =>
      (given[id] ?? (unit === 'share' ? share : 0)) * luck;
    const values = Object.fromEntries(ids.map((one) => [one.id, value(one)]));
    const contributions = Object.fromEntries(
      ids.map((one) => [one.id, { numerator: value(one) * 1000, denominator: 1000 }]),
    );
    const durations = durationsFrom(values);
    return { scenario: 0, replication, contributions, durations, isUnstable: false };
  });
}

/** The same, with costs. */
function costRecords(given: Readonly<Record<string, number>>): readonly ReplicationRecord[] {
  return records(given).map((record) => {
    const costs = Object.entries(given).filter(([id]) => id.startsWith('cost'));
    const luck = 1 + 0.002 * (record.replication % 3);
    const added = costs.map(([id, value]) => [id, { numerator: value * luck, denominator: 1 }] as const);
    return { ...record, contributions: { ...record.contributions, ...Object.fromEntries(added) } };
  });
}

function compared(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) {
  return compare(NAMES, MEASURES, [records(before), records(after)], { level: 0.95, decisions: DECISIONS });
}

function textOf(comparison: ReturnType<typeof compared>): string {
  const plain = { width: 1000, colour: (_: unknown, text: string) => text };
  return renderComparisonText(comparison, CONTEXT, plain as Parameters<typeof renderComparisonText>[2]);
}

function pageOf(comparison: ReturnType<typeof compared>): string {
  return plainSpaces(renderComparison(comparison, CONTEXT));
}

const PHONE = 'service level/premier/phone';

describe('the targets of a comparison', () => {
  it('have the verdicts and intervals that replications of each scenario alone give, however many are compared', () => {
    // Around the target of 80 %, by less and by more than the intervals.
    for (const share of [0.79, 0.797, 0.7985, 0.8, 0.801, 0.82]) {
      const own = records({}, share);
      const many = Array.from({ length: 8 }, () => own);
      const names = many.map((_, k) => `s${k}`);
      const decisions = decisionsOf(
        many.map(() => scenario),
        MEASURES,
      );
      const { targets } = compare(names, MEASURES, many, { level: 0.95, decisions });
      const alone = replicatedVerdicts(scenario, own.length, (id) => estimateOfSeen(own, id, 0.95));
      const stateOf = new Map(alone.map(({ measure, state }) => [measure, state]));
      const measureOf = new Map(decisions.targets.map(({ measure, title }) => [title, measure.id]));
      expect(targets.length).toBeGreaterThan(0);
      for (const { judged, title } of targets) {
        const state = stateOf.get(measureOf.get(title) ?? '');
        expect(judged.map(({ attainment }) => attainment)).toEqual(names.map(() => state));
      }
    }
  });
});

describe('the table of targets', () => {
  const [first, ...others] = DECISIONS.targets;

  it('shows those whose verdict changes, and folds the others away', () => {
    if (first === undefined) throw new Error('german-night has targets');
    const html = pageOf(compared({}, { [first.measure.id]: 0.1 }));
    const [shown = '', folded = ''] =
      /<h2>Targets<\/h2>(.*?)<\/section>/s
        .exec(html)?.[1]
        ?.split('the same verdict in each scenario</summary>') ?? [];
    expect(shown).toContain(`>${first.title}<`);
    expect(folded).not.toContain(`>${first.title}<`);
    for (const { title } of others) expect([title, folded.includes(`>${title}<`)]).toEqual([title, true]);
  });

  it('of one scenario shows those that are not met', () => {
    if (first === undefined) throw new Error('german-night has targets');
    const decisions = decisionsOf([scenario], MEASURES);
    const judged = compare(['now'], [], [records({ [first.measure.id]: 0.1 }, 1)], {
      level: 0.95,
      decisions,
    });
    const [shown = '', folded = ''] = drawnSections([targetsPart(judged)])
      .join('')
      .split(/Show [^<]*: all met<\/summary>/);
    expect(shown).toContain('missed');
    expect(folded).not.toContain('missed');
    expect(folded).toContain('met');
  });
});

describe('the answer of a comparison', () => {
  it('begins with the targets whose verdict changes, by title', () => {
    const comparison = compared({ [`${PHONE}/B`]: 0.92 }, { [`${PHONE}/B`]: 0.61 });
    const [first] = textOf(comparison).split('\n');
    expect(first).toContain(
      'Without the night shift: 1 target changes from met to missed: Premier Support with storage in the EEA (phone, severity B) ' +
        '(92.2 % before, 61.1 % now, 80.0 % wanted).',
    );
    expect(pageOf(comparison)).toContain('1 target changes from met to missed');
  });

  it('then names the segments and channels hit worst, in percentage points, and those that do not change', () => {
    const comparison = compared({ [PHONE]: 0.9 }, { [PHONE]: 0.74, 'service level/premier/web': 0.86 });
    expect(textOf(comparison)).toContain(
      'Premier Support with storage in the EEA (phone) loses 16.0 percentage points of service level and ' +
        'Premier Support with storage in the EEA (web) 4.0; The same customers without the promise changes by less than 1 point of service level.',
    );
  });

  it('says that the replications are not enough where a change that matters is not excluded', () => {
    // Differences of 0 to 2 points around their mean.
    const shaken = records({}).map((record, r) => {
      const { numerator = 0, denominator = 1 } = record.contributions[PHONE] ?? {};
      const moved = { numerator: numerator - 20 * (r % 2), denominator };
      return { ...record, contributions: { ...record.contributions, [PHONE]: moved } };
    });
    const asked = { level: 0.95, decisions: DECISIONS };
    const text = textOf(compare(NAMES, MEASURES, [records({}), shaken], asked));
    expect(text).toContain(
      'The same customers without the promise changes by less than 1 point of service level; 6 replications are not enough to tell whether ' +
        'Premier Support with storage in the EEA changes by 1 point of service level.',
    );
    const relevance = { points: 0.1, part: 0.05 };
    expect(textOf(compare(NAMES, MEASURES, [records({}), shaken], { ...asked, relevance }))).toContain(
      'change by less than 10 points of service level.',
    );
  });

  it('says that nothing changes if nothing does', () => {
    const text = textOf(compared({}, {}));
    expect(text).toMatch(/no verdict changes on \d+ targets?; \w+ (is|are) certain to be missed/);
    expect(text).toContain(
      'Premier Support with storage in the EEA and The same customers without the promise change by less than 1 point of service level.',
    );
  });
});

describe('a comparison', () => {
  it('gives differences of percentages in points, in text and page', () => {
    const comparison = compared({ 'service level': 0.9 }, { 'service level': 0.8 });
    expect(textOf(comparison)).toMatch(/−10\.0 ± \d+\.\d points/);
    expect(textOf(comparison)).toMatch(/service level is 10\.0 ± \d+\.\d percentage points lower/);
    expect(pageOf(comparison)).toMatch(/−10\.0 ± \d+\.\d points/);
    expect(pageOf(comparison)).not.toMatch(/−10\.0 %/);
  });

  it('does not call fewer hand-overs better if more calls were lost', () => {
    const fewer = { 'hand-overs': 0.2 };
    const handOvers = (lost: number) =>
      compared({ 'hand-overs': 0.3 }, { ...fewer, abandonment: lost }).measures.find(
        ({ measure }) => measure.id === 'hand-overs',
      )?.others[0];
    expect(handOvers(0.9)?.verdict).toBe('better');
    expect(handOvers(0.95)).toMatchObject({ verdict: 'neutral', reason: 'more customers gave up' });
    const text = textOf(compared({ 'hand-overs': 0.3 }, { ...fewer, abandonment: 0.95 }));
    expect(text).toContain('(neutral: more customers gave up)');
  });

  it('shows all measures that somebody named, in their order', () => {
    const segment = MEASURES.find(({ id }) => id === 'service level/premier');
    const all = MEASURES.filter(({ id }) => id === 'abandonment' || id === 'service level');
    const named = [...(segment === undefined ? [] : [segment]), ...all.toReversed()];
    expect(named).toHaveLength(3);
    const both = [records({}), records({})];
    const rowsOf = (isChosen: boolean) =>
      textOf(compare(NAMES, named, both, { level: 0.95, isChosen }))
        .split('\n')
        .filter((row) => / ± /.test(row))
        .map((row) => row.split('  ')[0]);
    expect(rowsOf(true)).toEqual(named.map(({ title }) => title));
    expect(rowsOf(false)).toEqual(all.toReversed().map(({ title }) => title));
  });

  it('says how many cases a quantile needs, where there are too few for an interval', () => {
    const measures = measuresOf([], null, [95]).filter(({ id }) => id === 'wait p95');
    const some = (seconds: number) =>
      records({}).map((record, i) => ({
        ...record,
        durations: durationsFrom({ 'wait p95': seconds * (1 + 0.1 * (i % 3)) }),
      }));
    const comparison = compare(NAMES, measures, [some(60), some(90)], { level: 0.95 });
    const reason = 'too few cases: the 95 % quantile needs 3,000, or 40 replications';
    expect(comparison.measures[0]?.others[0]).toMatchObject({ verdict: 'not enough runs to tell', reason });
    expect(pageOf(comparison)).toContain(reason);
  });

  it('does not call a lower cost better if more calls were lost, or if others bear the same wages', () => {
    const costs = measuresOf(scenario.segments, 'EUR').filter(({ id }) => /^cost(\/premier)?$/.test(id));
    const cost = (after: Readonly<Record<string, number>>) =>
      compare(
        NAMES,
        [...MEASURES, ...costs],
        [
          { cost: 900, 'cost/premier': 300 },
          { cost: 900, 'cost/premier': 300, ...after },
        ].map((given) => costRecords(given)),
        { level: 0.95 },
      ).measures.flatMap(({ measure, others: [other] }) => (/^cost/.test(measure.id) ? [other] : []));
    const cheaper = { cost: 800, 'cost/premier': 200 };
    expect(cost(cheaper)).toMatchObject([{ verdict: 'better' }, { verdict: 'better' }]);
    const lost = { verdict: 'neutral', reason: 'more customers gave up' };
    expect(cost({ ...cheaper, abandonment: 0.95, 'abandonment/premier': 0.95 })).toMatchObject([lost, lost]);
    expect(cost({ 'cost/premier': 200 })).toMatchObject([
      { verdict: 'no change that matters' },
      { verdict: 'neutral', reason: 'wages in all did not fall detectably' },
    ]);
  });

  it('says in its answer how much a cost fell, with interval and staff, even if it fell because calls were lost', () => {
    const costs = measuresOf(scenario.segments, 'EUR').filter(({ id }) => id === 'cost');
    const given = [{ cost: 900 }, { cost: 800, abandonment: 0.95 }].map((one) => costRecords(one));
    const comparison = compare(NAMES, [...MEASURES, ...costs], given, { level: 0.95, decisions: DECISIONS });
    const [answer = ''] = textOf(comparison).split('\n');
    expect(answer).toMatch(
      /Abandonment rises by 5\.0 ± \d\.\d percentage points and cost \(EUR\) falls by 100\.20 ± \d+\.\d\d over the run\. Staff: 7\.0 instead of 9\.0 FTE\.$/,
    );
  });

  it('begins each sentence of its answer with a capital', () => {
    const [answer = ''] = textOf(compared({}, {})).split('\n');
    expect(answer).toMatch(/\. [A-Z3]/);
    expect(answer).not.toMatch(/\. [a-z]/);
  });

  it('considers lost calls even if only hand-overs were requested', () => {
    const only = MEASURES.filter(({ id }) => id === 'hand-overs');
    const losses = decisionsOf([scenario, scenario], only).losses.map(({ id }) => id);
    expect(losses).toEqual(['abandonment', 'unanswered']);
  });

  it('is headed by the titles of its scenarios, and by their names where titles are the same', () => {
    expect(pageOf(compared({}, {}))).toContain('<h1>Without the night shift against A German night</h1>');
    expect(comparisonHeading(NAMES, ['A German night', 'A German night'])).toBe('then against now');
  });

  it('is headed by several titles in quotation marks, as titles have commas', () => {
    expect(comparisonHeading(['a', 'b', 'c'], ['A', 'B, early', 'C, late'])).toBe(
      '“B, early” and “C, late” against “A”',
    );
  });

  it('shows an interval that has everything in it by its ends', () => {
    const estimate = { mean: 0.667, halfWidth: 2.118 };
    expect(formatEstimate(estimate, 'share')).toBe('66.7 % (0.0 % to 100.0 %)');
    expect(formatPoints({ ...estimate, mean: -0.02 }, 'share', 'points')).toBe(
      '−2.0 (−100.0 to 100.0) points',
    );
    expect(formatEstimate({ mean: 0.97, halfWidth: 0.049 }, 'share')).toBe('97.0 % ± 4.9 points');
  });

  it('folds away the rows without a certain change, where there are many', () => {
    const moved = 'service level/premier';
    const ids = Object.keys(records({})[0]?.contributions ?? {});
    const unsure = (given: Readonly<Record<string, number>>) =>
      records(given).map((record, r) => {
        const noisy = ids
          .filter((id) => id !== moved)
          .map((id) => {
            const { numerator = 0 } = record.contributions[id] ?? {};
            return [id, { numerator: numerator + 50 * (r % 3), denominator: 1000 }] as const;
          });
        const contributions = { ...record.contributions, ...Object.fromEntries(noisy) };
        const values = Object.entries(contributions).map(([id, one]) => [id, (one?.numerator ?? 0) / 1000]);
        return { ...record, contributions, durations: durationsFrom(Object.fromEntries(values)) };
      });
    const page = pageOf(
      compare(NAMES, MEASURES, [records({ [moved]: 0.9 }), unsure({ [moved]: 0.5 })], {
        level: 0.95,
        decisions: DECISIONS,
      }),
    );
    const [, figure = ''] = page.split('<figure id="segments">');
    const [seen = '', folded = ''] = figure.split(
      /<summary>Show \d+ more rows?: no certain change<\/summary>/,
    );
    const judged = (part: string) =>
      [...part.matchAll(/<tr role="row"( class="group")?>(.*?)<\/tr>/g)]
        .filter(([, , row = '']) => row.includes('<td'))
        .map(([, , row = '']) => /no change that matters|not enough runs/.test(row));
    expect(new Set(judged(seen))).toEqual(new Set([false]));
    expect(new Set(judged(folded))).toEqual(new Set([true]));
    expect(judged(folded).length).toBeGreaterThan(1);
  });

  it('names the scenario by its title where it says what differs', () => {
    const plain = { width: 1000, colour: (_: unknown, text: string) => text };
    const text = renderComparisonText(
      compared({}, {}),
      { ...CONTEXT, changes: [['Dublin: no night shift']] },
      plain as Parameters<typeof renderComparisonText>[2],
    );
    expect(text).toContain('Without the night shift (then) differs from the baseline in:');
  });

  it('says which measures are the same in every pair', () => {
    expect(pageOf(compared({}, { 'service level': 0.8 }))).toContain(
      'The same in every pair: Speed of answer; Wait, 90 % within',
    );
  });

  it('draws what is worse to the left and what is better to the right, whatever its sign, on one scale a unit', () => {
    const page = pageOf(
      compared({ 'service level': 0.9, abandonment: 0.05 }, { 'service level': 0.8, abandonment: 0.02 }),
    );
    const rowOf = (title: string) =>
      [...page.matchAll(/<tr role="row"[^>]*>.*?<\/tr>/g)].find(([row]) =>
        row.includes(`>${title}</th>`),
      )?.[0] ?? '';
    const dotOf = (title: string) => Number(/<circle[^>]* cx="([\d.]+)"/.exec(rowOf(title))?.[1]);
    // Ten points of service level are lost, and three points fewer give up.
    const middle = 120;
    expect(rowOf('Service level')).toContain('point-bad');
    expect(rowOf('Abandonment')).toContain('point-good');
    expect(dotOf('Service level')).toBeLessThan(middle);
    expect((dotOf('Abandonment') - middle) / (middle - dotOf('Service level'))).toBeCloseTo(0.3, 1);
    expect(page).toMatch(
      /<tr role="row" class="group-head"><th role="rowheader"><b>Service<\/b><span class="soft"> points<\/span>/,
    );
  });
});
