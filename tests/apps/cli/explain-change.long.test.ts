import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExplainedChange } from '#report';
import { contentsOf, meridian, newFolder } from './cli.ts';

const folder = newFolder();
const CENTRES = 'scenarios/three-centres';
const BUSIER = `${CENTRES}/busier.yaml`;
const SHORT = ['--until', '4 days', '--replications', '6'];
const CALLS = ['--measures', 'service level/germany/phone'];
const out = join(folder, 'change');

describe('meridian explain-change', () => {
  let text = '';
  let change: ExplainedChange;
  beforeAll(() => {
    const made = meridian('explain-change', CENTRES, BUSIER, ...SHORT, ...CALLS, '--out', out);
    expect(made).toMatchObject({ code: 0, err: '' });
    text = made.out.replaceAll(/\s+/g, ' ');
    change = JSON.parse(readFileSync(join(out, 'change.json'), 'utf8')) as ExplainedChange;
  });

  it('says first which way the figure moved, what accounts for it, and what wins it back', () => {
    expect(text).toMatch(
      /^Service level, Germany \(phone\) falls by [\d.]+ ± [\d.]+ percentage points, from [\d.]+ % to [\d.]+ %\. It falls because of .*staff and calendar \([\d.]+ ± [\d.]+ percentage points\)/,
    );
    expect(text).toMatch(
      /Best of \d+ actions: Dublin, First line, .* It raises service level, Germany \(phone\) by/,
    );
  });

  it('names the differences of each part, in the words of the files', () => {
    expect(change.steps.map(({ title }) => title)).toEqual([
      ...['volume', 'mix of cases', 'handle time', 'staff and calendar', 'outages'],
    ]);
    expect(change.steps[3]?.changes).toEqual(['Dublin, First line, night shift, agents: 1 (was 2)']);
  });

  it('gives parts that add up to the change, and ranks actions by effect per cost', () => {
    const [main] = change.measures;
    const sum = (main?.parts ?? []).reduce((total, { mean }) => total + mean, 0);
    expect(sum).toBeCloseTo(main?.change?.mean ?? Number.NaN, 9);
    expect((main?.after?.mean ?? 0) - (main?.before?.mean ?? 0)).toBeCloseTo(sum, 9);
    const helpful = (change.recovery?.tried ?? []).filter(
      ({ cost, gain, isHelpful, others }) =>
        // Those that worsen another measure, and those that gain less than a point, come after the others.
        isHelpful &&
        cost.hours > 0 &&
        (gain?.mean ?? 0) >= 0.01 &&
        others.every(({ side }) => side !== 'worse'),
    );
    const worth = helpful.map(({ cost, gain }) => (gain?.mean ?? 0) / (cost.wages?.amount ?? 0));
    expect(worth.length).toBeGreaterThan(0);
    expect(worth).toEqual(worth.toSorted((one, other) => other - one));
  });

  it('tries nothing that touches a promise, or that a promise makes useless', () => {
    const texts = (change.recovery?.tried ?? []).map((action) => action.text);
    expect(texts.filter((one) => /promise|placement|zone/i.test(one))).toEqual([]);
    // People in Bangalore and Denver may not see the cases of customers in Germany, whatever they learn.
    expect(texts.filter((one) => !one.startsWith('Dublin'))).toEqual(
      texts.filter((one) => one.startsWith('Routing')),
    );
  });

  it('leaves a page and a table', () => {
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['change.csv', 'change.html', 'change.json']));
    const [head, before, volume] = readFileSync(join(out, 'change.csv'), 'utf8').split('\r\n');
    expect(head).toBe('measure,unit,part,replications,mean,half_width,low,high');
    expect(before).toMatch(/^service level\/germany\/phone,share,before,6,0\.\d+,/);
    expect(volume).toMatch(/^service level\/germany\/phone,share,volume,6,-?0\.\d+,/);
    expect(readFileSync(join(out, 'change.html'), 'utf8')).toContain('What would win it back');
  });

  it('gives the same bytes with one thread', () => {
    const again = join(folder, 'again');
    const made = meridian(
      'explain-change',
      CENTRES,
      BUSIER,
      ...SHORT,
      ...CALLS,
      '--threads',
      '1',
      '--out',
      again,
    );
    expect(made.code).toBe(0);
    expect(contentsOf(again)).toEqual(contentsOf(out));
  });

  it('counts the parts that are not named as one, and replaces an earlier result', () => {
    const args = ['explain-change', CENTRES, BUSIER, '--parts', 'staff,outages', ...SHORT, ...CALLS];
    const place = join(folder, 'parts');
    const first = meridian(...args, '--no-actions', '--quiet', '--out', place);
    expect(first).toEqual({ code: 0, out: '', err: '' });
    const made = meridian(...args, '--no-actions', '--json', '--out', place);
    expect(made.code).toBe(0);
    const { change: told } = JSON.parse(made.out) as { change: ExplainedChange };
    expect(told.steps.map(({ title }) => title)).toEqual([
      ...['staff and calendar', 'outages', 'volume with mix of cases with handle time'],
    ]);
    expect(told.recovery).toBe(null);
  });

  it.each([
    [['--parts', 'staff,promise'], 'error  --parts promise: the scenarios do not differ in that'],
    [['--measures', 'happiness'], 'error  there is no measure happiness'],
    [['--replications', '0'], 'error  --replications 0 is not a whole number'],
  ])('refuses %s', (options, message) => {
    const place = join(folder, 'refused');
    const made = meridian('explain-change', CENTRES, BUSIER, ...options, '--out', place);
    expect(made).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
    expect(readdirSync(folder)).not.toContain('refused');
  });

  it('refuses scenarios that do not differ', () => {
    const made = meridian('explain-change', CENTRES, CENTRES, '--out', join(folder, 'same'));
    expect(made).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'three-centres and three-centres differ in nothing that a figure depends on',
      ),
    });
  });
});
