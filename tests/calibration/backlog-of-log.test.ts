import { describe, expect, it } from 'vitest';
import { definite, HOUR_MS } from '#base';
import { exportFiles } from '#bundle';
import { openCasesOfLog } from '#calibration';
import type { LoggedCase } from '#caselog';
import { CaseLives, openCasesAt, openCasesCsv } from '#cases';
import type { Scenario } from '#domain';
import { casesOf, importCsv, importXes } from '../caselog/importing.ts';
import { bytesOf, evidenceOf } from '../exports/evidence-of.ts';
import { loadScenario } from '../running.ts';
import { organisation } from '../validation/backlog/organisation.ts';
import { XES_MAPPING } from './recovery-from-xes.ts';

const MAPPING = `${XES_MAPPING}  place: place
`;

const ORGANISATION = organisation(0, 72 * HOUR_MS);

type Row = Readonly<Record<string, string>>;

function rowsOf(csv: string): ReadonlyMap<string, Row> {
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const columns = head.split(',');
  const rows = lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, k) => [column, cells[k] ?? '']));
  });
  return new Map(rows.map((row) => [row.case ?? '', row]));
}

/** What open-cases writes of a run that ends at a time, and the cases of its log. */
function runUntil(whole: Scenario, untilMs: number) {
  const scenario = { ...whole, horizonMs: untilMs };
  const evidence = evidenceOf(scenario);
  const lives = new CaseLives(scenario);
  evidence.ledger.forEach(lives.visit);
  const atMs = scenario.startEpochMs + untilMs;
  const csv = openCasesCsv(openCasesAt(lives, scenario, untilMs), scenario, atMs);
  const xes = definite(exportFiles('xes', evidence)[0], 'there is no XES');
  const { log } = importXes(new TextDecoder().decode(bytesOf(xes, evidence)), MAPPING);
  const cases = casesOf({ log }).map((one) => ({ ...one, id: one.id.replace('case ', '') }));
  return { scenario, atMs, cases, rows: rowsOf(csv) };
}

function backlogOf(cases: readonly LoggedCase[], scenario: Scenario, atMs: number) {
  const made = openCasesOfLog(cases, scenario, { atMs, writtenAtMs: atMs });
  return { ...made, rows: rowsOf(made.csv) };
}

/** What a log of events says as well as the ledger does. It says language, product and severity as they were at first. */
const TOLD = [
  'segment',
  'country',
  'channel',
  'opened',
  'state',
  'since',
  'tier',
  'primary',
  'replica',
  'group',
  'worked',
];

const told = (row: Row | undefined) => TOLD.map((column) => row?.[column]);

describe('the log of a run, cut at a time', () => {
  it.each([
    ['three-centres', loadScenario('three-centres'), 11.5],
    ['three-centres', loadScenario('three-centres'), 33],
    ['german-night', loadScenario('german-night'), 5],
    ['an organisation with every kind of wait', ORGANISATION, 40],
    ['an organisation with every kind of wait', ORGANISATION, 58.25],
    ['first-steps', loadScenario('first-steps'), 9],
  ])('gives the same open cases as open-cases of the run: %s', (_name, whole, hours) => {
    const { atMs, cases, rows, scenario } = runUntil(whole, hours * HOUR_MS);
    const found = backlogOf(cases, scenario, atMs);
    expect([...found.rows.keys()].sort()).toEqual([...rows.keys()].sort());
    expect(rows.size).toBeGreaterThan(3);
    for (const [id, row] of rows) expect([id, ...told(found.rows.get(id))]).toEqual([id, ...told(row)]);
  });

  it('says nothing of what comes later', () => {
    const { cases, scenario } = runUntil(ORGANISATION, 40 * HOUR_MS);
    const earlier = runUntil(ORGANISATION, 30 * HOUR_MS);
    const found = backlogOf(cases, scenario, earlier.atMs);
    expect([...found.rows.keys()].sort()).toEqual([...earlier.rows.keys()].sort());
  });
});

describe('cases of a log that were resolved long ago and never closed', () => {
  it('are left out if the scenario would have closed them, and are counted', () => {
    const { atMs, cases, scenario } = runUntil(ORGANISATION, 40 * HOUR_MS);
    const at = atMs - scenario.work.closingMs;
    const resolved = (id: string, resolvedMs: number): LoggedCase => {
      const [like] = cases;
      const events = like?.events.slice(0, 1) ?? [];
      const [first] = events;
      const open = { ...definite(first, 'a case has events'), atMs: at - HOUR_MS };
      return {
        ...definite(like, 'there are cases'),
        id,
        events: [open, { ...open, activity: 'resolved', atMs: resolvedMs }],
      };
    };
    const found = backlogOf([resolved('old', at), resolved('young', at + 1)], scenario, atMs);
    expect([...found.rows.keys()]).toEqual(['young']);
    expect(found.resolved).toBe(1);
    expect(found.assumptions.join(' ')).toContain('1 case was resolved more than');
  });
});

describe('a log beside a scenario with triage, and with work that rests', () => {
  const LOG = `case,at,what,tier,who
young,2026-03-02T10:00:00Z,opened,1,
old,2026-02-20T10:00:00Z,opened,1,
queued,2026-03-02T09:00:00Z,triage,1,
queued,2026-03-02T09:30:00Z,queued,1,
taken,2026-02-26T16:00:00Z,working,1,Ada
`;
  const cases = casesOf(
    importCsv(LOG, 'columns: { case: case, time: at, activity: what, tier: tier, agent: who }'),
  );
  const atMs = Date.parse('2026-03-02T12:00:00Z');
  const desk = loadScenario('first-steps');
  const everywhere = <Value>(value: Value) => ({ phone: value, 'e-mail': value, web: value });
  const triage = everywhere({ kind: 'uniform' as const, low: 0, high: 3 * HOUR_MS });
  const daily = Array.from({ length: 7 }, (_, day) => ({
    fromMs: (24 * day + 9) * HOUR_MS,
    toMs: (24 * day + 17) * HOUR_MS,
  }));
  const scenario: Scenario = {
    ...desk,
    groups: desk.groups.map((group) => ({
      ...group,
      shifts: group.shifts.map((shift) => ({ ...shift, duty: daily })),
    })),
    work: {
      ...desk.work,
      triage,
      triageMs: everywhere(1.5 * HOUR_MS),
      shiftEnd: everywhere('pause' as const),
    },
  };
  const found = backlogOf(cases, scenario, atMs).rows;
  const told = (id: string) => [found.get(id)?.state, found.get(id)?.since?.slice(0, 16)];

  it('has a case in triage as long as a triage may last, unless the log has it in a queue after it', () => {
    expect(told('young')).toEqual(['triage', '2026-03-02T10:00']);
    expect(told('old')).toEqual(['waiting', '2026-02-20T10:00']);
    expect(told('queued')).toEqual(['waiting', '2026-03-02T09:30']);
    const fixed = { ...scenario, work: { ...desk.work, triageMs: everywhere(HOUR_MS) } };
    expect(backlogOf(cases, fixed, atMs).rows.get('young')?.state).toBe('waiting');
  });

  it('takes up a case that waits for a vendor where no case of the scenario does', () => {
    const asked = `case,at,what,tier,who
asked,2026-03-02T09:00:00Z,working,1,Ada
asked,2026-03-02T09:30:00Z,awaiting vendor,1,Ada
`;
    const mapping = 'columns: { case: case, time: at, activity: what, tier: tier, agent: who }';
    const { assumptions, rows } = backlogOf(casesOf(importCsv(asked, mapping)), desk, atMs);
    expect(rows.get('asked')?.state).toBe('replied');
    expect(assumptions.join(' ')).toContain('1 case waiting for a customer or vendor as no case');
  });

  it('counts as work only the hours in which people are there', () => {
    // One hour on Thursday, eight on each of the three days after it, three on Monday.
    expect(found.get('taken')?.worked).toBe(`${28 * 3600} s`);
    const { work } = desk;
    const finishing = { ...desk, work: { ...work, shiftEnd: everywhere('finish' as const) } };
    expect(backlogOf(cases, finishing, atMs).rows.get('taken')?.worked).toBe('');
  });
});

describe('a log in which rows begin and end pieces of work', () => {
  const LOG = `case,at,what,tier,who
two pieces,2026-03-02T08:00:00Z,opened,1,
two pieces,2026-03-02T09:00:00Z,working,1,Ada
two pieces,2026-03-02T10:00:00Z,worked,1,Ada
two pieces,2026-03-02T13:00:00Z,working,2,Bob
two pieces,2026-03-02T14:00:00Z,worked,2,Bob
at once,2026-03-02T08:30:00Z,working,1,Ada
at once,2026-03-02T09:30:00Z,working,1,Cem
at once,2026-03-02T10:30:00Z,worked,1,Cem
at once,2026-03-02T15:00:00Z,worked,1,Ada
back,2026-03-02T08:00:00Z,opened,1,
back,2026-03-02T08:20:00Z,triage,1,
back,2026-03-02T08:40:00Z,queued,1,
back,2026-03-02T09:00:00Z,working,1,Ada
back,2026-03-02T09:10:00Z,closed,1,Ada
back,2026-03-02T11:00:00Z,reopened,1,
back,2026-03-02T13:00:00Z,assigned,1,Bob
`;
  const mapping = 'columns: { case: case, time: at, activity: what, tier: tier, agent: who }';
  const cases = casesOf(importCsv(LOG, mapping));
  const standingAt = (time: string) => {
    const { rows } = backlogOf(cases, ORGANISATION, Date.parse(`2026-03-02T${time}:00Z`));
    return [...rows.values()].map((row) => [row.case, row.state, row.since?.slice(11, 16), row.tier]);
  };

  it('leaves a case open between two of them: it waits since the first was over', () => {
    expect(standingAt('11:30')).toEqual([
      ['two pieces', 'transferred', '10:00', '1'],
      ['back', 'replied', '11:00', '1'],
      ['at once', 'in work', '09:30', '1'],
    ]);
  });

  it('ends a case with the last of them, and takes it up again when it comes back', () => {
    expect(standingAt('09:15')).toEqual([
      ['two pieces', 'in work', '09:00', '1'],
      ['at once', 'in work', '08:30', '1'],
    ]);
    expect(standingAt('16:00')).toEqual([['back', 'replied', '11:00', '1']]);
  });

  it('counts the wait for the first answer from the first queue', () => {
    expect(standingAt('08:50')).toEqual([
      ['two pieces', 'waiting', '08:00', '1'],
      ['back', 'waiting', '08:40', '1'],
      ['at once', 'in work', '08:30', '1'],
    ]);
  });
});
