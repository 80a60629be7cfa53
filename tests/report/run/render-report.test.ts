import { describe, expect, it } from 'vitest';
import { formatCount, formatShare, RELEVANT } from '#base';
import { localClockOf } from '#domain';
import { omissionSentences, omissionsOf } from '#exports';
import { type ActionsPage, overviewOf, type ReportInput, renderReport } from '#report';
import type { Estimate } from '#statistics';
import { formatHourOfWeek, formatMinuteOfWeek } from '../../../src/base/dates.ts';
import { plausibleResult, violatedAudit } from '../../generators/summary.ts';
import { worldScenario } from '../../generators/world-scenario.ts';
import { plainSpaces } from '../plain-spaces.ts';

const result = plausibleResult();
const { audit, scenario, summary } = result;
const input = { ...result, ledgerRoot: audit.root };
const report = (given: ReportInput) => plainSpaces(renderReport(given));
const html = report(input);

/** The figure or section with that id. */
function part(page: string, id: string): string {
  const found = new RegExp(`<(figure|section) id="${id}">.*?</\\1>`, 's').exec(page);
  return found?.[0] ?? '';
}

/** The cells of every table row in a piece of the page, as text. */
function tableRows(markup: string): string[][] {
  return [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replace(/<[^>]+>/g, '')),
  );
}

const FIGURES = [
  'follow-the-sun',
  'queue-and-service',
  'waiting-times',
  'escalation-flows',
  'copies-by-country',
] as const;

describe('renderReport', () => {
  it('gives the same text for the same input', () => {
    expect(report(input)).toBe(html);
  });

  it('needs no network and no script', () => {
    expect(html).not.toMatch(/https?:|\/\/[a-z]|<script|<link|<img|@import|url\((?!#)|\son[a-z]+=/i);
  });

  it('says at the top which dates of the law are not historical, and nothing if all are', () => {
    const bases = [
      { basis: 'SAFE_HARBOR_EU_US', fromEpochMs: Date.parse('2000-10-31T23:00:00Z'), toEpochMs: 0 },
    ];
    const page = report({ ...input, scenario: { ...scenario, law: { bases } } });
    const header = /<header>.*?<\/header>/s.exec(page)?.[0] ?? '';
    expect(header).toContain(
      '(SAFE_HARBOR_EU_US) ends at the end of 31 December 1969, in history it ends at the end of 5 October 2015.',
    );
    expect(html).not.toContain('in history');
  });

  it('begins with the overview that the studio shows, then targets, queue and coverage; the rest is folded', () => {
    const overview = overviewOf({ summary, scenario, audit });
    const main = renderReport(input).split('<main class="page">')[1] ?? '';
    const [board = ''] = /^<section id="answer".*?<\/section>/s.exec(main) ?? [];
    for (const shown of [overview.answer, overview.tiles, overview.tables]) {
      expect(shown).not.toBe('');
      expect(board).toContain(shown);
    }
    for (const { state, text } of [overview.targets, overview.promises]) {
      expect(board).toMatch(new RegExp(`<span class="brief ${state}"><svg .*?</svg> ${text}</span>`));
    }
    expect(main).toContain(overview.targetTable);
    const places = ['targets', 'queue-and-service', 'coverage', 'details'].map((id) =>
      main.indexOf(`id="${id}"`),
    );
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    const [, details = ''] = main.split('id="details"');
    const folds = details.split('<details class="detail"').slice(1);
    const ids = [
      'waiting-times',
      'follow-the-sun',
      'escalation-flows',
      'service',
      'copies-by-country',
      'invariants',
    ];
    expect(folds.map((fold) => /<(?:figure|section) id="([^"]+)"/.exec(fold)?.[1])).toEqual(ids);
    expect(folds.every((fold) => fold.startsWith('>'))).toBe(true);
  });

  it('opens what the auditor found, if a promise was broken', () => {
    const page = report({ ...input, audit: violatedAudit(scenario) });
    expect(page).toMatch(/<details class="detail" open=""><summary><b>For auditors<\/b>/);
    expect(page).toContain('Promises broken');
  });

  it('proposes a change that nobody has tried, and says how to try it', () => {
    const { proposal } = overviewOf({ summary, scenario, audit });
    const proposed = /<div class="proposal">.*?<\/div>/s.exec(html)?.[0] ?? '';
    expect(proposed.includes('--try')).toBe(proposal !== null);
  });

  it('lists what is not modelled, below what was audited', () => {
    for (const what of omissionSentences(omissionsOf(scenario)))
      expect(html).toContain(what.replaceAll('"', '&quot;'));
    expect(report({ ...input, audit: null })).not.toContain('Not modelled');
  });

  it('lists the actions that were tried, and nothing if none were', () => {
    const gain = { mean: 0.1, halfWidth: 0.02, count: 20 } as Estimate;
    const cost = { wages: null, hours: 70, hoursPer: 'week', ofRun: 70, needsTraining: false } as const;
    const action = {
      kind: 'more agents',
      text: 'Night shift, agents: 3',
      yaml: 'centres: {}',
      cost,
    } as const;
    const tried: ActionsPage = {
      ...{ title: '', law: [], target: null, before: gain, others: 0, simulated: 1, screened: 0, refused: 0 },
      ...{
        measure: { id: 'a', title: 'Service', unit: 'share', better: 'more' },
        replications: 20,
        level: 0.95,
        relevance: RELEVANT,
        least: RELEVANT.points,
        events: { tried: 0, all: 0 },
      },
      ...{ seed: '1', tried: [{ ...action, gain, after: gain, isHelpful: true, others: [] }] },
    };
    const page = part(report({ ...input, tried }), 'tried');
    expect(page).toContain(
      'Night shift, agents: 3: 10.0 ± 2.0 points; it costs 70 hours a week: 2 people, 1.75 FTE, 14.3 points per 100 hours a week; others: none clearly better, none clearly worse',
    );
    expect(html).not.toContain('What was tried');
  });

  it('draws the waits of each segment with a curve for each channel, and says how many were answered at once', () => {
    const figure = part(html, 'waiting-times');
    const [segment] = summary.segments;
    const waits = summary.waitingTimes.filter((one) => one.segment === segment?.id);
    expect(waits.length).toBeGreaterThan(1);
    const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
    for (const { channel, counts } of waits) {
      const all = sum(counts);
      const told = all === 0 ? 'nobody was answered' : `${formatCount(all)} first answer`;
      expect(figure).toContain(`${channel}: ${told}`);
    }
    const answered = summary.waitingTimes.filter(({ counts }) => sum(counts) > 0);
    expect(figure.match(/<path class="curve"/g)).toHaveLength(answered.length);
  });

  it('closes every element that it opens', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi)) {
      if (['meta', 'br', 'col', 'input'].includes(name)) continue;
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('uses every id once, and refers only to ids that exist', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labels = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, list = '']) =>
      list.split(' '),
    );
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(labels.length).toBeGreaterThan(10);
    for (const id of [...labels, ...links]) expect(ids).toContain(id);
  });

  it.each(FIGURES)('names and describes every drawing of %s, and has its numbers as a table', (id) => {
    const figure = part(html, id);
    const drawings = figure.match(/<svg .*?<\/svg>/gs) ?? [];
    expect(drawings.length).toBeGreaterThan(0);
    for (const drawing of drawings) {
      expect(drawing).toMatch(/^<svg [^>]*role="img"[^>]*>/);
      expect(drawing).toMatch(/<title id="[^"]+">[^<]{10,}<\/title><desc id="[^"]+">[^<]{20,}<\/desc>/);
    }
    expect(figure).toMatch(/<details>.*<table>.*<\/details>/s);
  });

  it('draws only finite coordinates', () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it('shows the totals, the verdict with its checks, and the ledger’s root', () => {
    expect(part(html, 'queue-and-service')).toContain(
      `2,000 cases arrived; ${formatShare(summary.total.serviceLevel)} got their first answer`,
    );
    expect(html).toContain('0 violations in 704,993 checks of 9 invariants.');
    expect(html).toContain(audit.root);
  });

  it('has one row per invariant with its checks', () => {
    const rows = tableRows(part(html, 'invariants'));
    for (const { checks, id } of audit.invariants) {
      expect(rows.find((row) => row[0] === id)?.slice(2)).toEqual([formatCount(checks), '✓ 0']);
    }
  });

  it('tells the first counterexample as a story', () => {
    const page = report({
      ...input,
      audit: violatedAudit(scenario),
      stories: {
        R1: [
          'opened by phone',
          'stored in US',
          '',
          'Where its data was:',
          '  to the end  quincy',
          '',
          'Who saw it: nobody',
        ],
      },
    });
    const section = part(page, 'invariants');
    expect(section).toContain('✕ 17');
    expect(section).toContain('Case 4711, ledger entry 50,312');
    expect(section).toContain('<ol><li>opened by phone</li><li>stored in US</li></ol>');
    expect(section).toMatch(
      /Where its data was:<\/p><ul><li>\s*to the end {2}quincy<\/li><\/ul><p[^>]*>Who saw it: nobody/,
    );
  });

  it('gives the entries of a counterexample that has no story', () => {
    const page = report({ ...input, audit: violatedAudit(scenario) });
    expect(part(page, 'invariants')).toContain('2 entries: 50301, 50312');
  });

  it('has the summary’s numbers in its tables', () => {
    const service = tableRows(part(html, 'service'));
    const most = [...summary.cells].sort((one, other) => other.arrived - one.arrived).slice(0, 20);
    const others = /The (\d+) other cells are in service\.csv/.exec(part(html, 'service'))?.[1];
    expect(Number(others)).toBeLessThanOrEqual(summary.cells.length - most.length);
    for (const row of [summary.total, ...summary.segments, ...most]) {
      const shown = service.find(([name]) => name === row.title);
      expect(shown?.slice(1, 4), row.title).toEqual([
        formatCount(row.arrived),
        formatCount(row.answered),
        formatShare(row.serviceLevel),
      ]);
    }
    const [, ...hours] = tableRows(part(html, 'follow-the-sun'));
    expect(hours).toHaveLength(168);
    const dublin = summary.centres.find(({ id }) => id === 'dublin');
    const heads = tableRows(part(html, 'follow-the-sun'))[0] ?? [];
    const shown = hours[30]?.[heads.indexOf('Dublin')];
    const [busy = 0, onDuty = 0, overtime = 0] = [
      dublin?.busyByHour,
      dublin?.onDutyByHour,
      dublin?.overtimeByHour,
    ].map((of) => of?.[30]);
    const after = overtime < 0.05 ? '' : `+${overtime.toFixed(1)}`;
    expect(shown).toBe(`${(busy - overtime).toFixed(1)}${after}/${onDuty.toFixed(1)}`);
    const flows = tableRows(part(html, 'escalation-flows')).slice(1);
    const all = flows.reduce((sum, row) => sum + Number(row.at(-1)?.replaceAll(',', '')), 0);
    expect(all).toBe(summary.total.handOvers);
    const days = tableRows(part(html, 'queue-and-service')).slice(1);
    expect(days).toHaveLength(28);
    expect(days.reduce((sum, row) => sum + Number(row[1]?.replaceAll(',', '')), 0)).toBe(summary.cases);
  });

  it('gives no wait over calls and written cases together, but those of each channel', () => {
    const service = part(html, 'service');
    const [head = [], ...rows] = tableRows(service);
    const wait = head.indexOf('Speed of answer');
    const waitOf = (title: string) => rows.find(([name]) => name === title)?.[wait];
    expect(waitOf(summary.total.title)).toBe('–');
    for (const { title } of summary.segments) expect(waitOf(title)).toBe('–');
    for (const { answered, title } of summary.channels) if (answered > 0) expect(waitOf(title)).toMatch(/\d/);
    expect(service).toContain('waits are by channel');
  });

  it('shows the targets as blocks on a narrow screen, each cell with the head of its column', () => {
    const targets = /<section id="targets".*?<\/section>/s.exec(html)?.[0] ?? '';
    const [table = ''] = /<table.*?<\/table>/s.exec(targets) ?? [];
    expect(table).toMatch(/^<table class="folding" role="table">/);
    const heads = [...table.matchAll(/<th scope="col"[^>]*>([^<]+)/g)].map(([, head]) => head);
    const [row = ''] = /<tbody.*?<\/tr>/s.exec(table) ?? [];
    expect([...row.matchAll(/<td role="cell" data-head="([^"]+)"/g)].map(([, head]) => head)).toEqual(
      heads.slice(1),
    );
    expect(html).toContain('.folding td::before{content:attr(data-head)');
  });

  it('marks a service level that misses its target', () => {
    const cells = summary.cells.map((cell) => ({ ...cell, serviceLevel: 0.5 }));
    const page = report({ ...input, summary: { ...summary, cells } });
    expect(part(page, 'service').match(/▼ 80\.0 %/g)).toHaveLength(cells.length);
  });

  it('draws the promised boundary, and below it what lay outside in any week', () => {
    const swap = (country: string, allowed: readonly boolean[]) =>
      ({
        promise: 'eea',
        country,
        dimension: 'storage',
        allowed,
        meanByWeek: [5, 5, 5, 5],
        peak: 9,
      }) as const;
    const copies = [swap('IE', [true, true, true, true]), swap('GB', [true, true, false, false])];
    const page = report({ ...input, summary: { ...summary, copies } });
    const drawing = part(page, 'copies-by-country').match(/<svg .*?<\/svg>/gs)?.[1] ?? '';
    const [inside = '', outside = ''] = drawing.split('class="boundary"');
    expect(inside).toContain('>Ireland</text>');
    expect(outside).toContain('>United Kingdom');
    expect(outside.match(/class="inside"/g)).toHaveLength(2);
    expect(outside.match(/class="outside"/g)).toHaveLength(2);
    expect(drawing).toContain('Outside: United Kingdom');
    expect(part(html, 'copies-by-country')).toContain('Nothing lay outside the boundary.');
  });

  it('escapes hostile names wherever they appear', () => {
    const hostile = `<script>alert("1")</script>&'\u0007\u202e`;
    const named = <Item extends { title: string }>(items: readonly Item[]) =>
      items.map((item) => ({ ...item, title: hostile }));
    const plain = worldScenario();
    const scenarioOfNames = {
      ...plain,
      name: hostile,
      title: hostile,
      centres: named(plain.centres),
      promises: named(plain.promises),
      segments: named(plain.segments).map((segment) => ({ ...segment, id: `${hostile}${segment.id}` })),
    };
    const attacked = plausibleResult({ cases: 300, scenario: scenarioOfNames, seed: hostile });
    const violated = violatedAudit(scenarioOfNames);
    const invariants = violated.invariants.map((invariant) => ({
      ...invariant,
      sentence: hostile,
      title: hostile,
    }));
    const page = report({
      ...attacked,
      audit: { ...violated, invariants },
      ledgerRoot: hostile,
      stories: { R1: [hostile] },
    });
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(50);
    expect(page).not.toContain('<script');
    expect(page).not.toContain('alert("');
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('renders a run of half a day in which nothing happened, without audit or ledger', () => {
    const quiet = worldScenario({ horizonMs: 12 * 3_600_000 });
    const empty = plausibleResult({ cases: 0, scenario: quiet });
    const page = report({ ...empty, audit: null, ledgerRoot: null });
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
    expect(page).toContain('No case was handed over.');
    expect(page).toContain('the run was not audited');
    expect(page).toContain('no ledger');
    const hours = tableRows(part(page, 'follow-the-sun'));
    expect(hours[1]?.[1]).not.toBe('not in the run');
    expect(hours[13]?.[1]).toBe('not in the run');
  });

  it('lists near misses, if the audit looked for them', () => {
    expect(html).not.toContain('near miss');
    const miss = { caseNumber: 7, timeMs: 3_600_000, margin: 0, message: 'only <one> was left' };
    const nearMisses = [
      { id: 'R10', definition: 'One is left', looked: 9000, near: 41, closest: [{ ...miss, alike: 41 }] },
      { id: 'R12', definition: 'A consent ends', looked: 0, near: 0, closest: [] },
    ];
    const page = report({ ...input, nearMisses });
    const [, heading = '', section = ''] =
      /<section><h2>([^<]*near misses)<\/h2>(.*?)<\/section>/s.exec(page) ?? [];
    expect(heading).toBe('41 near misses');
    expect(tableRows(section)).toEqual([
      ['Id', 'What counts as one', 'Looked at', 'Near'],
      ['R10', 'One is left', '9,000', '41'],
      ['', expect.stringMatching(/UTC, case 7: only &lt;one&gt; was left \(and 40 like it\)$/)],
      ['Id', 'What counts as one', 'Looked at', 'Near'],
      ['R12', 'A consent ends', '0', '–'],
    ]);
    expect(section).toMatch(
      /<summary>What else was looked for: 0 acts by 1 rule, none of them near<\/summary>/,
    );
  });

  it('draws the week of each centre in UTC and, moved by its offset, in local time', () => {
    const sun = part(html, 'follow-the-sun');
    const [utc = '', local = ''] = [...sun.matchAll(/<svg .*?<\/svg>/gs)].map(([drawing]) => drawing);
    expect(utc).toMatch(/^<svg class="by-utc"/);
    expect(local).toMatch(/^<svg class="by-local"/);
    const rows = [...utc.matchAll(/id="(sun-row-\d+)"/g)].map(([, id]) => id);
    expect(rows).toHaveLength(scenario.centres.length);
    for (const id of rows) expect([...local.matchAll(new RegExp(`href="#${id}"`, 'g'))]).toHaveLength(2);
    // A day is 120 wide: at +05:30 a row begins 27.5 later.
    expect(local).toMatch(/UTC\+5:30.*?<use href="#sun-row-\d+" x="27.5"><\/use><use [^>]*x="-812.5">/s);
  });

  it('tells agents and occupancy where a bar of the week is pointed at, in both clocks', () => {
    const row = summary.centres.find(({ id }) => id === 'bangalore') ?? summary.centres[0];
    const { title = '' } = row ?? {};
    const utc = /<svg class="by-utc".*?<\/svg>/s.exec(part(html, 'follow-the-sun'))?.[0] ?? '';
    const drawn = utc.slice(utc.indexOf(`>${title}<`));
    const told =
      /<title>(\w+ [\d:]+) UTC \((\w+ [\d:]+) local\), \d+ hours?: ([\d.]+) on duty, occupancy ([\d.]+ %)/.exec(
        drawn,
      );
    const hour = row?.onDutyByHour.findIndex((agents) => agents > 0) ?? -1;
    expect(told?.[1]).toBe(formatHourOfWeek(hour));
    expect(Number(told?.[3])).toBeCloseTo(row?.onDutyByHour[hour] ?? 0, 1);
    const zone = scenario.centres.find(({ id }) => id === row?.id)?.timeZone ?? '';
    const minutes = localClockOf(scenario, zone).offsetAt(scenario.startEpochMs) / 60_000;
    expect(told?.[2]).toBe(formatMinuteOfWeek(hour * 60 + minutes));
  });

  it('draws the acceptable wait of every channel, side by side where it is the same', () => {
    const same = scenario.serviceLevels.map((level) => ({ ...level, withinMs: 60_000 }));
    const page = report({ ...input, scenario: { ...scenario, serviceLevels: same } });
    const [drawing = ''] = part(page, 'waiting-times').match(/<svg .*?<\/svg>/s) ?? [];
    const places = [...drawing.matchAll(/class="dashed" d="M([\d.]+) /g)].map(([, x]) => Number(x));
    expect(places).toHaveLength(new Set(same.map(({ channel }) => channel)).size);
    expect(places.length).toBeGreaterThan(1);
    const sorted = [...places].sort((left, right) => left - right);
    sorted.slice(1).forEach((x, i) => {
      // A line is 1.2 wide.
      expect(x - (sorted[i] ?? 0)).toBeGreaterThan(2);
    });
  });

  it('makes the chart of a year no larger than that of some weeks', () => {
    const hours = Array.from({ length: 365 * 24 }, (_, hour) => hour % 97);
    const { hourly } = summary;
    const year = {
      ...summary,
      horizonHours: hours.length,
      hourly: {
        ...hourly,
        arrived: hours,
        answered: hours,
        answeredInTime: hours,
        abandoned: hours,
        waiting: hourly.waiting.map(() => hours),
      },
    };
    const page = report({ ...input, summary: year });
    const drawing = part(page, 'queue-and-service').match(/<svg .*?<\/svg>/s)?.[0] ?? '';
    expect(drawing.length).toBeLessThan(200_000);
  });
});
