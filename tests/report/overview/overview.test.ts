import { describe, expect, it } from 'vitest';
import { definite, HOUR_MS, sumOf } from '#base';
import { openLedger } from '#ledger';
import { lateKeyOfTarget, targetVerdicts } from '#planning';
import { overviewOf } from '#report';
import { lateAnswersIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { fragment } from '../../../src/report/document/markup.ts';
import { withBoldNumbers } from '../../../src/report/overview/overview.ts';
import { cleanAudit, violatedAudit } from '../../generators/summary.ts';
import { loadScenario, runInMemory, sha256, successOf } from '../../running.ts';
import { plainSpaces } from '../plain-spaces.ts';

const scenario = loadScenario('three-centres');
const { ledger, summary } = runInMemory(scenario);
const late = lateAnswersIn(successOf(openLedger(ledger, sha256)), scenario);
const audit = cleanAudit(scenario);
const input = { summary, scenario, audit, late };
const overview = overviewOf(input);
const targets = targetVerdicts(summary, scenario);
const [worst] = targets;

/** Text without elements. */
const words = (markup: string) => plainSpaces(markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));

describe('overviewOf', () => {
  it('counts targets as the verdicts of the run do', () => {
    const count = (state: string) => targets.filter((one) => one.state === state).length;
    const unsure = targets.length - count('met') - count('missed');
    expect(overview.targets).toEqual({
      state: 'bad',
      text: `${count('missed')} missed, ${unsure} unsure of ${targets.length} targets`,
    });
    expect(overview.promises).toEqual({ state: 'good', text: 'Promises kept' });
    expect(overviewOf({ ...input, audit: violatedAudit(scenario) }).promises.text).toBe('Promises broken');
    expect(overviewOf({ ...input, audit: null }).promises).toEqual({ state: 'unsure', text: 'Not audited' });
  });

  it('begins with the worst target, its share and its promise', () => {
    const { share, wanted } = definite(worst, 'there is one');
    const text = words(overview.answer);
    expect(text).toContain('Calls from Germany miss their target:');
    expect(text).toContain(`${(share * 100).toFixed(1)} %`);
    expect(text).toContain(`${(wanted * 100).toFixed(1)} % is promised`);
    expect(overview.proposal?.change).toMatch(/^one more agent in Dublin/);
    expect(overview.proposal?.canBeTried).toBe(true);
  });

  it('names an event of the first hours beside the axis, inside of the drawing', () => {
    const hours = { fromMs: 8 * HOUR_MS, toMs: 12 * HOUR_MS };
    const event = { kind: 'outage', of: ['data centre Frankfurt'], timeZone: 'UTC', ...hours } as const;
    const nothing = { comparedWith: 9, apart: 'days', heldUp: 0, hits: [] } as const;
    const { answer } = overviewOf({ ...input, events: [{ event, ...hours, ...nothing }] });
    const names = [...answer.matchAll(/<text x="([\d.]+)"[^>]*event-name[^>]*>([^<]*)</g)];
    expect(names.map(([, , name]) => name)).toEqual(Array(2).fill('data centre Frankfurt down'));
    for (const [, middle, name = ''] of names)
      expect(Number(middle) - name.length * 3.2).toBeGreaterThanOrEqual(40);
  });

  it('names each event beside its own band, not across the next one', () => {
    const eventAt = (fromHour: number, of: string) => {
      const hours = { fromMs: fromHour * HOUR_MS, toMs: (fromHour + 2) * HOUR_MS };
      const event = { kind: 'outage', of: [of], timeZone: 'UTC', ...hours } as const;
      return { event, ...hours, comparedWith: 9, apart: 'days', heldUp: 0, hits: [] } as const;
    };
    const events = [eventAt(170, 'data centre San Antonio'), eventAt(200, 'data centre San Antonio')];
    const { answer } = overviewOf({ ...input, events });
    const [wide = ''] = answer.split('promise-narrow-title');
    const edges = [...wide.matchAll(/class="event-edge" d="M([\d.]+)/g)].map(([, x]) => Number(x));
    const spans = [...wide.matchAll(/<text x="([\d.]+)"[^>]*event-name[^>]*>([^<]*)</g)].map(
      ([, x, name = '']) => [Number(x) - name.length * 3.2, Number(x) + name.length * 3.2],
    );
    expect(edges).toHaveLength(4);
    expect(spans).toHaveLength(2);
    const crossed = spans.map(
      ([begin = 0, end = 0]) => edges.filter((x) => x > begin + 1 && x < end - 1).length,
    );
    expect(crossed.every((count) => count <= 2)).toBe(true);
    expect(spans[0]?.[1]).toBeLessThan(edges[2] ?? 0);
    expect(spans[1]?.[0]).toBeGreaterThan(spans[0]?.[1] ?? 0);
  });

  it('names the hours with most in each row of late answers', () => {
    const rows = overview.lateHours.split('class="late-row"').slice(1);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const counts = [...row.matchAll(/<span class="h\d">([\d,]*)</g)].map(([, count]) => count);
      expect(counts).toHaveLength(24);
      expect(counts.filter((count) => count !== '').length).toBeGreaterThanOrEqual(1);
    }
  });

  it('draws what is missing below the line for each stretch that is worse, and gives the same numbers as a table', () => {
    const { measure, wanted } = definite(worst, 'there is one');
    const row = definite(
      summary.judgedOverTime?.rows.find(({ id }) => id === measure),
      'it is counted',
    );
    const behind = row.judged.filter((judged, i) => judged > 0 && (row.met[i] ?? 0) / judged < wanted).length;
    const gaps = [...overview.answer.matchAll(/class="gap" d="([^"]*)"/g)].map(([, path = '']) => path);
    // A wide drawing, and one for phones.
    expect(gaps.map((path) => path.split('z').length - 1)).toEqual([behind, behind]);
    expect(words(overview.tables)).toContain(`${row.judged[0]}`);
  });

  it('counts late answers by hour so that they add up to those of the ledger', () => {
    const ofGermany = targets.filter(({ id, segment }) => id === null && segment.id === 'germany');
    const all = sumOf(ofGermany.map((target) => late.get(lateKeyOfTarget(target))?.lateCount ?? 0));
    expect(all).toBeGreaterThan(100);
    const row = /Germany<\/b>.*?class="late-sum"><b>([\d,]+)<\/b>/s.exec(overview.lateHours)?.[1];
    expect(row).toBe(all.toLocaleString('en-GB'));
    const ofTable = /<th scope="row"[^>]*>Germany.*?<\/tr>/s.exec(overview.tables)?.[0] ?? '';
    const cells = [...ofTable.matchAll(/<td[^>]*>([\d,]+)/g)].map(([, cell = '']) =>
      Number(cell.replace(/,/g, '')),
    );
    expect(cells).toHaveLength(26);
    expect(sumOf(cells.slice(2))).toBe(cells[0]);
  });

  it('says how a run differs from the one before', () => {
    const before = { title: 'Before', summary, targets };
    expect(overviewOf({ ...input, before }).since?.text).toMatch(/^As before: \d+ missed/);
    expect(words(overviewOf({ ...input, before }).tiles)).toContain('as before');
    const better = targets.map((one) => ({ ...one, state: 'met' as const }));
    expect(overviewOf({ ...input, before: { ...before, targets: better } }).since?.text).toMatch(
      /^\d+ more missed, \d+ unsure instead of 0$/,
    );
    const cheaper = { ...summary, total: { ...summary.total, abandonmentShare: 0 } };
    const { tiles } = overviewOf({ ...input, before: { ...before, summary: cheaper } });
    expect(words(tiles)).toMatch(/Gave up [\d.]+ % ↑ [\d.]+ points/);
    expect(tiles).toContain('class="change bad"');
  });

  it('has sentences of its own where nothing is promised, where there are no figures, and for an early end', () => {
    const free = { ...scenario, serviceLevels: [], targets: [] };
    const { judgedOverTime: _, ...rest } = summary;
    const none = overviewOf({ ...input, summary: { ...rest, targets: [] }, scenario: free, late: new Map() });
    expect(words(none.answer)).toContain('This scenario promises no service level: nothing was judged.');
    expect(none.targets.text).toBe('No targets');
    const dropped = overviewOf({ ...input, summary: null });
    expect(words(dropped.answer)).toContain('without figures of service');
    expect(dropped.promises.text).toBe('Promises kept');
    const overload = { shortestByWeek: [1, 5], waiting: 700, endedAfterHours: 40 };
    const ended = overviewOf({ ...input, summary: { ...summary, overload } });
    expect(words(ended.answer)).toContain('the run was ended after 40 hours');
  });

  it('sets numbers with their units in bold, and no full stop', () => {
    const { markup } = fragment(
      withBoldNumbers('89 % of 1,721 calls came 23:00 to 08:00, after 4 h. Of 28.'),
    );
    expect(plainSpaces(markup)).toBe(
      '<b>89 %</b> of <b>1,721</b> calls came <b>23:00 to 08:00</b>, after <b>4 h</b>. Of <b>28</b>.',
    );
  });
});
