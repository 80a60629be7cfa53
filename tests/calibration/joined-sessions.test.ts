import { describe, expect, it } from 'vitest';
import { calibrate, readSessions, readStories } from '#calibration';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { successOf } from '../running.ts';
import { DEFAULTS } from './defaults.ts';

const PLACE = { file: 'bots.csv', timeZone: 'Europe/Berlin' };
const HEAD = 'case,start,end,outcome,product,channel';

/** The problems of a log of sessions, as its author reads them. */
function problemsOf(text: string): readonly string[] {
  const read = readSessions(text, PLACE);
  if (read.ok) return [];
  return read.problem.map(
    ({ code, column, file, line, message, remedy, value }) =>
      `${code} ${file}:${line}:${column} [${value}] ${message} | ${remedy}`,
  );
}

describe('a log of sessions', () => {
  it('names everything that is wrong at once, with its place, value and remedy', () => {
    const rows = [
      'A1,2025-01-06 09:00:00,2025-01-06 09:04:00,contained,mail,web',
      'A2,2025-01-06 09:10:00,2025-01-06 09:04:00,contained,mail,web',
      'A3,2025-01-06 09:10:00,2025-01-06 09:14:00,solved,mail,web',
      'A1,2025-01-06 10:10:00,2025-01-06 10:14:00,handed over,mail,web',
      'A4,2025-01-06 10:10:00,soon,handed-over,mail,chatt',
      ',2025-01-06 10:10:00,2025-01-06 10:12:00,left,mail,phone',
      'A5,2025-03-30 02:30:00,2025-03-30 03:10:00,Left,mail,phone',
    ];
    expect(problemsOf(`${HEAD}\n${rows.join('\n')}\n`)).toEqual([
      'ends-before-it-begins bots.csv:3:24 [2025-01-06 09:04:00] the session ends before it begins | correct it',
      "unknown-word bots.csv:4:44 [solved] 'solved' is no outcome of a session | use one of: contained, handed over, left",
      'duplicate-entry bots.csv:5:1 [A1] line 2 has the same case | keep one session of a case: the software has it once',
      expect.stringMatching(
        /^bad-instant bots\.csv:6:24 \[soon\] .* \| write all times as 2025-03-03 09:15:00/,
      ),
      expect.stringMatching(/^unknown-channel bots\.csv:6:46 \[chatt\] 'chatt' is not a channel \| /),
      'empty-value bots.csv:7:1 [] the case is missing | write the number of the case in each row',
      expect.stringMatching(
        /^bad-instant bots\.csv:8:4 \[2025-03-30 02:30:00\] clocks in Europe\/Berlin skipped/,
      ),
    ]);
  });

  it('names missing columns, unknown ones, times of no one form and a log without rows', () => {
    expect(problemsOf('case,start,end,result,product\n')).toEqual([
      expect.stringMatching(/^unknown-key bots\.csv:1:16 \[result\]/),
      expect.stringMatching(
        /^missing-key bots\.csv:1:1 \[\] the column 'outcome' is missing \| add it: case,start/,
      ),
      expect.stringMatching(/^missing-key bots\.csv:1:1 \[\] the column 'channel' is missing/),
    ]);
    expect(problemsOf(`${HEAD}\nA1,01/02/2025 09:00,01/02/2025 09:05,contained,mail,web\n`)).toEqual([
      expect.stringMatching(/^bad-instant bots\.csv:2:4 \[01\/02\/2025 09:00\] the times can be read as /),
    ]);
    expect(problemsOf(`${HEAD}\n`)).toEqual([
      expect.stringMatching(/^file-empty bots\.csv:1:1 .*no sessions/),
    ]);
    expect(problemsOf('')).toEqual([expect.stringMatching(/^file-empty bots\.csv:1:1 /)]);
  });

  it('reads times with an offset, and others on the clock of the log', () => {
    const one = (time: string) => {
      const read = successOf(readSessions(`${HEAD}\nA1,${time},${time},left,,\n`, PLACE));
      return new Date(read.sessions.get('A1')?.startMs ?? 0).toISOString();
    };
    expect(one('2025-01-06T09:00:00Z')).toBe('2025-01-06T09:00:00.000Z');
    expect(one('2025-01-06 09:00:00')).toBe('2025-01-06T08:00:00.000Z');
  });
});

const MINUTE = 60_000;
const FROM_MS = Date.parse('2025-01-06T00:00:00Z');
const DAYS = 21;

/** A ticket every half hour of each day, and a session before each, of which every third is contained; with these changes. */
function logs(
  change: (
    k: number,
  ) => Partial<{ outcome: string; ticket: 'none' | 'worked' | 'unworked' | 'early'; channel: string }>,
) {
  const tickets: string[] = [];
  const sessions: string[] = [];
  const text = (ms: number) => new Date(ms).toISOString();
  for (let k = 0; k < DAYS * 20; k++) {
    const startMs = FROM_MS + Math.floor(k / 20) * 1440 * MINUTE + (480 + (k % 20) * 30 + (k % 7)) * MINUTE;
    const endMs = startMs + (2 + (k % 5)) * MINUTE;
    const isContained = k % 3 === 0;
    const usual = {
      outcome: isContained ? 'contained' : 'handed over',
      ticket: isContained ? 'none' : 'worked',
      channel: 'web',
    };
    const { channel, outcome, ticket } = { ...usual, ...change(k) };
    if (outcome !== 'none') sessions.push(`T${k},${text(startMs)},${text(endMs)},${outcome},mail,${channel}`);
    if (ticket === 'none') continue;
    const openedMs = ticket === 'early' || ticket === 'unworked' ? startMs : endMs;
    tickets.push(`T${k},${text(openedMs)},New,,mail,web`);
    if (ticket !== 'unworked') tickets.push(`T${k},${text(endMs + MINUTE)},In Progress,A${k % 2},mail,web`);
    tickets.push(`T${k},${text(endMs + 9 * MINUTE)},Closed,,mail,web`);
  }
  const { log } = importCsv(
    `case,time,state,agent,product,channel\n${tickets.join('\n')}\n`,
    'columns: { case: case, time: time, activity: state, agent: agent, product: product, channel: channel }\n',
  );
  const untilMs = FROM_MS + DAYS * 1440 * MINUTE;
  return calibrate(readStories(casesOf({ log }), { fromMs: FROM_MS, untilMs }), {
    log: 'tickets.csv',
    fromMs: FROM_MS,
    untilMs,
    timeZone: 'UTC',
    zones: new Map(),
    defaults: DEFAULTS,
    sessions: successOf(readSessions(`${HEAD}\n${sessions.join('\n')}\n`, PLACE)),
  });
}

/** Cases a week by all arrivals. */
const perWeek = ({ arrivals }: ReturnType<typeof logs>) =>
  arrivals.segments.flatMap(({ customers }) => customers).reduce((sum, one) => sum + one.perWeek.value, 0);

describe('a session and its ticket', () => {
  it('are one case: demand is tickets and contained sessions', () => {
    const found = logs(() => ({}));
    expect(perWeek(found)).toBeCloseTo(140, 5);
    expect(found.stories.length).toBe(280);
    expect(found.software?.containedOfAll.value).toBeCloseTo(1 / 3, 10);
    expect(found.software?.most).toBe(1);
    expect(found.software?.channels).toEqual(['web']);
  });

  it('begin for people at the hand-over, however early the ticket was opened', () => {
    const [early, usual] = [logs((k) => (k % 3 === 0 ? {} : { ticket: 'early' })), logs(() => ({}))];
    const waits = ({ stories }: ReturnType<typeof logs>) =>
      stories.map(({ spells }) => (spells[1]?.fromMs ?? 0) - (spells[0]?.fromMs ?? 0));
    expect(waits(early)).toEqual(waits(usual));
    expect(new Set(waits(early))).toEqual(new Set([MINUTE]));
    expect(perWeek(early)).toBeCloseTo(140, 5);
  });

  it('count as the session if nobody worked the ticket of a contained one, and as handed over if people did', () => {
    const recorded = logs((k) => (k % 3 === 0 ? { ticket: 'unworked' } : {}));
    expect(recorded.software?.containedOfAll.value).toBeCloseTo(1 / 3, 10);
    expect(perWeek(recorded)).toBeCloseTo(140, 5);
    expect(recorded.software?.answer.join(' ')).toContain(
      '140 tickets of contained sessions that nobody worked count as their sessions.',
    );
    const worked = logs((k) => (k % 6 === 0 ? { ticket: 'early' } : {}));
    expect(worked.software?.containedOfAll.value).toBeCloseTo(1 / 6, 10);
    expect(perWeek(worked)).toBeCloseTo(140, 5);
    expect(worked.assumptions.join(' ')).toContain('70 sessions are called contained although people worked');
  });

  it('are left out where the customer left, and counted among those who leave after the hand-over', () => {
    const found = logs((k) =>
      k % 3 === 1 && k % 2 === 0
        ? { ticket: 'none' }
        : k % 6 === 5
          ? { outcome: 'left', ticket: 'none' }
          : {},
    );
    expect(found.software?.leaves?.value).toBeCloseTo(70 / 210, 10);
    expect(found.assumptions.join(' ')).toContain(
      '70 handed-over sessions have no ticket, and 70 customers left during the session.',
    );
  });

  it('make a share of all cases if some had no session, since a scenario sends all of them to the software', () => {
    const found = logs((k) => (k % 4 === 1 ? { outcome: 'none', ticket: 'worked' } : {}));
    const contained = [...Array(DAYS * 20).keys()].filter((k) => k % 3 === 0 && k % 4 !== 1).length;
    expect(found.software?.containedOfCases.value).toBeCloseTo(contained / (DAYS * 20), 10);
    expect(found.software?.without.value).toBeCloseTo(0.25, 10);
    expect(perWeek(found)).toBeCloseTo(140, 5);
    expect(found.assumptions.join(' ')).toContain(
      '25.0 % of 420 cases of its products by web had no session.',
    );
  });
});
