import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { renderHistory, renderHistoryText } from '#report';
import {
  auditOfRows,
  strictThreeCentres,
  TICKET_MAPPING,
  type TicketRow,
  ticketRows,
  violationsIn,
} from './made-history.ts';

const scenario = strictThreeCentres();
const rows = ticketRows(scenario);
const plain = { colour: (_: unknown, text: string) => text };

/** Rows with some of them changed; rows of the sheet count from 2. */
function changed(changes: Readonly<Record<number, Partial<TicketRow>>>): readonly TicketRow[] {
  return rows.map((row, at) => ({ ...row, ...changes[at + 2] }));
}
const rowsWhere = (wanted: (row: TicketRow) => boolean) =>
  rows.flatMap((row, at) => (wanted(row) ? [at + 2] : []));
const german = rowsWhere(({ account }) => account === 'germany');
const seen = rowsWhere(({ account, team }) => account === 'germany' && team !== '');
const caseAt = (row: number) => rows[row - 2]?.number;

const person = (team: string, number = 1) => ({
  centre: team.split('/')[0] as string,
  team,
  agent: `${team}#${number}`,
});

/** Changes of a row of a German case, and the invariants that must report it. */
const BREACHES: readonly {
  readonly what: string;
  readonly rows: readonly number[];
  readonly change: Partial<TicketRow>;
  readonly broken: readonly string[];
}[] = [
  { what: 'a copy in a country outside the EEA', rows: german, change: { stored: 'BR' }, broken: ['R1'] },
  {
    what: 'a copy in a data centre outside the EEA',
    rows: german,
    change: { stored: 'QUINCY' },
    broken: ['R1'],
  },
  {
    what: 'a copy at a centre outside the EEA',
    rows: german,
    change: { stored: 'bangalore' },
    broken: ['R1'],
  },
  { what: 'a view from Bangalore', rows: seen, change: person('bangalore/first-line'), broken: ['R4', 'R5'] },
  {
    what: 'a view from Denver, named by its title',
    rows: seen,
    change: { ...person('denver/second-line'), centre: 'Denver' },
    broken: ['R4', 'R5'],
  },
  {
    what: 'a view by a team in Bangalore, whose centre is not named',
    rows: seen,
    change: { ...person('bangalore/first-line'), centre: '' },
    broken: ['R4', 'R5'],
  },
  {
    what: 'a view by somebody who resides elsewhere',
    rows: seen,
    change: person('dublin/commuters'),
    broken: ['R5'],
  },
  { what: 'a view by a subcontractor', rows: seen, change: person('dublin/helpers', 2), broken: ['R9'] },
  { what: 'a copy held by a subcontractor', rows: german, change: { stored: 'paris' }, broken: ['R9'] },
  { what: 'an agent of another team', rows: seen, change: { agent: 'denver/first-line#1' }, broken: ['R20'] },
  { what: 'an agent whom nobody knows', rows: seen, change: { agent: 'somebody' }, broken: ['R20'] },
];

describe('the audit of a simulated history', () => {
  it('finds nothing in what the simulator did, and says what it tested', () => {
    const report = auditOfRows(rows, scenario);
    expect(violationsIn(report)).toEqual([]);
    const tested = report.results.filter(({ checks, needs }) => needs === null && checks > 0);
    expect(tested.map(({ id }) => id)).toEqual(['R1', 'R4', 'R5', 'R9', 'R20']);
    expect(report.results.find(({ id }) => id === 'R1')?.checks).toBe(rows.length);
    expect(report.unmatched).toEqual([]);
    const [first] = renderHistoryText(report, plain).split('\n');
    expect(first).toMatch(
      /^No violation found in [\d,]+ checks: [\d,]+ of Storage \(R1\), .* of Attribution \(R20\)\.$/,
    );
  });

  it('finds what happened without an agreement that the law asks for, if each case says its country', () => {
    const { segments } = scenario;
    const unsigned: Scenario = {
      ...scenario,
      segments: segments.map((one) =>
        one.id === 'germany' ? { ...one, agreements: { dataProcessing: [] } } : one,
      ),
    };
    const found = auditOfRows(rows, unsigned).results.find(({ id }) => id === 'R9');
    expect(found?.violations).toBeGreaterThanOrEqual(german.length);
    const [first = 0] = german;
    const abroad = rows.map((row, at) => (at + 2 === first ? { ...row, country: 'CH' } : row));
    const report = auditOfRows(abroad, unsigned);
    expect(report.results.find(({ id }) => id === 'R9')?.violations).toBe(0);
    expect(report.notSaid.join()).toContain('data processing agreement');
  });

  it('finds every breach that is put into it, with its case and row, and nothing else', () => {
    const clean = changed({});
    const one = fc.record({ breach: fc.nat(BREACHES.length - 1), at: fc.nat() });
    const found = new Set<string>();
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (drawn) => {
        const copy = clean.map((row) => ({ ...row }));
        const expected = new Set<string>();
        const taken = new Set<number>();
        for (const { at, breach } of drawn) {
          const { broken, change, rows: possible, what } = BREACHES[breach] as (typeof BREACHES)[number];
          const row = possible[at % possible.length] as number;
          // Two changes of one row could hide each other.
          if (taken.has(row)) continue;
          taken.add(row);
          Object.assign(copy[row - 2] as TicketRow, change);
          for (const id of broken) expected.add(`${id} ${caseAt(row)} row ${row}`);
          found.add(what);
        }
        expect(new Set(violationsIn(auditOfRows(copy, scenario)))).toEqual(expected);
      }),
      { numRuns: 60, seed: 49 },
    );
    expect([...found].sort()).toEqual(BREACHES.map(({ what }) => what).sort());
  });

  it('names the broken promises and their cases first', () => {
    const row = seen[3] as number;
    const report = auditOfRows(
      changed({ [row]: { ...person('bangalore/first-line'), stored: 'US' } }),
      scenario,
    );
    const [headline = '', storage = ''] = renderHistoryText(report, plain).split('\n');
    expect(headline).toContain('Broken: Storage (R1) in 1 case, Access place (R4) in 1 case');
    expect(storage).toContain(`case ${caseAt(row)} (row ${row}, `);
    expect(storage).toContain(
      'a primary is stored at a place in US (US); promise eea, storage: US is outside EEA',
    );
    const page = renderHistory(report, 'Three centres');
    expect(page.indexOf('Broken: Storage (R1)')).toBeLessThan(page.indexOf('What was broken'));
    expect(page).toContain('Read from a log of what happened');
    expect(page).not.toContain('Simulated, not observed');
  });
});

describe('a log that tells little', () => {
  const BARE =
    'timeZone: UTC\ntimeFormat: yyyy-MM-dd HH:mm\ncolumns: {case: number, time: changed, activity: state, segment: account}';

  it('leaves residency unjudged, and says which columns it needs', () => {
    const report = auditOfRows(rows, scenario, BARE);
    expect(report.results.filter(({ needs }) => needs === null)).toEqual([]);
    const text = renderHistoryText(report, plain);
    expect(text).toMatch(/^Nothing of residency can be judged: /);
    expect(text).toContain(
      'To judge Storage (R1), the log needs a column place that names data centres or countries.',
    );
    expect(text).toContain(
      'To judge Access place (R4), the log needs a column centre or group whose names the scenario has.',
    );
    expect(text).not.toContain('No violation');
  });

  it('is judged on places alone if it names no centres', () => {
    const report = auditOfRows(rows, scenario, `${BARE.slice(0, -1)}, place: stored}`);
    const judged = report.results.filter(({ needs }) => needs === null);
    expect(judged.map(({ id }) => id)).toEqual(['R1', 'R9']);
  });

  it('leaves out cases whose promise it does not tell', () => {
    const mapping = TICKET_MAPPING.replace(' segment: account,', '').replace(' country: country,', '');
    const report = auditOfRows(rows, scenario, mapping);
    expect(report.told.judgedCases).toBe(0);
    expect(report.leftOut).toMatchObject([{ reason: 'no segment', first: 'T0' }]);
    expect(renderHistoryText(report, plain)).toMatch(/^Nothing was judged: no case of the log has a promise/);
  });

  it('takes the country for the segment where that leaves one promise', () => {
    const report = auditOfRows(rows, scenario, TICKET_MAPPING.replace(' segment: account,', ''));
    expect(report.leftOut).toEqual([]);
  });

  it('says which names the scenario does not know, and does not call the rest clean', () => {
    const row = seen[0] as number;
    const report = auditOfRows(
      changed({ [row]: { centre: 'Bangalor', team: '' }, [german[0] as number]: { stored: 'the cloud' } }),
      scenario,
    );
    expect(report.unmatched).toContainEqual({ field: 'centre', name: 'Bangalor', events: 1, firstRow: row });
    const [headline = ''] = renderHistoryText(report, plain).split('\n');
    expect(headline).toMatch(/; but 2 rows name what the scenario does not know\.$/);
    expect(renderHistory(report, 'x')).toContain('centre &#39;Bangalor&#39; (1 row');
  });

  it('leaves out segments without a promise, also where they break what others were promised', () => {
    const open = strictThreeCentres('3 h', (text) =>
      text.replace(
        'zones: { storage: EEA, backup: EEA, workingCopy: EEA }',
        'zones: { storage: ANY, backup: ANY, workingCopy: ANY }',
      ),
    );
    const clean = rows.map((row) => ({ ...row, stored: row.account === 'germany' ? 'frankfurt' : 'BR' }));
    const report = auditOfRows(clean, open);
    expect(violationsIn(report)).toEqual([]);
    const others = new Set(rows.filter(({ account }) => account !== 'germany').map(({ number }) => number));
    expect(report.leftOut).toEqual([{ reason: 'no promise', cases: others.size, first: expect.any(String) }]);
    expect(renderHistoryText(report, plain)).toContain(
      'because their promise says nothing of places or people',
    );
  });

  it('does not judge views that a consent or an emergency may have allowed', () => {
    const glass = strictThreeCentres('3 h', (text) =>
      text.replace(
        '    subcontractors: none',
        '    subcontractors: none\n    breakGlass: { strandedFor: 30 min, window: 2 h, approvers: dublin/second-line, notice: 1 day, review: 1 day }',
      ),
    );
    const row = seen[0] as number;
    const report = auditOfRows(changed({ [row]: person('bangalore/first-line') }), glass);
    expect(report.results.find(({ id }) => id === 'R4')).toMatchObject({
      needs: 'whether a view was in an emergency (no column of a case log says that)',
      violations: 0,
    });
  });

  it('takes a view at a centre with a local system for a working copy there', () => {
    const local = strictThreeCentres('3 h', (text) =>
      text
        .replace(
          'at: [12.97, 77.59]\n    access: remote view',
          'at: [12.97, 77.59]\n    access: local system',
        )
        .replace('access: EEA, personnel: EEA }', 'personnel: ANY }'),
    );
    const row = seen[0] as number;
    const mapping = TICKET_MAPPING.replace(', place: stored', '');
    const report = auditOfRows(changed({ [row]: person('bangalore/first-line') }), local, mapping);
    expect(violationsIn(report)).toContain(`R1 ${caseAt(row)} row ${row}`);
    expect(report.assumptions.join(' ')).toContain('store a working copy of each case that is viewed there');
  });
});
