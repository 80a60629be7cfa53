import { describe, expect, it } from 'vitest';
import { DAY_MS, openStream } from '#base';
import { calibrate, readStories, writeScenario } from '#calibration';
import { parseScenario } from '#scenario';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { DEFAULTS } from './defaults.ts';

/** Logs that make no sense: any activity may follow any other, and names are as people type them. */

const FROM = Date.parse('2024-03-04T00:00:00Z');
const DAYS = 12;
const ACTIVITIES = [
  'New',
  'Active',
  'On Hold',
  'Awaiting Vendor',
  'Resolved',
  'Closed',
  'Cancelled',
  'left the queue',
  'note',
  '',
];
const WORDS = {
  tier: ['1', '2', '3', ''],
  team: ['Desk', 'Äxperts: "A"', 'a#1 {x}', ''],
  who: ['ann', 'Bób', '#3', ''],
  site: ['Cork', 'New "York": 1', ''],
  seg: ['Gold, plus', 'silver', '--', ''],
  prod: ['42', 'null', 'true', 'A: b', ''],
  country: ['DE', 'US', ''],
  channel: ['phone', 'e-mail', 'web', ''],
} as const;
const MAPPING =
  'columns: {case: id, time: at, activity: state, tier: tier, group: team, agent: who, centre: site, segment: seg, product: prod, country: country, channel: channel}';

function oddLog(number: number): string {
  const stream = openStream('odd logs', number, 'log');
  const pick = <Word>(words: readonly Word[]) => words[Math.floor(stream.uniform() * words.length)] as Word;
  // In each log some columns have one value only, and some activities never happen.
  const columns = Object.values(WORDS).map((words) =>
    stream.uniform() < 0.4 ? [pick<string>(words)] : words,
  );
  const activities = ACTIVITIES.filter(() => stream.uniform() < 0.7);
  const rows = ['id,at,state,tier,team,who,site,seg,prod,country,channel'];
  const count = 60 + Math.floor(stream.uniform() * 200);
  for (let id = 0; id < count; id++) {
    let atMs = FROM + stream.uniform() * DAYS * DAY_MS;
    const cells = () => columns.map((words) => `"${pick<string>(words).replaceAll('"', '""')}"`).join(',');
    rows.push(`${id},${new Date(atMs).toISOString()},New,${cells()}`);
    for (let k = Math.floor(stream.uniform() * 7); k > 0; k--) {
      atMs += stream.uniform() < 0.2 ? 0 : -Math.log(stream.uniform()) * DAY_MS * stream.uniform() ** 4;
      rows.push(
        `${id},${new Date(atMs).toISOString()},${activities.length === 0 ? '' : pick(activities)},${cells()}`,
      );
    }
  }
  return rows.join('\n');
}

describe('a log that makes no sense', () => {
  it('still gives a valid scenario, and figures that lie within their intervals', () => {
    for (let number = 0; number < 40; number++) {
      const { log } = importCsv(oddLog(number), MAPPING);
      const span = { fromMs: FROM, untilMs: FROM + DAYS * DAY_MS };
      const calibration = calibrate(readStories(casesOf({ log }), span), {
        ...span,
        log: 'odd.csv',
        timeZone: 'Europe/Dublin',
        zones: new Map([['US', 'America/New_York']]),
        defaults: DEFAULTS,
      });
      const named = { name: 'odd', title: 'Odd', start: '2024-03-18T00:00:00Z', horizon: '1 week' };
      const { figures, text } = writeScenario(calibration, named, null);
      const parsed = parseScenario({
        path: 'scenarios/odd/scenario.yaml',
        text,
        readFile: () => ({ ok: false, problem: 'none' }),
      });
      const problems = parsed.ok
        ? []
        : parsed.problem.map(({ line, message }) => `${line}: ${message} ${text.split('\n')[line - 1]}`);
      expect(problems, `log ${number}`).toEqual([]);
      for (const { high, key, low, value } of figures) {
        expect(Number.isFinite(value), `log ${number}: ${key}`).toBe(true);
        expect(low, `log ${number}: ${key}`).toBeLessThanOrEqual(value + 1e-9);
        expect(high, `log ${number}: ${key}`).toBeGreaterThanOrEqual(value - 1e-9);
      }
    }
  });
});
