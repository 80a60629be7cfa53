import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import {
  actKind,
  CALLBACK_STEPS,
  MEASURE_DIMENSIONS,
  readZoneClock,
  type Scenario,
  TRANSITION_EVENTS,
  type WeeklyMeasure,
} from '#domain';
import { FIGURE_COLUMNS } from '#experiment';
import { renderReport, renderWeeklyCsv } from '#report';
import type { WeeklyRow } from '#statistics';
import { auditedRun, modelOf, summaryOf } from '../demand/model.ts';
import { runObserved } from '../engine/observed-run.ts';
import { loadScenario, runInMemory } from '../running.ts';

const OPEN = actKind('open');
const ASSIGN = actKind('assign');
const TRANSITION = actKind('transition');
const CALLBACK = actKind('callback');
const PATIENCE = TRANSITION_EVENTS.indexOf('patience');

/** Three weeks across the end of summer time in Berlin, 2014-10-26. */
const scenario = modelOf(`
start: 2014-10-15T00:00:00Z
horizon: 3 weeks
centres: { home: { groups: { servers: { shifts: { always: { agents: 2 } } } } } }
profiles: { web: { hours: [1, 1, 1, 1, 1, 1, 2, 3, 5, 8, 9, 9, 8, 8, 9, 9, 7, 5, 4, 3, 2, 1, 1, 1] } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 70/h }]
work: { patience: { web: exponential 2 min } }
measures:
  all: {}
  berlin: { segments: [customers], channels: web, interval: 30 min, timeZone: Europe/Berlin }
  phone: { channels: phone }
  home: { centres: [home], interval: 6 h }
`);

/** The interval of the week in which an instant lies, by the runtime's own calendar. */
function intervalOf(timeMs: number, timeZone: string, minutes: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(
    format.formatToParts(scenario.startEpochMs + timeMs).map(({ type, value }) => [type, value]),
  );
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '');
  return Math.floor((day * 1440 + Number(parts.hour) * 60 + Number(parts.minute)) / minutes);
}

describe('measures by interval of the week', () => {
  const counted = (length: number) => new Array<number>(length).fill(0);
  const arrived = counted(336);
  const answered = counted(336);
  const abandoned = counted(336);
  const contacts = counted(28);
  const openedMs = new Map<number, number>();
  const add = (column: number[], interval: number) => {
    column[interval] = (column[interval] ?? 0) + 1;
  };
  const summary = runObserved(scenario, (timeMs, kind, aux, caseNumber, _a, _b, _c, d) => {
    const berlin = (atMs: number) => intervalOf(atMs, 'Europe/Berlin', 30);
    if (kind === OPEN) {
      openedMs.set(caseNumber, timeMs);
      add(arrived, berlin(timeMs));
    } else if (kind === ASSIGN) {
      add(answered, berlin(timeMs - d));
      add(contacts, intervalOf(timeMs, 'UTC', 360));
    } else if (kind === TRANSITION && aux === PATIENCE) add(abandoned, berlin(openedMs.get(caseNumber) ?? 0));
  });
  const of = (id: string) => summary.weekly?.find((row) => row.id === id);

  it('count what the ledger records on the local clock, even when it changes', () => {
    expect(of('berlin')?.columns.arrived).toEqual(arrived);
    expect(of('berlin')?.columns.answered).toEqual(answered);
    expect(of('berlin')?.columns.abandoned).toEqual(abandoned);
    expect(of('home')?.columns.contacts).toEqual(contacts);
  });

  it('add up to the totals', () => {
    const sum = (values: readonly (number | null)[] = []) =>
      values.reduce<number>((all, value) => all + (value ?? 0), 0);
    expect(sum(of('all')?.columns.arrived)).toBe(summary.total.arrived);
    expect(sum(of('all')?.columns.abandoned)).toBe(summary.total.abandoned);
    expect(sum(of('phone')?.columns.arrived)).toBe(0);
    expect(of('all')?.times).toEqual(counted(168).fill(3));
    // The hour that occurs twice, and three weeks without that extra hour.
    expect(sum(of('berlin')?.times)).toBe((21 * 24 * HOUR_MS) / (HOUR_MS / 2));
  });

  it('count only the severities that they name', () => {
    const split = runObserved({
      ...scenario,
      segments: scenario.segments.map((one) => ({ ...one, severityShares: [0.2, 0.3, 0.5] as const })),
      measures: ['all', 'urgent', 'rest'].map((id) => ({
        id,
        intervalMs: HOUR_MS,
        timeZone: 'UTC',
        segments: [0],
        channels: ['web'] as const,
        centres: [],
        ...(id === 'all' ? {} : { severities: id === 'urgent' ? (['A'] as const) : (['B', 'C'] as const) }),
      })),
    });
    const [all, urgent, rest] = (split.weekly ?? []).map(({ columns }) => columns.arrived ?? []);
    expect(all?.map((count, k) => (count ?? 0) - (urgent?.[k] ?? 0))).toEqual(rest);
    expect(urgent?.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(split.severities[0]?.arrived);
    expect(split.severities[0]?.arrived).toBeGreaterThan(1000);
  });

  it('give the service level of the interval in which cases arrived', () => {
    const columns: WeeklyRow['columns'] = of('all')?.columns ?? {};
    const answers = columns.answered ?? [];
    const gone = columns.abandoned ?? [];
    const inTime = (columns.serviceLevel ?? []).reduce<number>(
      (all, level, k) => all + (level ?? 0) * ((answers[k] ?? 0) + (gone[k] ?? 0)),
      0,
    );
    expect(inTime / summary.total.judged).toBeCloseTo(summary.total.serviceLevel ?? 0, 4);
  });

  it('are written as CSV, one row per measure and interval', () => {
    const lines = (renderWeeklyCsv(summary, FIGURE_COLUMNS) ?? '').trim().split('\r\n');
    expect(lines).toHaveLength(1 + 168 + 336 + 168 + 28);
    expect(lines[0]).toMatch(/^measure,time_zone,interval_from,times,arrived,answered/);
    expect(lines[1 + 168 + 1]).toMatch(/^berlin,Europe\/Berlin,Mon 00:30,3,/);
  });

  it('change no act of the run', () => {
    const { measures: _, ...without } = scenario;
    const { weekly: __, ...rest } = summary;
    expect(runObserved(without)).toEqual(rest);
    expect(auditedRun({ ...scenario, horizonMs: 24 * HOUR_MS }).violated).toEqual([]);
  });
});

describe('the count of how often each interval began', () => {
  /** Sunday 2014-10-26 has 25 hours in Berlin, where clocks go back from 03:00 to 02:00. */
  const timesOf = (start: string, days: number, interval: string, timeZone: string, more = '') =>
    summaryOf(
      modelOf(`
start: ${start}
horizon: ${days} days
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 6/h }]
measures: { some: { interval: ${interval}, timeZone: ${timeZone} } }
${more}`),
    ).weekly?.[0]?.times;

  it('counts a day of 25 hours once', () => {
    // From Saturday 00:00 in Berlin to Saturday 23:00.
    const days = timesOf('2014-10-24T22:00:00Z', 8, '1 day', 'Europe/Berlin');
    expect(days).toEqual([1, 1, 1, 1, 1, 2, 1]);
    const quarters = timesOf('2014-10-24T22:00:00Z', 2, '6 h', 'Europe/Berlin');
    expect(quarters?.slice(20)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('counts the repeated hour twice', () => {
    const hours = timesOf('2014-10-24T22:00:00Z', 2, '1 h', 'Europe/Berlin');
    expect(hours?.slice(144, 148)).toEqual([1, 1, 2, 1]);
  });

  it('ends before a change of the clock at the end of the run', () => {
    const hours = timesOf('2014-10-25T01:00:00Z', 1, '1 h', 'Europe/Berlin') ?? [];
    expect(hours.flatMap((times, hour) => (times === 0 ? [] : [[hour, times]]))).toEqual(
      Array.from({ length: 24 }, (_, k) => [5 * 24 + 3 + k, 1]),
    );
  });

  it('follows the local clock, not the start of the run or of its measures', () => {
    // Days in Calcutta begin at 18:30 UTC: here, Wednesday and Thursday.
    expect(timesOf('2014-11-04T00:00:00Z', 2, '1 day', 'Asia/Kolkata')).toEqual([0, 0, 1, 1, 0, 0, 0]);
    expect(timesOf('2014-11-04T00:00:00Z', 2, '1 day', 'Asia/Kolkata', 'warmUp: { for: 20 h }')).toEqual([
      ...[0, 0, 0, 1, 0, 0, 0],
    ]);
  });
});

describe('a case with a callback', () => {
  it('is answered in the interval in which it joined the queue, even if the first calls fail', () => {
    const scenario = modelOf(`
horizon: 3 days
centres: { home: { groups: { servers: { shifts: { always: { agents: 1 } } } } } }
segments:
  customers:
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 40/h }]
work: { callback: { web: { waiting: 0, accepted: 1, reached: 0.3, attempts: 5, again: 3 h, ring: 10 s } } }
measures: { all: {} }
`);
    const answered = new Array<number>(168).fill(0);
    const joinedMs = new Map<number, number>();
    const offered = new Set<number>();
    const count = (caseNumber: number) => {
      const hour = Math.floor((scenario.startEpochMs + (joinedMs.get(caseNumber) ?? 0)) / HOUR_MS) + 72;
      answered[hour % 168] = (answered[hour % 168] ?? 0) + 1;
      joinedMs.delete(caseNumber);
    };
    let calledTwice = 0;
    const summary = runObserved(scenario, (timeMs, kind, aux, caseNumber) => {
      if (kind === OPEN) joinedMs.set(caseNumber, timeMs);
      else if (kind === CALLBACK && aux === CALLBACK_STEPS.indexOf('accepted')) offered.add(caseNumber);
      else if (kind === CALLBACK && aux === CALLBACK_STEPS.indexOf('reached')) {
        if (timeMs - (joinedMs.get(caseNumber) ?? 0) > 3 * HOUR_MS) calledTwice++;
        count(caseNumber);
      } else if (kind === ASSIGN && joinedMs.has(caseNumber) && !offered.has(caseNumber)) count(caseNumber);
    });
    expect(calledTwice).toBeGreaterThan(100);
    expect(summary.weekly?.[0]?.columns.answered).toEqual(answered);
  });
});

describe('measures with dimensions', () => {
  const whole = loadScenario('chat-desk');
  const all = { intervalMs: 6 * HOUR_MS, timeZone: 'UTC', centres: [] } as const;
  const everyone = {
    ...all,
    segments: [...whole.segments.keys()],
    channels: ['phone', 'e-mail', 'web'],
  } as const;
  const measures: readonly WeeklyMeasure[] = [
    { ...everyone, id: 'cells', by: ['segment', 'severity', 'channel'] },
    { ...everyone, id: 'products', by: ['product'] },
    { ...everyone, id: 'azure', products: [1] },
    { ...everyone, id: 'contacts', of: 'contacts', by: MEASURE_DIMENSIONS },
    { ...everyone, id: 'second', of: 'contacts', tiers: [2], severities: ['A', 'B'] },
  ];
  const misrouted = { ...whole.work.misrouted, product: 0.2 };
  const work = { ...whole.work, misrouted };
  const horizonMs = 36 * HOUR_MS;
  const clocks = [...whole.clocks, readZoneClock('UTC', whole.startEpochMs, horizonMs)];
  const scenario: Scenario = { ...whole, clocks, horizonMs, work, measures };
  const { summary } = runInMemory(scenario);
  const rowsOf = (id: string) => (summary.weekly ?? []).filter((row) => row.id === id);
  const sum = (values: readonly (number | null)[] = []) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const counted = (rows: readonly WeeklyRow[], column: string) =>
    sum(rows.map(({ columns }) => sum(columns[column])));

  it('count cases as the summary does, cell by cell', () => {
    const told = rowsOf('cells').map(({ columns, where }) => ({
      id: `${where?.segment}/${where?.channel}/${where?.severity}`,

      arrived: sum(columns.arrived),
      answered: sum(columns.answered),
      abandoned: sum(columns.abandoned),
    }));
    const cells = summary.cells.map(({ abandoned, answered, arrived, id }) => ({
      id,
      arrived,
      answered,
      abandoned,
    }));
    const byId = (rows: typeof told) => [...rows].sort((one, other) => (one.id < other.id ? -1 : 1));
    expect(byId(told)).toEqual(byId(cells));
    expect(told.length).toBeGreaterThan(6);
  });

  it('count contacts as the summary does, by tier, centre and severity', () => {
    const contacts = rowsOf('contacts');
    for (const { bySeverity, contacts: count, handleMeanS, tier } of summary.tiers) {
      const ofTier = contacts.filter(({ where }) => where?.tier === String(tier));
      expect(counted(ofTier, 'contacts')).toBe(count);
      for (const { contacts: some, severity } of bySeverity) {
        const rows = ofTier.filter(({ where }) => where?.severity === severity);
        expect(counted(rows, 'contacts')).toBe(some);
      }
      expect(count === 0).toBe(handleMeanS === null);
    }
    for (const { contacts: count, id } of summary.centres) {
      const rows = contacts.filter(({ where }) => where?.centre === id);
      expect(counted(rows, 'contacts')).toBe(count);
    }
    const second = contacts.filter(({ where }) => where?.tier === '2' && where.severity !== 'C');
    expect(counted(rowsOf('second'), 'contacts')).toBe(counted(second, 'contacts'));
    expect(counted(second, 'contacts')).toBeGreaterThan(0);
  });

  it('can name the product and be restricted to it', () => {
    const rows = rowsOf('products');
    expect(counted(rows, 'arrived')).toBe(summary.cases);
    const [azure] = rows.filter(({ where }) => where?.product === whole.products[1]?.id);
    expect(rowsOf('azure')[0]?.columns).toEqual(azure?.columns);
    expect(rows.length).toBe(whole.products.length);
  });

  it('are the same on every engine and change no act of the run', () => {
    for (const engine of ['table', 'interpreted'] as const) {
      expect(runInMemory(scenario, { engine }).summary, engine).toEqual(summary);
    }
    const { measures: _, ...without } = scenario;
    const { weekly: __, ...rest } = summary;
    expect(runInMemory(without).summary).toEqual(rest);
  });

  it('have a CSV column per dimension, and show the largest tables in the report', () => {
    const lines = (renderWeeklyCsv(summary, FIGURE_COLUMNS) ?? '').trim().split('\r\n');
    expect(lines[0]).toMatch(
      /^measure,segment,product,severity,channel,tier,centre,time_zone,interval_from,times,/,
    );
    expect(lines).toHaveLength(1 + 28 * (summary.weekly?.length ?? 0));
    expect(lines[1]).toMatch(/^cells,\w+,,[ABC],/);
    const page = renderReport({ summary, audit: null, ledgerRoot: null, scenario });
    const tables = page.match(/contacts by interval of the week/g)?.length ?? 0;
    expect(rowsOf('contacts').length).toBeGreaterThan(24);
    // Each is named twice, in its summary and its caption: these 24, and `second`.
    expect(tables).toBe(2 * 25);
    expect(page).toContain(`contacts: the 24 largest of ${rowsOf('contacts').length} combinations`);
  });
});
