import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { auditHistory } from '#foreign';
import { renderBoundary, renderBoundaryMarkdown } from '#report';
import { type LogBoundary, logBoundary } from '#statements';
import { casesOf, importCsv } from '../../caselog/importing.ts';
import {
  sheetOf,
  strictThreeCentres,
  TICKET_MAPPING,
  type TicketRow,
  ticketRows,
  violationsIn,
} from '../../foreign/history/made-history.ts';

/** Logs in which a careless statement would say what is not so. */

const SCENARIO = strictThreeCentres();
const ROWS = ticketRows(SCENARIO);

interface Made {
  readonly scenario?: Scenario;
  readonly mapping?: string;
  readonly facts?: Partial<LogBoundary['log']>;
  readonly begun?: readonly string[];
}

function statementOf(rows: readonly TicketRow[], made: Made = {}): LogBoundary {
  const { begun = [], facts = {}, mapping = TICKET_MAPPING, scenario = SCENARIO } = made;
  const cases = casesOf(importCsv(sheetOf(rows), mapping));
  const given = { name: 'tickets.csv', timeZone: 'UTC', imported: null, chosen: null, ...facts };
  return logBoundary(scenario, cases, given, new Set(begun));
}

/** A row in which nothing happens but what the change says. */
function row(change: Partial<TicketRow>): TicketRow {
  return {
    number: 'A',
    changed: '2025-03-03 09:00',
    state: 'New',
    channel: 'phone',
    country: 'DE',
    account: 'germany',
    agent: '',
    team: '',
    centre: '',
    stored: '',
    ...change,
  };
}

const sentencesOf = ({ sections }: LogBoundary, id?: string) =>
  sections.filter((section) => id === undefined || section.id === id).flatMap(({ sentences }) => sentences);
const textOf = (statement: LogBoundary, id?: string) =>
  sentencesOf(statement, id)
    .map(({ text }) => text)
    .join('\n');
const transfersOf = (statement: LogBoundary) =>
  `${textOf(statement, 'continuing')}\n${textOf(statement, 'temporary')}`.trim();
const countsOf = ({ counts }: LogBoundary, promise: string | null) =>
  counts.find((one) => one.promise === promise);

describe('a boundary statement of a log', () => {
  it('makes no sentence without a ground, and claims no run, no proof and no completeness', () => {
    const statement = statementOf(
      ROWS.map((one, at) => (at % 40 === 7 ? { ...one, stored: 'BR', centre: 'Blr' } : one)),
    );
    const sentences = sentencesOf(statement);
    expect(sentences.length).toBeGreaterThan(8);
    for (const { grounds, text } of sentences) {
      expect(grounds.length, text).toBeGreaterThan(0);
      for (const { kind } of grounds) expect(['audit', 'log', 'safeguard', 'terms'], text).toContain(kind);
      // What happened is said of the log; the rest is said of the scenario or its promises.
      expect(text).toMatch(
        /\blog\b|\blog’s\b|were promised nothing|the scenario|^Broken: .* \(row |their promise says nothing/,
      );
    }
    for (const text of [...statement.answer, ...sentences.map((one) => one.text)]) {
      expect(text).not.toMatch(
        /\b(never|always|proof|proved|simulated|this run|everybody|can not|any possible)\b/i,
      );
    }
    expect(statement.answer.join(' ').match(/complete/g)).toEqual(['complete']);
    expect(statement.answer.at(-1)).toContain('none says that the log is true and complete');
  });

  it('says in each form that it is about what happened', () => {
    const statement = statementOf(ROWS);
    expect(renderBoundaryMarkdown(statement)).toMatch(
      /^# Boundary statement of what happened\n\nThree centres/,
    );
    const page = renderBoundary(statement);
    expect(page).toContain('Read from a log of what happened');
    expect(page).not.toContain('Simulated, not observed');
    expect(page).not.toContain('Root of the ledger');
  });

  it('says first what was broken, as the audit of the same log has it', () => {
    const broken = ROWS.map((one, at) => (at === 20 ? { ...one, stored: 'BR' } : one));
    const statement = statementOf(broken);
    expect(statement.answer[0]).toMatch(/^Broken: Storage \(R1\) in 1 case\.$/);
    expect(statement.sections[0]?.id).toBe('broken');
    expect(sentencesOf(statement, 'broken')[0]?.text).toContain('(row 22, ');
  });

  it('dates its days on the clock of the log', () => {
    const late = [row({ changed: '2025-03-03 23:30', stored: 'frankfurt' })];
    expect(statementOf(late).period).toBe('3 March 2025');
    const india = statementOf(late, { facts: { timeZone: 'Asia/Kolkata' } });
    expect(india.period).toBe('4 March 2025');
    expect(india.notSaid.join()).toContain('They were read on the clock of Asia/Kolkata');
    const imported = { rowsRefused: 0, repeatedTimes: 0, repeatedEvents: 0, changedCases: 0 };
    const offsets = statementOf(late, { facts: { timeZone: null, imported } });
    expect(offsets.notSaid.join()).toContain('The times of the log say their offset from UTC');
    const unknown = statementOf(late, { facts: { timeZone: null } });
    expect(unknown.notSaid.join()).toContain('does not say how times of the log were read');
    const spans = [...late, row({ changed: '2025-04-01 00:10', stored: 'frankfurt' })];
    expect(statementOf(spans).period).toBe('3 March to 1 April 2025');
    const month = [...late, row({ changed: '2025-03-31 00:10', stored: 'frankfurt' })];
    expect(statementOf(month).period).toBe('3 to 31 March 2025');
  });
});

/** The same counts from the rows themselves: nothing of the statement's code but the scenario's lists. */
function recount(rows: readonly TicketRow[]) {
  const EEA = ['frankfurt', 'dublin-dc', 'dublin', 'paris', 'FR', 'IE', 'DE'];
  const places = [...EEA, 'quincy', 'bangalore', 'denver', 'US', 'BR', 'IN'];
  const centres: readonly string[] = ['dublin', 'bangalore', 'denver'];
  const of = (own: readonly TicketRow[], isStrict: boolean) => {
    const stored = own.filter(
      ({ stored: name }) => places.includes(name.toLowerCase()) || places.includes(name),
    );
    const from = own.map(({ centre, team }) =>
      centre === '' ? (team.split('/')[0] ?? '') : centre.toLowerCase(),
    );
    const viewed = from.filter((name) => centres.includes(name));
    return {
      cases: new Set(own.map(({ number }) => number)).size,
      rows: own.length,
      copies: {
        rows: stored.length,
        outside: stored.filter(({ stored: name }) => !EEA.includes(name) && !EEA.includes(name.toLowerCase()))
          .length,
      },
      access: {
        rows: viewed.length,
        outside: isStrict ? viewed.filter((name) => name !== 'dublin').length : 0,
      },
      stored: {
        unnamed: own.filter(({ stored: name }) => name === '').length,
        unmatched: own.length - stored.length - own.filter(({ stored: name }) => name === '').length,
      },
      viewed: {
        unnamed: own.filter(({ centre, team }) => centre === '' && team === '').length,
        unmatched:
          own.length - viewed.length - own.filter(({ centre, team }) => centre === '' && team === '').length,
      },
    };
  };
  const known = ['germany', 'india', 'americas'];
  const account = (one: TicketRow) => one.account.toLowerCase();
  return new Map([
    [
      'eea',
      of(
        rows.filter((one) => account(one) === 'germany'),
        true,
      ),
    ],
    [
      'open',
      of(
        rows.filter((one) => ['india', 'americas'].includes(account(one))),
        false,
      ),
    ],
    [
      null,
      of(
        rows.filter((one) => !known.includes(account(one))),
        false,
      ),
    ],
  ]);
}

const CHANGES: readonly Partial<TicketRow>[] = [
  { stored: 'BR' },
  { stored: 'QUINCY' },
  { stored: 'bangalore' },
  { stored: 'the cloud' },
  { stored: '' },
  { centre: 'Bangalore', team: 'bangalore/first-line' },
  { centre: 'Denver', team: '' },
  { centre: '', team: 'bangalore/first-line' },
  { centre: 'Blr Office', team: '' },
  { centre: 'dublin', team: 'dublin/nobody' },
  { centre: 'dublin', team: 'dublin/helpers' },
  { centre: 'dublin', team: 'dublin/commuters' },
];

/** A row, and a change of it. */
const one = fc.record({ at: fc.nat(ROWS.length - 1), change: fc.nat(CHANGES.length - 1) });

describe('its counts', () => {
  it('equal an independent count over the rows, and agree with the audit of the same log', () => {
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), fc.boolean(), (changes, isStranger) => {
        const rows = ROWS.map((each) => ({ ...each }));
        for (const { at, change } of changes)
          Object.assign(rows[at] as TicketRow, CHANGES[change], { agent: '' });
        const number = rows[5]?.number;
        if (isStranger) for (const each of rows) if (each.number === number) each.account = 'Somebody';
        const statement = statementOf(rows);
        for (const [promise, expected] of recount(rows)) {
          if (expected.rows === 0) expect(countsOf(statement, promise)).toBeUndefined();
          else expect(countsOf(statement, promise)).toEqual({ promise, ...expected });
        }
        agreesWithAudit(statement, rows, SCENARIO);
      }),
      { numRuns: 40, seed: 56 },
    );
  });
});

/** What the statement counts outside is what the audit reports, row by row. */
function agreesWithAudit(statement: LogBoundary, rows: readonly TicketRow[], scenario: Scenario): void {
  const audit = auditHistory('tickets.csv', casesOf(importCsv(sheetOf(rows), TICKET_MAPPING)), scenario);
  expect(statement.isBroken).toBe(violationsIn(audit).length > 0);
  const judged = audit.results.filter(({ checks, needs }) => needs === null && checks > 0);
  expect(statement.judged).toEqual(
    judged.map(({ cases, checks, id, title, violations }) => ({ id, title, checks, violations, cases })),
  );
  const violations = (id: string) => audit.results.find((result) => result.id === id)?.violations ?? 0;
  const outside = (of: 'copies' | 'access') =>
    statement.counts.reduce((sum, counts) => sum + counts[of].outside, 0);
  expect(outside('copies')).toBe(violations('R1'));
  expect(outside('access')).toBe(violations('R4'));
  for (const unmatched of audit.unmatched) {
    const own = statement.unmatched.find(
      ({ field, name }) => field === unmatched.field && name === unmatched.name,
    );
    expect(own?.events).toBeGreaterThanOrEqual(unmatched.events);
  }
  const columns = { segment: 'account', centre: 'centre', group: 'team', place: 'stored' } as const;
  for (const { events, field, name } of statement.unmatched) {
    expect(rows.filter((each) => each[columns[field]] === name).length, `${field} ${name}`).toBe(events);
  }
}

describe('where a careless statement would be false', () => {
  it('tells of access from outside to a case that was stored inside', () => {
    const statement = statementOf([
      row({
        account: 'india',
        country: 'IN',
        stored: 'frankfurt',
        team: 'bangalore/first-line',
        centre: 'bangalore',
      }),
    ]);
    expect(statement.isBroken).toBe(false);
    expect(textOf(statement, 'inside')).toMatch(/rested inside the EEA/);
    expect(statement.answer.join('\n')).toMatch(
      /1 row of 1 case of these, of customers of “India”, from outside that zone, in India/,
    );
    expect(textOf(statement, 'access')).toMatch(
      /from Bangalore in India, outside the EEA, in 1 row of 1 case/,
    );
  });

  it('does not count a group that the scenario does not know as inside, or as employed by anybody', () => {
    const statement = statementOf([
      row({ centre: 'dublin', team: 'dublin/night-owls', stored: 'frankfurt' }),
    ]);
    expect(textOf(statement, 'inside')).toContain('a group that is not named or not known');
    expect(textOf(statement, 'inside')).not.toMatch(/reside in Ireland|employed, by the scenario, by The/);
    expect(textOf(statement, 'unmatched')).toContain("group 'dublin/night-owls' (1 row, first: row 2)");
    expect(statement.answer[0]).toContain('but 1 row names what the scenario does not know');
    const alone = statementOf([row({ team: 'night-owls', stored: 'frankfurt' })]);
    expect(textOf(alone, 'inside')).toMatch(
      /In the log’s 1 case of “Germany”, no row tells .* had access.*; 1 row names a centre or group/,
    );
    expect(alone.answer.join()).toContain('who had access to 1 case, and from where, is not known');
  });

  it('does not say where copies lay if no row names a place', () => {
    const bare = TICKET_MAPPING.replace(', place: stored', '');
    const statement = statementOf(ROWS, { mapping: bare });
    expect(statement.answer[1]).toContain('where copies of 99 cases lay is not known');
    expect(textOf(statement, 'inside')).toContain(
      'a column place with names of data centres or countries would',
    );
    expect(textOf(statement, 'inside')).not.toMatch(/rested/);
    expect(textOf(statement, 'inside')).toMatch(
      /In the log’s \d+ cases of “Germany”, no row tells by a known name where/,
    );
  });

  it('does not say who had access if no row names a centre or group', () => {
    const bare =
      'timeZone: UTC\ntimeFormat: yyyy-MM-dd HH:mm\ncolumns: {case: number, time: changed, segment: account, place: stored}';
    const statement = statementOf(ROWS, { mapping: bare });
    expect(textOf(statement, 'inside')).toContain('a column centre or group would tell it');
    expect(textOf(statement, 'inside')).not.toMatch(/people had access/);
    expect(statement.answer[1]).toMatch(/^But who had access to \d+ cases, and from where, is not known/);
  });

  it('counts an access that stands before the first event of its case', () => {
    const statement = statementOf([
      row({ changed: '2025-03-04 09:00', stored: 'frankfurt' }),
      row({
        changed: '2025-03-03 23:00',
        centre: 'bangalore',
        team: 'bangalore/first-line',
        stored: 'frankfurt',
      }),
    ]);
    expect(statement.period).toBe('3 to 4 March 2025');
    expect(countsOf(statement, 'eea')?.access).toEqual({ rows: 1, outside: 1 });
    expect(statement.answer[0]).toContain('Access place (R4) in 1 case');
    expect(statement.notSaid.join()).toContain('before its first row in the log');
  });

  it('counts a place under its old name as unknown, and under both of its names as one', () => {
    const statement = statementOf([
      row({ stored: 'frankfurt' }),
      row({ changed: '2025-03-03 09:10', stored: ' FRANKFURT' }),
      row({ changed: '2025-03-03 09:20', stored: 'fra1' }),
    ]);
    expect(textOf(statement, 'inside')).toContain('Frankfurt in Germany (2 rows).');
    expect(countsOf(statement, 'eea')?.stored).toEqual({ unnamed: 0, unmatched: 1 });
  });

  it('takes the centre of the row, and says that its group is of another', () => {
    const statement = statementOf([
      row({ centre: 'dublin', team: 'bangalore/first-line', stored: 'frankfurt' }),
    ]);
    expect(textOf(statement, 'inside')).toContain(
      'access to cases of “Germany” was at one centre by a group that the scenario has at another',
    );
  });

  it('says of a log whose customers were promised nothing that nothing was promised, with what happened', () => {
    const open = strictThreeCentres('3 h', (text) =>
      text
        .replace(
          'zones: { storage: EEA, backup: EEA, workingCopy: EEA, access: EEA, personnel: EEA }',
          'zones: {}',
        )
        .replace('    subcontractors: none\n', '')
        .replace('zones: { storage: EEA, backup: EEA, workingCopy: EEA }', 'zones: {}'),
    );
    const statement = statementOf([row({ stored: 'BR', centre: 'denver' })], { scenario: open });
    expect(statement.answer.slice(0, 3)).toEqual([
      'Nothing was judged: no case of the log has a promise of the scenario.',
      '0 of 1 case have a promise about places or people that the scenario knows.',
      'The scenario promises nobody that data stays inside a zone.',
    ]);
    expect(textOf(statement, 'excluded')).toMatch(
      /promised nothing about .* copies rested in a place in Brazil \(1 row\) and their cases were seen from Denver in the United States \(1 row\)\./,
    );
    expect(textOf(statement)).not.toMatch(/inside the/);
  });

  it('tells of a copy at a centre where only other copies were promised to stay', () => {
    const free = strictThreeCentres('3 h', (text) =>
      text.replace('workingCopy: EEA, access: EEA', 'access: EEA'),
    );
    const statement = statementOf([row({ stored: 'bangalore' })], { scenario: free });
    expect(statement.isBroken).toBe(false);
    expect(textOf(statement, 'inside')).toContain(
      'no row tells by a known name where copies lay other than at centres',
    );
    expect(textOf(statement, 'excluded')).toContain('copies rested in Bangalore in India (1 row)');
  });

  it('knows a subcontractor by the centre that it runs, even if the group is unknown', () => {
    const withSubcontractor = (subcontractor: string): Scenario => ({
      ...SCENARIO,
      entities: SCENARIO.entities.map((one) =>
        one.id === subcontractor ? { ...one, kind: 'subcontractor' } : one,
      ),
    });
    const unknown = [row({ centre: 'dublin', team: 'dublin/nobody' })];
    const inside = statementOf(unknown, { scenario: withSubcontractor('vendor') });
    expect(textOf(inside, 'inside')).toContain('subcontractors: The vendor (1 row)');
    const outside = statementOf(unknown, { scenario: withSubcontractor('india') });
    expect(textOf(outside, 'inside')).toContain('no company that is known to have stored or seen');
  });

  it('keeps cases of an unknown segment out of every other count', () => {
    const statement = statementOf([
      row({ stored: 'frankfurt' }),
      row({ number: 'B', account: 'Mars', stored: 'BR', centre: 'bangalore' }),
    ]);
    expect(countsOf(statement, 'eea')?.copies).toEqual({ rows: 1, outside: 0 });
    expect(statement.answer[1]).toContain(
      '1 of 2 cases have a promise about places or people that the scenario knows',
    );
    expect(textOf(statement, 'unmatched')).toContain('because the scenario does not have their segment');
    expect(transfersOf(statement)).toMatch(/^None of 1 copy or access .* of cases with a known promise/);
    expect(textOf(statement, 'unmatched')).toMatch(/'Mars' \(1 row, first: row 3\)/);
    expect(textOf(statement, 'unmatched')).toMatch(
      /at known places: Bangalore in India \(1 row\) and a place in Brazil \(1 row\)/,
    );
  });

  it('does not judge a view that a consent or an emergency may have allowed, and counts it all the same', () => {
    const glass = strictThreeCentres('3 h', (text) =>
      text.replace(
        '    subcontractors: none',
        '    subcontractors: none\n    breakGlass: { strandedFor: 30 min, window: 2 h, approvers: dublin/second-line, notice: 1 day, review: 1 day }',
      ),
    );
    const rows = [row({ stored: 'frankfurt', centre: 'bangalore' })];
    const statement = statementOf(rows, { scenario: glass });
    expect(statement.answer[1]).toContain('But access from outside, by 1 row of 1 case, cannot be judged');
    expect(textOf(statement, 'inside')).toContain(
      'except in an emergency that “Access from outside” describes. The log does not say whether this was one',
    );
    expect(textOf(statement, 'access')).toContain('no column that tells of emergencies');
  });

  it('counts a view from outside that the audit leaves alone because other customers have a consent', () => {
    const others = strictThreeCentres('3 h', (text) =>
      text.replace(
        '    title: India\n',
        '    title: India\n    consents: [{ dimensions: [access], zone: ANY, given: 2025-01-01, from: 2025-01-01, to: 2026-01-01 }]\n',
      ),
    );
    const statement = statementOf([row({ stored: 'frankfurt', centre: 'bangalore' })], { scenario: others });
    expect(statement.answer[1]).toContain('access from outside, by 1 row of 1 case, cannot be judged');
    expect(textOf(statement, 'inside')).toContain('The scenario permits these customers’ cases no exception');
  });

  it('does not take a place in a zone for a certified company', () => {
    const certified: Scenario = {
      ...SCENARIO,
      promises: SCENARIO.promises.map((promise) =>
        promise.id === 'eea' ? { ...promise, certified: 'ISO27001' as const } : promise,
      ),
    };
    const rows = [row({ stored: 'frankfurt' }), row({ number: 'B', stored: 'IE' })];
    const statement = statementOf(rows, { scenario: certified });
    expect(statement.judged.find(({ id }) => id === 'R1')?.violations).toBe(1);
    expect(textOf(statement, 'inside')).toContain(
      'with a company that had none at that time: Frankfurt in Germany (1 row)',
    );
    expect(textOf(statement, 'inside')).toContain('in a country of which no company is named');
    expect(countsOf(statement, 'eea')?.copies.outside).toBe(0);
  });

  it('takes the zone as it was at the time of each row', () => {
    // Croatia has been in the EEA, provisionally, since April 2014.
    const rows = [
      row({ changed: '2014-03-03 09:00', stored: 'HR' }),
      row({ number: 'B', changed: '2024-03-03 09:00', stored: 'HR' }),
    ];
    const early: Scenario = { ...SCENARIO, startEpochMs: Date.UTC(2014, 0, 1) };
    const statement = statementOf(rows, { scenario: early });
    expect(countsOf(statement, 'eea')?.copies).toEqual({ rows: 2, outside: 1 });
    expect(statement.judged.find(({ id }) => id === 'R1')?.violations).toBe(1);
    expect(textOf(statement, 'inside')).toMatch(
      /rested outside: a place in Croatia \(1 row\).*inside the EEA, as it was made up/s,
    );
    expect(statement.period).toBe('3 March 2014 to 3 March 2024');
  });

  it('says that a working copy is concluded from a view at a centre with a local system', () => {
    const local = strictThreeCentres('3 h', (text) =>
      text.replace(
        'at: [12.97, 77.59]\n    access: remote view',
        'at: [12.97, 77.59]\n    access: local system',
      ),
    );
    const rows = [row({ account: 'india', country: 'IN', stored: 'frankfurt', centre: 'bangalore' })];
    const statement = statementOf(rows, { scenario: local });
    expect(statement.judged.find(({ id }) => id === 'R1')?.violations).toBe(1);
    expect(textOf(statement, 'inside')).toMatch(
      /working copies at centres of cases of “India” were promised to stay in the EEA\. .* Bangalore in India \(1 row\); 1 row of these names a centre with a local system/,
    );
    expect(countsOf(statement, 'open')?.copies).toEqual({ rows: 1, outside: 0 });
  });

  it('says how many cases its first sentence is about', () => {
    const statement = statementOf([row({ stored: 'frankfurt' }), row({ number: 'B', account: 'Mars' })]);
    expect(statement.answer[1]).toMatch(/^1 of 2 cases have a promise/);
  });

  it('counts which views a consent of the time covered', () => {
    const consented = (dates: string) =>
      strictThreeCentres('3 h', (text) =>
        text.replace(
          '    title: Germany\n',
          `    title: Germany\n    consents: [{ dimensions: [access], zone: ANY, ${dates} }]\n`,
        ),
      );
    const rows = [row({ stored: 'frankfurt', centre: 'bangalore' })];
    const inForce = statementOf(rows, {
      scenario: consented('given: 2025-01-01, from: 2025-01-01, to: 2026-01-01'),
    });
    expect(textOf(inForce, 'inside')).toContain('A consent that the scenario has covered 1 of these rows');
    expect(textOf(inForce, 'temporary')).toContain('1 row of 1 case');
    const later = statementOf(rows, {
      scenario: consented('given: 2025-03-04, from: 2025-03-04, to: 2026-01-01'),
    });
    expect(textOf(later, 'inside')).toContain('A consent that the scenario has covered 0 of these rows');
    expect(textOf(later, 'temporary')).toBe('');
  });
});

describe('its sentences about transfers', () => {
  it('count the rows of German cases that are outside the EEA, and no other', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (changes) => {
        const rows = changes.map(({ at, change }) => ({
          ...(ROWS[at] as TicketRow),
          ...CHANGES[change],
          agent: '',
        }));
        const german = rows.filter(({ account }) => account === 'germany');
        fc.pre(german.length > 0);
        const { access, copies } = recount(german).get('eea') ?? { access: null, copies: null };
        const { rows: counted, untold } = statementOf(german).transfers;
        expect(counted).toBe((access?.outside ?? 0) + (copies?.outside ?? 0));
        expect(untold).toBe(0);
      }),
      { numRuns: 30, seed: 57 },
    );
  });

  it('ask the law of the customer’s own country, even if the scenario has no customers there', () => {
    const german = statementOf([row({ stored: 'frankfurt' })]);
    expect(transfersOf(german)).toMatch(/^None of 1 copy or access .* left the free flow/);
    // For Swiss data, Germany is abroad; the law finds it adequate.
    const swiss = statementOf([row({ country: 'CH', stored: 'frankfurt' })]);
    expect(transfersOf(swiss)).toMatch(
      /The vendor stored copies at Frankfurt in Germany: cases of customers of “Germany” \(in Switzerland\), .* an adequacy decision for the country/,
    );
    expect(swiss.isBroken).toBe(false);
  });

  it('say which basis the scenario has, and that the log tells none', () => {
    const statement = statementOf([
      row({ stored: 'frankfurt', centre: 'bangalore' }),
      row({ number: 'B', stored: 'frankfurt', centre: 'denver' }),
    ]);
    const text = transfersOf(statement);
    expect(text).toMatch(
      /Indian affiliate had access at Bangalore in India: .* received from The vendor\. .* standard contractual clauses/,
    );
    expect(text).toMatch(/American affiliate had access at Denver .* participation in a framework/);
    expect(text).toContain('The log has no column for bases');
  });

  it('do not call a transfer free of the law because nobody says who passed the data on', () => {
    const american = { account: 'americas', country: 'US', centre: 'bangalore' };
    const untold = statementOf([row({ ...american })]);
    expect(transfersOf(untold)).toContain('the log does not say who passed the data on');
    const country = statementOf([row({ ...american, stored: 'IE' })]);
    expect(transfersOf(country)).toContain('the log does not say who passed the data on');
    for (const statement of [untold, country])
      expect(statement.answer.join('\n')).toContain(
        'For 1 row of 1 case in the log it is not known whether the law asks',
      );
    const told = statementOf([row({ ...american, stored: 'frankfurt' })]);
    expect(transfersOf(told)).toContain('taken as received from The vendor');
  });

  it('say that the scenario has no basis, without calling a promise broken', () => {
    const bare = strictThreeCentres('3 h', (text) =>
      text.replace(
        ', instruments: [{ clauses: SCC_2021, from: 2021-10-01, signedFor: customers, assessed: 2024-06-01 }]',
        '',
      ),
    );
    const statement = statementOf([row({ account: 'india', stored: 'frankfurt', centre: 'bangalore' })], {
      scenario: bare,
    });
    expect(statement.isBroken).toBe(false);
    expect(statement.answer.join()).toContain(
      'For 1 row of 1 case the scenario has no basis that the law accepted',
    );
    expect(sentencesOf(statement, 'continuing')[1]).toMatchObject({ tone: 'open' });
  });

  it('follow the law of the time: what was accepted then may not be so today', () => {
    const rows = [row({ changed: '2025-03-03 09:00', stored: 'frankfurt', centre: 'denver' })];
    expect(transfersOf(statementOf(rows))).not.toContain('as it is known today');
    const harbor = strictThreeCentres('3 h', (text) =>
      text
        .replace('start: 2025-03-03', 'start: 2014-03-03')
        .replace('framework: DPF_EU_US, from: 2023-09-01', 'framework: SAFE_HARBOR_EU_US, from: 2001-06-29')
        .replace('clauses: SCC_2021, from: 2021-10-01', 'clauses: SCC_2010_C2P, from: 2011-10-01'),
    );
    const then = statementOf([{ ...(rows[0] as TicketRow), changed: '2014-03-03 09:00' }], {
      scenario: harbor,
    });
    expect(transfersOf(then)).toMatch(
      /By the law as it is known today, 1 row of 1 case have no basis that it accepts, although nobody could know that then/,
    );
  });
});

describe('what a log leaves out', () => {
  it('is said at the end: rows that the import refused, which stand in the head, too, and times that a clock showed twice', () => {
    const imported = { rowsRefused: 3, repeatedTimes: 2, repeatedEvents: 1, changedCases: 1 };
    const statement = statementOf([row({ stored: 'frankfurt' })], { facts: { imported } });
    expect(statement.answer[1]).toContain('3 rows that the import left out are not counted');
    const end = statement.notSaid.join('\n');
    expect(end).toContain('The import left out 3 rows');
    expect(end).toContain('2 times of the log are shown twice');
    expect(end).toContain('Rows of 1 case name different segments or countries');
  });

  it('is said of a chosen period: rows and cases outside of it', () => {
    const chosen = {
      from: '2025-03-03T00:00:00.000Z',
      until: null,
      rowsLeftOut: 7,
      casesBefore: 2,
      casesAfter: 0,
    };
    const statement = statementOf([row({ stored: 'frankfurt' })], { facts: { chosen } });
    expect(statement.notSaid.join()).toContain(
      'Only events from 3 March 2025 00:00 UTC were audited: 7 other rows of the log were left out. 2 cases have earlier rows',
    );
  });

  it('has the customers’ law where the log does not give their country', () => {
    const mapping = TICKET_MAPPING.replace(' country: country,', '');
    const statement = statementOf([row({ stored: 'frankfurt', centre: 'bangalore' })], { mapping });
    expect(statement.notSaid.join()).toContain('For 1 case the log does not give the customer’s country');
    expect(transfersOf(statement)).toContain('Indian affiliate had access');
  });

  it('cannot steer a terminal or a page by a name', () => {
    const statement = statementOf([row({ stored: '<b>\u001b[31m', centre: 'a|b' })]);
    expect(renderBoundary(statement)).not.toContain('<b>');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test is about them
    expect(textOf(statement)).not.toMatch(/\u001b/);
  });
});

describe('what a reader would take a sentence to say', () => {
  const promising = (germany: string, others: string) =>
    strictThreeCentres('3 h', (text) =>
      text
        .replace(
          /zones: { storage: EEA, backup: EEA, workingCopy: EEA, access: EEA, personnel: EEA }\n +subcontractors: none/,
          germany,
        )
        .replace('zones: { storage: EEA, backup: EEA, workingCopy: EEA }', others),
    );

  it('names the zones of working copies, backups, processing and people where nothing else was promised', () => {
    const scenario = promising('zones: { workingCopy: EEA, personnel: EU }', 'zones: { backup: EEA }');
    const { answer } = statementOf([row({ stored: 'frankfurt' })], { scenario });
    expect(answer[2]).toBe(
      'The promises of the scenario are: cases of “Germany” are kept as working copies in the EEA only and seen by residents of the EU only; cases of “India” and “The Americas” are backed up in the EEA only.',
    );
  });

  it('does not say that access was promised where processing was', () => {
    const scenario = promising('zones: { processing: EEA }', 'zones: { storage: EEA }');
    const statement = statementOf([row({ centre: 'bangalore', stored: 'frankfurt' })], { scenario });
    expect(textOf(statement, 'inside')).toContain(
      'Broken: cases of “Germany” were promised to be processed in the EEA only. By 1 row of 1 case in the log, people had access from outside',
    );
    expect(textOf(statement)).not.toContain('promised to be seen');
  });

  it('leaves out the classes of items that a promise leaves out', () => {
    const scenario = promising(
      'zones: { storage: EEA, access: EEA }\n    except: { case metadata: { storage: ANY, access: ANY } }',
      'zones: { storage: EEA }',
    );
    const statement = statementOf([row({ centre: 'bangalore', stored: 'frankfurt' })], { scenario });
    expect(statement.answer[1]).toContain(
      'cases of “Germany” are stored in the EEA only (apart from case metadata) and seen from the EEA only (apart from case metadata)',
    );
    expect(textOf(statement, 'inside')).toContain(
      'seen from the EEA only (apart from case metadata). By 1 row',
    );
    expect(textOf(statement, 'excluded')).toContain('from where people see data, as to case metadata');
  });

  it('does not take a case for sent by its customer if it has rows before the chosen period', () => {
    const american = { account: 'americas', country: 'US' };
    const later = row({ ...american, changed: '2025-03-05 09:00', stored: 'bangalore' });
    const earlier = row({ ...american, stored: 'dublin-dc' });
    // By the whole log, the vendor in Ireland passed it on.
    expect(statementOf([earlier, later]).transfers).toMatchObject({ rows: 1, untold: 0 });
    const chosen = { from: '2025-03-05T00:00:00.000Z', until: null, rowsLeftOut: 1, casesAfter: 0 };
    const facts = { chosen: { ...chosen, casesBefore: 1 } };
    const part = statementOf([later], { facts, begun: ['A'] });
    expect(part.transfers).toMatchObject({ rows: 0, untold: 1 });
    expect(transfersOf(part)).toContain('the log does not say who passed the data on');
    expect(part.notSaid.join('\n')).toContain(
      'for a case with rows before the chosen period, it is not known',
    );
    expect(statementOf([later]).transfers).toMatchObject({ rows: 0, untold: 0 });
  });

  it('counts names that are not known by their mentions, of which a row may have several', () => {
    const statement = statementOf([row({ centre: 'Blr', team: 'owls', stored: 'fra1' })]);
    expect(sentencesOf(statement, 'unmatched')[0]?.grounds).toEqual([
      { kind: 'log', what: 'mentions of names that the scenario does not know', count: 3 },
    ]);
  });

  it('says that it does not know the country of some customers', () => {
    const rows = [
      row({ centre: 'denver', team: 'denver/first-line' }),
      row({ number: 'B', country: '', centre: 'denver', team: 'denver/first-line' }),
    ];
    expect(transfersOf(statementOf(rows))).toContain(
      '(in Germany, or in a country that the log does not give)',
    );
    expect(transfersOf(statementOf(rows.slice(0, 1)))).toContain('(in Germany),');
  });

  it('finds a group by its name within a centre that the row names by its title', () => {
    const scenario = strictThreeCentres('3 h', (text) =>
      text.replace('    title: Dublin\n', '    title: The Dublin Office\n'),
    );
    const rows = [row({ centre: 'the Dublin office', team: 'first-line', stored: 'frankfurt' })];
    const statement = statementOf(rows, { scenario });
    expect(statement.unmatched).toEqual([]);
    expect(textOf(statement, 'inside')).toContain('“dublin/first-line” (1 row)');
  });

  it('leaves open who saw a case at a centre of a subcontractor, if no group of that centre is named', () => {
    const scenario = strictThreeCentres('3 h', (text) =>
      text
        .replace('title: Stored in the EEA\n', 'title: Stored in the EEA\n    subcontractors: none\n')
        .replace(/(country: US\n +timeZone: America\/Denver\n +entity:) america/, '$1 partner'),
    );
    const viewed = { account: 'americas', country: 'US', centre: 'denver', stored: 'frankfurt' };
    for (const team of ['', 'owls']) {
      const statement = statementOf([row({ ...viewed, team })], { scenario });
      expect(textOf(statement, 'inside')).toContain(
        'cases of “The Americas” were seen at a centre of a subcontractor whom the promise did not admit at that time: A partner (1 row). These rows name no group of that centre, so it can be judged neither way.',
      );
      expect(statement.answer[1]).toContain(
        'access at centres of subcontractors that were not admitted, by 1 row of 1 case, cannot be judged',
      );
    }
    const away = [row({ ...viewed, centre: 'bangalore', team: 'denver/first-line' })];
    expect(textOf(statementOf(away, { scenario }), 'inside')).toContain(
      'subcontractors whom the promise did not admit at that time: A partner (1 row).',
    );
  });

  it('does not take a consent of one segment for that of a case whose segment is not told', () => {
    const consent =
      'consents: [{ dimensions: [access], zone: US, given: 2025-03-01T00:00:00Z, from: 2025-03-01T00:00:00Z, to: 2025-03-09T00:00:00Z }]';
    const scenario = strictThreeCentres('3 h', (text) =>
      text
        .replace(
          '    title: The Americas\n    promise: open',
          `    title: The Americas\n    promise: eea\n    ${consent}`,
        )
        .replace('    title: India\n    promise: open', '    title: India\n    promise: eea'),
    );
    const viewed = { centre: 'denver', stored: 'frankfurt', country: '' };
    const text = (account: string) => textOf(statementOf([row({ ...viewed, account })], { scenario }));
    expect(text('')).toContain(
      'A consent that the scenario has covered, or by what the log tells of segments may have covered, 1 of these rows',
    );
    expect(text('americas')).toContain('A consent that the scenario has covered 1 of these rows');
    expect(text('germany')).not.toContain('A consent that the scenario has');
  });
});

describe('agreements with customers in a log', () => {
  const signedUntil = (end: string | null): Scenario => ({
    ...SCENARIO,
    segments: SCENARIO.segments.map((segment) =>
      segment.id === 'germany'
        ? {
            ...segment,
            agreements: {
              dataProcessing: [{ fromEpochMs: 0, toEpochMs: end === null ? null : Date.parse(end) }],
            },
          }
        : segment,
    ),
  });
  const rows = [row({ stored: 'DUBLIN-DC' }), row({ changed: '2025-03-04 09:00', stored: 'DUBLIN-DC' })];
  const broken = (scenario: Scenario) =>
    sentencesOf(statementOf(rows, { scenario }))
      .map(({ text }) => text)
      .filter((text) => text.startsWith('Broken'))
      .join('\n');

  it('are broken by rows of a time in which there was none, and say which rows', () => {
    expect(broken(signedUntil(null))).toBe('');
    expect(broken(signedUntil('2025-03-04'))).toContain(
      'only under a data processing agreement (GDPR Art. 28(3) and (9))',
    );
    expect(broken(signedUntil('2025-03-04'))).toContain('1 row of 1 case');
    expect(textOf(statementOf(rows, { scenario: signedUntil(null) }))).toContain('Their law asks for one');
  });
});
