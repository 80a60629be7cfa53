import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { importLog, readInput, today as restOfToday } from '../../../src/index.ts';
import { ROOT, successOf } from '../../running.ts';
import { parseFile, scenarioOf } from '../../scenario/parsing.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const at = (...names: readonly string[]) => join(folder, ...names);
const base = at('scenarios', 'first-steps');
const FIRST = Date.UTC(2014, 10, 3);
const DAY = 86_400_000;
const MINUTE = 60_000;
/** Cases an hour from 8 to 18 o'clock, on each of three weeks of days; more on Mondays. */
const usual = (day: number) => (day % 7 === 0 ? 6 : 4);

/** Counts of 21 days, and of the morning of the next Monday, which has twice as many cases. */
function countsText(): string {
  const rows = Array.from({ length: 22 }, (_, day) =>
    Array.from({ length: day === 21 ? 4 : 10 }, (__, k) => {
      const date = new Date(FIRST + day * DAY).toISOString().slice(0, 10);
      return `${date},${String(8 + k).padStart(2, '0')}:00,premier-de,phone,${day === 21 ? 12 : usual(day)}`;
    }),
  ).flat();
  return ['date,time,segment,channel,cases', ...rows, ''].join('\n');
}

/** The same as tickets: all are answered after ten seconds, but on the Monday some wait longer, one gives up and three are still waiting. */
function ticketsText(): string {
  const rows: string[] = [];
  const add = (id: string, ms: number, activity: string) =>
    rows.push(`${id},${new Date(ms).toISOString()},${activity},premier-de,phone,B,DE,de,azure`);
  const ticket = (id: string, openedMs: number, waitMs: number) => {
    add(id, openedMs, 'queued');
    add(id, openedMs + waitMs, 'working');
    add(id, openedMs + waitMs + 5 * MINUTE, 'closed');
  };
  for (let day = 0; day < 21; day++)
    for (let hour = 8; hour < 18; hour++)
      for (let k = 0; k < usual(day); k++)
        ticket(`${day}-${hour}-${k}`, FIRST + day * DAY + hour * 60 * MINUTE + k * 9 * MINUTE, 10_000);
  const monday = FIRST + 21 * DAY + 9 * 60 * MINUTE;
  for (let k = 0; k < 8; k++) ticket(`in-time-${k}`, monday + k * MINUTE, 10_000);
  for (let k = 0; k < 4; k++) ticket(`late-${k}`, monday + k * MINUTE, 30 * MINUTE);
  add('gone', monday, 'queued');
  add('gone', monday + 20 * MINUTE, 'abandoned');
  for (let k = 0; k < 3; k++) add(`open-${k}`, monday + 179 * MINUTE, 'queued');
  // Nobody knows of it at noon.
  ticket('later', monday + 4 * 60 * MINUTE, 10_000);
  return ['case,time,activity,segment,channel,severity,country,language,product', ...rows, ''].join('\n');
}

const names = [
  'case',
  'time',
  'activity',
  'segment',
  'channel',
  'severity',
  'country',
  'language',
  'product',
];

beforeAll(() => {
  cpSync(join(ROOT, 'scenarios/first-steps'), base, { recursive: true });
  writeFileSync(at('counts.csv'), countsText());
  writeFileSync(at('tickets.csv'), ticketsText());
  const columns = names.map((name) => `  ${name}: ${name}`).join('\n');
  writeFileSync(at('mapping.yaml'), `meridian-mapping: 1\ncolumns:\n${columns}\n`);
  const imported = meridian('import', at('tickets.csv'), '--map', at('mapping.yaml'), '--out', at('log'));
  expect(imported.code).toBe(0);
});

const phone = 'service level/premier-de/phone/B';
const today = (log: string, ...more: readonly string[]) =>
  meridian('today', at(log), '--scenario', base, '--replications', '20', ...more);

describe('meridian today', () => {
  it('expects more of a table of counts after a busy morning, and writes the rest of the day as a scenario', () => {
    const out = at('scenarios', 'of-counts');
    const { code, err, out: printed } = today('counts.csv', '--out', out, '--json');
    expect([code, err]).toEqual([0, '']);
    const page = JSON.parse(printed);
    expect([page.at, page.rest.soFar, Math.round(page.rest.usual)]).toEqual(['2014-11-24 12:00', 48, 24]);
    expect(page.rest.factor).toBeGreaterThan(1);
    expect(page.rest.low).toBeLessThan(page.rest.cases);
    const target = page.targets.find(({ id }: { id: string }) => id === phone);
    expect([target.soFar, page.backlog]).toEqual([null, null]);
    expect(target.chance).toBeGreaterThanOrEqual(0);
    expect(page.moves.best.length).toBeLessThanOrEqual(3);
    expect(readdirSync(out).sort()).toEqual(['scenario.yaml', 'today.html', 'today.json']);
    const { scenario } = scenarioOf(parseFile(join(out, 'scenario.yaml')));
    expect(new Date(scenario.startEpochMs).toISOString()).toBe('2014-11-24T00:00:00.000Z');
    expect(JSON.parse(readFileSync(join(out, 'today.json'), 'utf8'))).toEqual(page);
  }, 240_000);

  it('adds what a case log tells of the morning to the runs of the rest, and sees nothing later', () => {
    const noon = ['--at', '2014-11-24T12:00:00Z'];
    const { code, err, out: printed } = today('log', ...noon, '--out', at('scenarios', 'of-log'), '--json');
    expect([code, err]).toEqual([0, '']);
    const page = JSON.parse(printed);
    const target = page.targets.find(({ id }: { id: string }) => id === phone);
    expect(target.soFar).toEqual({ inTime: 8, judged: 13 });
    expect([page.rest.soFar, page.backlog]).toEqual([16, 3]);
    // Five of the day's cases are lost for the target already.
    expect(target.byEnd.high).toBeLessThan(1);
    expect(target.byEnd.mean).toBeGreaterThan(8 / 13);
    const again = today('log', ...noon, '--out', at('scenarios', 'again'), '--json');
    expect(JSON.parse(again.out)).toEqual(page);
  }, 240_000);

  it('names at most three moves that clearly help a desk with too few people, all within the rest of the day', () => {
    const thin = at('scenarios', 'thin');
    mkdirSync(thin);
    const shifts = '{ early: { agents: 1, breaks: [{ from: "12:30", to: "13:00" }] }, late: { agents: 1 } }';
    const text = `meridian: 1\nextends: ../first-steps\nname: thin\ncentres: { dublin: { groups: { first-line: { shifts: ${shifts} } } } }\n`;
    writeFileSync(join(thin, 'scenario.yaml'), text);
    const of = ['today', at('counts.csv'), '--scenario', thin, '--replications', '20', '--json'];
    const { code, out: printed } = meridian(...of, '--out', at('scenarios', 'of-thin'));
    expect(code).toBe(0);
    const { best, for: title, tried } = JSON.parse(printed).moves;
    expect(title).toBe('Service level, Premier customers in Germany (phone)');
    expect(tried).toBeGreaterThanOrEqual(best.length);
    expect([1, 2, 3]).toContain(best.length);
    expect(best[0].text).toMatch(/^Dublin, First line: \d more agents? from 12:00 to 19:00$/);
    for (const { gain, kind, text: move } of best) {
      expect(['temporary shift', 'longer shift', 'moved break', 'looser rule', 'overflow order']).toContain(
        kind,
      );
      expect([gain.mean - gain.halfWidth > 0, move.length > 0]).toEqual([true, true]);
    }
  }, 240_000);

  it('tells the answer first', () => {
    const { code, out: printed } = today('counts.csv', '--out', at('scenarios', 'told'));
    expect(code).toBe(0);
    const text = printed.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(
      /^From 12:00 on, \d+ cases are expected \(95 %: \d+ to \d+\), \d+ % more than usual: 48 came before, and 24 were expected\./,
    );
    expect(text).toMatch(/In most danger: .*the chance of \d+\.0 % is \d+ %\./);
    expect(text).toMatch(/Such intervals held on \d+ of 11 earlier days at this time/);
  }, 240_000);

  it('says the same as the function of the library, for counts and for cases', async () => {
    const noon = '2014-11-24T12:00:00Z';
    const desk = successOf(readInput(base));
    const mapping = readFileSync(at('mapping.yaml'), 'utf8');
    const imported = successOf(await importLog(readFileSync(at('tickets.csv')), mapping));
    for (const [log, given] of [
      ['counts.csv', readFileSync(at('counts.csv'))],
      ['log', imported],
    ] as const) {
      const { out } = today(log, '--at', noon, '--out', at('scenarios', 'as-function'), '--json');
      const { 'meridian-today': _, ...command } = JSON.parse(out);
      const page = successOf(await restOfToday(given, desk, { at: noon, replications: 20 }));
      expect(JSON.parse(JSON.stringify({ ...page, log: command.log }))).toEqual(command);
    }
    const counts = readFileSync(at('counts.csv'));
    expect(await restOfToday(counts, desk, { replications: 5 })).toMatchObject({
      problem: ['replications: 5 is not a whole number from 20 to 100000'],
    });
    expect(await restOfToday(counts, desk, { at: 'noon' })).toMatchObject({
      problem: [expect.stringContaining('at noon is no date')],
    });
    const signal = AbortSignal.abort();
    expect(await restOfToday(counts, desk, { at: noon, replications: 20, signal })).toEqual({
      ok: false,
      problem: ['the signal was aborted'],
    });
  }, 240_000);

  it.each([
    ['counts.csv', ['--at', 'noon'], '--at noon is no date'],
    ['counts.csv', ['--replications', '5'], '--replications 5 is not a whole number from 20'],
    ['counts.csv', ['--at', '2014-11-08T12:00:00Z'], 'name a longer log, of two whole weeks before the day'],
    ['log', ['--at', '2015-11-08T12:00:00Z'], 'name an instant between them'],
  ])('refuses %s with %j', (log, wrong, remedy) => {
    const { code, err, out: printed } = today(log, '--out', at('scenarios', 'none'), ...wrong);
    expect([code, printed]).toEqual([2, '']);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(remedy);
  });
});
