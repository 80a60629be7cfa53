import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { GroupWork } from '#planning';
import { renderReport } from '#report';
import { renderRequiredAgents, requiredWeeks } from '../../../src/report/staff/required-agents.ts';
import { plausibleResult } from '../../generators/summary.ts';
import { loadScenario } from '../../running.ts';

const base = loadScenario('three-centres');
const g = base.groups.findIndex(({ id }) => id === 'dublin/first-line');
const halfHours = (base.horizonMs / HOUR_MS) * 2;
const WANTED = [{ withinMs: 20_000, share: 0.8 }];

/** One call in every half hour, of so many minutes each. */
function workOf(minutes: number, more: Partial<GroupWork> = {}): GroupWork {
  return {
    offered: Float64Array.from({ length: halfHours }, () => 1),
    contacts: 100,
    workMs: 100 * minutes * 60_000,
    wanted: WANTED.map((one) => ({ ...one, cases: 100 })),
    ...more,
  };
}

const weekOf = (work: GroupWork, scenario = base) =>
  requiredWeeks(
    scenario.groups.map((_, i) => (i === g ? work : workOf(1, { contacts: 0 }))),
    scenario,
    scenario.horizonMs,
  );

describe('requiredWeeks', () => {
  it('asks for what the formula says, in every half hour in which somebody is on duty', () => {
    // 2 Erlang: four answer 80 % within 20 s, three do not.
    const [week, ...others] = weekOf(workOf(60));
    expect(others).toEqual([]);
    expect(new Set(week?.required)).toEqual(new Set([4]));
    expect(week?.scheduled[0]).toBe(2);
    expect(week?.scheduled[20]).toBe(9);
    expect(week?.note).toBe('60 min a contact; 80.0 % within 20 s');
  });

  it('lets a target set no numbers that concerns hardly any of the contacts', () => {
    const wanted = WANTED.map((one) => ({ ...one, cases: 9 }));
    const [week] = weekOf(workOf(60, { wanted }));
    expect(new Set(week?.required)).toEqual(new Set([3]));
    expect(week?.note).toBe('60 min a contact; enough to keep up with the work');
  });

  it('leaves out cases that come while nobody is on duty, and counts them', () => {
    const groups = base.groups.map((group, i) =>
      i === g ? { ...group, shifts: group.shifts.filter(({ id }) => id !== 'night') } : group,
    );
    const [week] = weekOf(workOf(60), { ...base, groups });
    expect(week?.required[0]).toBe(0);
    expect(week?.required[20]).toBe(4);
    // Eight hours of fourteen nights.
    expect(week?.outside).toBe(14 * 16);
  });

  const sharing = (limits: Readonly<Record<string, number>>, channels = ['phone', 'e-mail', 'web']) => {
    const own = { concurrency: { limits, slowdown: [0.8] }, channels } as Partial<
      (typeof base.groups)[number]
    >;
    return { ...base, groups: base.groups.map((group, i) => (i === g ? { ...group, ...own } : group)) };
  };

  it('needs fewer agents where each has several contacts in hand', () => {
    const several = { phone: 1, 'e-mail': 2, web: 2 };
    const [week] = weekOf(workOf(60), sharing(several, ['e-mail', 'web']));
    // 2 Erlang, and two agents work as fast as 3.2: three answer 80 % within 20 s, two do not.
    expect(new Set(week?.required)).toEqual(new Set([3]));
    expect(week?.note).toBe('60 min a contact at full speed, up to 2 in hand; 80.0 % within 20 s');
  });

  it('leaves out agents whose contacts in hand depend on the channel', () => {
    expect(weekOf(workOf(60), sharing({ phone: 1, 'e-mail': 2, web: 2 }))).toEqual([]);
  });

  it('averages working days only if as many cases are expected on them', () => {
    // Two calls in every half hour of Monday, none on other days.
    const offered = Float64Array.from({ length: halfHours }, (_, n) =>
      Math.floor(n / 48) % 7 === 0 ? 2 : 0,
    );
    const [alike] = weekOf(workOf(60, { offered }));
    expect(alike?.required[20]).toBe(alike?.required[20 + 48]);
    const day = 24 * HOUR_MS;
    const rate = {
      fromMs: [0, day, 7 * day, 8 * day],
      perMs: [2, 1, 2, 1],
    };
    const streams = base.streams.map((stream) => ({ ...stream, rate }));
    const [apart] = weekOf(workOf(60, { offered }), { ...base, streams });
    expect(apart?.required[20]).toBeGreaterThan(alike?.required[20] ?? 0);
    expect(apart?.required[20 + 48]).toBe(0);
  });
});

describe('the figure in the report', () => {
  const result = plausibleResult();
  const summary = { ...result.summary, horizonHours: base.horizonMs / HOUR_MS, overload: null };
  const render = (work: readonly GroupWork[] | null) =>
    renderReport({ ...result, summary, scenario: base, ledgerRoot: null, work });
  const all = base.groups.map(() => workOf(1));

  it('begins with the groups that have fewer agents than the formula asks for', () => {
    const page = render(all.map((work, i) => (i === g ? workOf(60) : work)));
    expect(page).toContain(
      'Fewer agents than the formula asks for: Dublin, First line (in 56 hours of the week, up to 2 fewer).',
    );
    expect(page).toContain('<title>Mon 06:00–22:00: 9 scheduled, 4 required</title>');
  });

  it('names only the worst of many groups that have fewer agents than the formula asks for', () => {
    const horizonHours = 7 * 24;
    const scenario = { ...loadScenario('css-2014'), horizonMs: horizonHours * HOUR_MS };
    const offered = Float64Array.from({ length: 2 * horizonHours }, () => 1);
    const work = scenario.groups.map(() => workOf(60, { offered }));
    const page = renderReport({
      ...result,
      summary: { ...summary, horizonHours },
      scenario,
      ledgerRoot: null,
      work,
    });
    const [said = ''] = /\d+ groups have fewer agents than [^<]*?fewer\)\./.exec(page) ?? [];
    expect(said.match(/up to/g)).toHaveLength(3);
    // Twelve charts are seen, the worst group first; the others are folded away.
    const [, figure = ''] = page.split('<figure id="required">');
    const [seen = '', folded = ''] = figure.split(/<summary>The other \d+ groups<\/summary>/);
    expect(seen.match(/<svg /g)).toHaveLength(12);
    expect(folded).toContain('<svg ');
    const rows = /<tbody>(.*?)<\/tbody>/s.exec(folded.slice(folded.indexOf('The numbers as a table')))?.[1];
    expect(rows?.match(/<tr>/g)).toHaveLength(40);
    expect(figure).toMatch(/the worst first, and leaves out [\d,]+ rows with fewer agents missing/);
    const [worst = ''] = /(?<=the worst of them )[^(]*\(.*?\)/.exec(said) ?? [];
    const [first = ''] = /(?<=<h3>).*?(?=<\/h3>)/.exec(seen) ?? [];
    expect(worst.startsWith(first)).toBe(true);
  });

  it('names the groups for which there is no formula, even if it can show no other', () => {
    const limits = { phone: 1, 'e-mail': 2, web: 2 };
    const groups = base.groups.map((group) => ({ ...group, concurrency: { limits, slowdown: [0.8] } }));
    const work = all.map((one, i) => (i === g ? one : workOf(1, { contacts: 0 })));
    const page = renderReport({ ...result, summary, scenario: { ...base, groups }, ledgerRoot: null, work });
    expect(page).toContain(
      'Not shown: Dublin, First line, whose agents have more contacts of one channel in hand',
    );
    expect(page).not.toContain('Denver, First line, whose');
  });

  it('claims nothing of the groups for which there is no formula', () => {
    const limits = { phone: 1, 'e-mail': 2, web: 2 };
    const groups = base.groups.map((group, i) =>
      i === g ? { ...group, concurrency: { limits, slowdown: [0.8] } } : group,
    );
    const scenario = { ...base, groups };
    const page = renderReport({ ...result, summary, scenario, ledgerRoot: null, work: all });
    expect(page).toContain('No group shown here has fewer agents on duty than the formula asks for.');
    expect(page).toContain('Not shown: Dublin, First line');
  });

  it('says that numbers are averages if rates change in the run, and when more are needed', () => {
    const asOfDay = Math.floor(base.startEpochMs / (24 * HOUR_MS));
    const grown = (perWeek: number) => {
      const streams = base.streams.map((stream) => ({ ...stream, trend: { perWeek, asOfDay } }));
      return renderReport({
        ...result,
        summary,
        scenario: { ...base, streams },
        ledgerRoot: null,
        work: all,
      });
    };
    // On the clocks of all customers, the two weeks begin in the middle of a date and end in that of two weeks later.
    expect(grown(0.1)).toContain('are 1.21 times those on the first');
    expect(grown(0.1)).toContain('the last weeks need more agents');
    expect(grown(-0.1)).toContain('the first weeks need more agents');
    expect(render(all)).not.toContain('By the trend');
  });

  it('says so if no group has fewer, and is left out without a ledger', () => {
    expect(render(all)).toContain('No group has fewer agents on duty than the formula asks for.');
    expect(render(null)).not.toContain('Required against scheduled');
  });
});

it('lists only times with too few agents in the table of the report, and counts the others', () => {
  const work = base.groups.map((_, i) => (i === g ? workOf(60) : workOf(1, { contacts: 0 })));
  const page = String(renderRequiredAgents(work, base, base.horizonMs)?.markup);
  const rows = [...page.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell]) => cell),
  );
  const numbers = rows.filter((row) => row.length > 0).map((row) => row.slice(-2).map(Number));
  expect(numbers.length).toBeGreaterThan(0);
  for (const [scheduled = 0, required = 0] of numbers) expect(required).toBeGreaterThan(scheduled);
  expect(page).toMatch(/leaves out [1-9]\d* rows? in which enough are scheduled/);
});
