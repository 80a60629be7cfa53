import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { loadScenario, runInMemory } from '../running.ts';
import { CSV, eventsOf, GERMAN_NIGHT, issuesOf, JSON_LINES, readLog, reportOn, resultOf } from './reading.ts';

const HEAD = 'time,type,case,stream,role,place,copiedFrom,centre,group,agent,purpose,readFrom';
const OPEN = '2014-11-04T09:00:00Z,open,INC-7,premier/DE/phone,,,,,,,,';

/** A case, and rows about it a minute apart: the text after the time. */
function desk(...rows: readonly string[]): string {
  const timed = rows.map((row, i) => `2014-11-04T09:${String(i + 1).padStart(2, '0')}:00Z,${row}`);
  return [HEAD, OPEN, ...timed].join('\n');
}

const STORED = 'store,INC-7,,primary,data centre dublin-dc,,,,,,';

describe('a place that the scenario does not know', () => {
  it('violates R1 if something is stored there, by the name that the log gives it', () => {
    const log = desk('store,INC-7,,primary,data centre atlantis,,,,,,', STORED);
    const report = reportOn(log, CSV);
    expect(resultOf(report, 'R1')).toMatchObject({ checks: 2, violations: 1, notCheckable: null });
    expect(resultOf(report, 'R1').first).toEqual({
      line: 3,
      caseId: 'INC-7',
      message:
        'a primary is stored at data centre atlantis; promise premier-eea, storage: the place and its country are not in the scenario',
    });
    expect(report.unknown).toEqual({
      names: 1,
      first: [{ what: 'place', name: 'data centre atlantis', fields: 1, line: 3 }],
    });
  });

  it('also violates R1 under a promise that allows any country, and R3 for a replica', () => {
    const twin = desk('store,INC-7,,replica,centre atlantis,data centre dublin-dc,,,,,').replace(
      'premier',
      'twin',
    );
    const report = reportOn(twin, CSV);
    expect(resultOf(report, 'R1').violations).toBe(1);
    expect(resultOf(report, 'R3')).toMatchObject({ violations: 1, first: { line: 3 } });
    expect(resultOf(report, 'R3').first?.message).toContain('a replica is stored at centre atlantis');
  });

  it('is the same place whether a copy or a view names it, and distinct from other places', () => {
    const rows = [
      STORED,
      'store,INC-7,,working copy,centre atlantis,data centre dublin-dc,,,,,',
      'view,INC-7,,,,,atlantis,,,support,centre atlantis',
      'store,INC-7,,working copy,centre thule,centre atlantis,,,,,',
      'store,INC-7,,working copy,centre thule,centre hades,,,,,',
    ];
    const report = reportOn(desk(...rows), CSV);
    // There is a copy at Atlantis to copy from, but none at Hades.
    expect(resultOf(report, 'R2')).toMatchObject({ checks: 3, violations: 1, first: { line: 7 } });
    expect(resultOf(report, 'R2').first?.message).toContain(
      'made from centre hades, where the case has no copy',
    );
    expect(report.unknown.first.map(({ fields, name }) => [name, fields])).toEqual([
      ['centre atlantis', 4],
      ['centre thule', 2],
      ['centre hades', 1],
    ]);
  });

  it('violates R4 if a case is seen from there', () => {
    const report = reportOn(desk(STORED, 'view,INC-7,,,,,atlantis,,,support,'), CSV);
    expect(resultOf(report, 'R4')).toMatchObject({ checks: 1, violations: 1 });
    expect(resultOf(report, 'R4').first?.message).toContain('the case is seen from centre atlantis;');
  });

  it('violates R19 if the log is kept there', () => {
    const scenario = { ...GERMAN_NIGHT, ledger: { dataCentre: 2 } } as unknown as typeof GERMAN_NIGHT;
    const kept = (dataCentre: string) => {
      const rows = ['time,type,case,stream,dataCentre', `2014-11-04T00:00:00Z,ledger kept,,,${dataCentre}`];
      return reportOn([...rows, '2014-11-04T09:00:00Z,open,1,premier/DE/phone,'].join('\n'), CSV, scenario);
    };
    expect(resultOf(kept('dublin-dc'), 'R19')).toMatchObject({ notCheckable: null, violations: 0 });
    const report = kept('atlantis');
    expect(resultOf(report, 'R19').violations).toBeGreaterThan(0);
    expect(resultOf(report, 'R19').first?.message).toContain('is kept at data centre atlantis');
  });

  it('makes findings that depend on its reachability not checkable', () => {
    const clean = reportOn(desk(STORED), CSV);
    const report = reportOn(desk('store,INC-7,,primary,data centre atlantis,,,,,,'), CSV);
    for (const id of ['R10', 'R14', 'R18', 'R23']) {
      expect(resultOf(report, id).notCheckable, id).not.toBeNull();
    }
    expect(resultOf(clean, 'R17').notCheckable).toBe(resultOf(report, 'R17').notCheckable);
  });

  it('is refused if it is not a valid name of a place', () => {
    for (const place of ['dublin-dc', 'data centre', 'data centre ', `data centre ${'x'.repeat(200)}`]) {
      const [issue] = issuesOf(desk(`store,INC-7,,primary,${place},,,,,,`), CSV);
      expect(issue?.line, place).toBe(3);
      expect(issue?.message, place).toContain('place is "');
      expect(issue?.remedy, place).toBe('write `data centre <id>` or `centre <id>`');
    }
  });
});

describe('a group or agent that the scenario does not know', () => {
  const view = (group: string, agent: string) =>
    desk(
      STORED,
      `view,INC-7,,,,,dublin,${group},${agent},support,data centre dublin-dc`,
      'view end,INC-7,,,,,dublin,dublin/german,dublin/german#1,support,data centre dublin-dc',
    );

  it('violates R20, by the name that the log gives it', () => {
    const byGroup = resultOf(reportOn(view('the night owls', 'owl 7'), CSV), 'R20');
    expect(byGroup).toMatchObject({ violations: 1, first: { line: 4, caseId: 'INC-7' } });
    expect(byGroup.first?.message).toBe(
      'the access names group the night owls, which is not in the scenario',
    );
    const byAgent = resultOf(reportOn(view('dublin/german', 'owl 7'), CSV), 'R20');
    expect(byAgent.first?.message).toBe('the access names agent owl 7, who is not in the scenario');
    expect(resultOf(reportOn(view('dublin/german', 'dublin/german#1'), CSV), 'R20').violations).toBe(0);
  });

  it('leaves residence and employer of that view open', () => {
    // A promise about personnel and one about subcontractors: neither applies to an unknown group.
    const scenario = loadScenario('phi-subcontractor');
    const stream = scenario.streams[0]?.id ?? '';
    const centre = scenario.centres[0]?.id ?? '';
    const start = new Date(scenario.startEpochMs).toISOString();
    const rows = [HEAD, `${start},open,1,${stream},,,,,,,,`];
    const seen = (group: string) =>
      reportOn(
        [
          ...rows,
          `${start},view,1,,,,,${centre},${group},x,support,`,
          `${start},view end,1,,,,,${centre},${group},x,support,`,
        ].join('\n'),
        CSV,
        scenario,
      );
    for (const id of ['R5', 'R9']) expect(resultOf(seen('nobody knows'), id).checks, id).toBe(0);
  });

  it('makes findings that depend on free agents not checkable, with the name and the line', () => {
    const { results } = reportOn(view('dublin/german', 'owl 7'), CSV);
    expect(results.filter(({ id }) => id === 'R20')[0]?.notCheckable).toBeNull();
    for (const id of ['R10', 'R11', 'R14', 'R18', 'R23']) {
      expect(results.find((one) => one.id === id)?.notCheckable, id).not.toBeNull();
    }
  });
});

describe('other names that the scenario does not know', () => {
  it('an entity: R7 reports it if a basis is needed', () => {
    const rows = [
      'time,type,case,stream,role,place,copiedFrom,basis,exporter,importer,instrument',
      '2014-11-04T09:00:00Z,open,1,premier/DE/phone,,,,,,,',
      '2014-11-04T09:01:00Z,transfer,1,,,data centre quincy,,framework,,acme,0',
      '2014-11-04T09:01:00Z,store,1,,primary,data centre quincy,,,,,',
    ];
    const report = reportOn(rows.join('\n'), CSV);
    expect(resultOf(report, 'R7').violations).toBeGreaterThan(0);
    expect(resultOf(report, 'R7').first?.message).toContain('from the customer to acme at quincy (US)');
    const vendor = reportOn(rows.join('\n').replace('acme', 'vendor'), CSV);
    expect(resultOf(vendor, 'R7').violations).toBe(0);
  });

  it('the place of a transfer: R7 says nothing about an unknown country', () => {
    const rows = [
      'time,type,case,stream,role,place,copiedFrom,basis,exporter,importer,instrument',
      '2014-11-04T09:00:00Z,open,1,premier/DE/phone,,,,,,,',
      '2014-11-04T09:01:00Z,transfer,1,,,data centre atlantis,,framework,,vendor,0',
      '2014-11-04T09:01:00Z,store,1,,primary,data centre atlantis,,,,,',
      '2014-11-04T09:02:00Z,store,1,,primary,data centre dublin-dc,data centre atlantis,,,,',
    ];
    const report = reportOn(rows.join('\n'), CSV);
    expect(resultOf(report, 'R7')).toMatchObject({ notCheckable: null, checks: 0, violations: 0 });
    expect(resultOf(report, 'R1').violations).toBe(1);
  });

  it('a product or language: what depends on it is not checkable, and the rest is judged', () => {
    const event = (data: object) =>
      [
        { subject: 'case/1', type: 'meridian.open', time: '2014-11-04T09:00:00Z', data },
        {
          subject: 'case/1',
          type: 'meridian.store',
          time: '2014-11-04T09:00:00Z',
          data: { role: 'primary', place: 'data centre quincy', copiedFrom: null },
        },
        ...['assign', 'wait', 'escalate', 'transition', 'duty', 'view', 'view end', 'delete'].map((type) => ({
          subject: 'case/1',
          type,
          time: '2014-11-04T09:00:00Z',
          data: { centre: 'dublin', role: 'primary', place: 'data centre quincy' },
        })),
      ]
        .map((one) => JSON.stringify(one))
        .join('\n');
    const told = {
      stream: 'premier/DE/phone',
      severity: 'A',
      channel: 'phone',
      customer: 1,
      solvedAtTier: 1,
    };
    const report = reportOn(event({ ...told, language: 'tlh', product: 'azure' }), JSON_LINES);
    expect(resultOf(report, 'R1').violations).toBe(1);
    expect(report.unknown.first).toEqual([{ what: 'language', name: 'tlh', fields: 2, line: 1 }]);
    const products = reportOn(event({ ...told, language: 'de', product: 'abacus' }), JSON_LINES);
    expect(products.unknown.first.map(({ what, name }) => [what, name])).toEqual([['product', 'abacus']]);
  });

  it('a stream: the line is refused, since its case cannot be judged', () => {
    expect(issuesOf(`${HEAD}\n${OPEN.replace('premier', 'gold')}`, CSV)).toEqual([
      {
        line: 2,
        message: 'stream is "gold/DE/phone", which the scenario does not know',
        remedy: 'write id of an arrival stream',
      },
    ]);
  });

  it('a word of the format: the line is refused with the allowed words', () => {
    expect(issuesOf(desk('store,INC-7,,master,data centre dublin-dc,,,,,,'), CSV)).toEqual([
      {
        line: 3,
        message: 'role is "master", which is not one of its values',
        remedy: 'write one of primary, replica, backup, cache, working copy, log',
      },
    ]);
  });

  it('too many places: the log must be of another scenario, and is refused', () => {
    const rows = Array.from(
      { length: 1001 },
      (_, i) => `2014-11-04T09:00:00Z,store,INC-7,,cache,data centre x${i},,,,,,`,
    );
    const [issue] = issuesOf([HEAD, OPEN, ...rows].join('\n'), CSV);
    expect(issue?.line).toBe(1003);
    expect(issue?.message).toContain('too many names');
  });
});

describe('a case', () => {
  it('that is mentioned before it is opened counts once, by its id', () => {
    const rows = [
      HEAD,
      '2014-11-04T09:00:00Z,store,B,,primary,data centre quincy,,,,,,',
      '2014-11-04T09:00:00Z,open,A,premier/DE/phone,,,,,,,,',
      '2014-11-04T09:00:00Z,open,B,premier/DE/phone,,,,,,,,',
      '2014-11-04T09:00:00Z,store,B,,primary,data centre quincy,,,,,,',
    ];
    const report = reportOn(rows.join('\n'), CSV);
    expect(report.cases).toBe(2);
    expect(report.disorder).toEqual({
      lines: 1,
      first: [{ line: 2, message: 'case B has not been opened' }],
    });
    expect(resultOf(report, 'R1').first).toMatchObject({ line: 5, caseId: 'B' });
  });

  it('is named by its id if another event refers to it', () => {
    const event = (type: string, id: string, data: object) =>
      JSON.stringify({ subject: `case/${id}`, type, time: '2014-11-04T09:00:00Z', data });
    const stream = 'premier/DE/phone';
    const text = [
      event('open', '17', { stream }),
      event('open', '0', { stream }),
      event('preempt', '0', { group: 'dublin/german', agent: 'dublin/german#1', forCase: 17 }),
      event('follow-up', '0', { isMessage: false, earlierCase: '17' }),
      event('follow-up', '0', { isMessage: false, earlierCase: 'none' }),
    ].join('\n');
    expect(
      readLog(text, JSON_LINES)
        .entries.slice(2)
        .map((entry) => entry[7]),
    ).toEqual([0, 0, 0xffffffff]);
    expect(issuesOf(event('follow-up', '0', { earlierCase: {} }), JSON_LINES)[0]?.message).toBe(
      'earlierCase is {}, not a case',
    );
  });
});

describe('a copy without a recorded deletion', () => {
  it('is not accused of staying when a country leaves the zone: R1 is not checkable then', () => {
    const log = (last: string) =>
      [
        'time,type,case,stream,role,place',
        '2020-12-30T09:00:00Z,open,7,premier/DE/phone,,',
        '2020-12-30T09:00:00Z,store,7,,primary,data centre london',
        `${last},law,,,,`,
      ].join('\n');
    const whyNot = (last: string) =>
      resultOf(reportOn(log(last), CSV, loadScenario('london-2020')), 'R1').notCheckable;
    expect(whyNot('2020-12-31T22:00:00Z')).toBeNull();
    expect(whyNot('2021-01-01T09:00:00Z')).toBe('the log has no event of type delete');
  });
});

describe('an outage that is not recorded', () => {
  it('is not ruled out if something happens because of it', () => {
    const whole = loadScenario('german-night');
    const scenario = { ...whole, horizonMs: 2 * 24 * HOUR_MS };
    const lines = eventsOf(runInMemory(scenario).ledger, scenario).split('\n');
    const whyNot = (kept: readonly string[]) =>
      reportOn(kept.join('\n'), JSON_LINES, scenario)
        .results.filter(({ notCheckable }) => notCheckable?.includes('type centre') === true)
        .map(({ id }) => id)
        .join(' ');
    expect(lines.some((line) => line.includes('"meridian.centre"'))).toBe(true);
    expect(whyNot(lines)).toBe('');
    expect(whyNot(lines.filter((line) => !line.includes('"meridian.centre"')))).toBe(
      'R10 R11 R13 R14 R18 R23 R27',
    );
  });
});

describe('the contents of copies', () => {
  it('must be recorded for all copies or none, or else the rest after a deletion is unknown', () => {
    const log = (stored: object, deleted: object) =>
      [
        {
          subject: 'case/1',
          type: 'open',
          time: '2014-11-04T09:00:00Z',
          data: { stream: 'premier/DE/phone' },
        },
        {
          subject: 'case/1',
          type: 'store',
          time: '2014-11-04T09:00:00Z',
          data: { role: 'primary', place: 'data centre dublin-dc', ...stored },
        },
        {
          subject: 'case/1',
          type: 'delete',
          time: '2014-11-04T09:00:00Z',
          data: { role: 'primary', place: 'data centre dublin-dc', ...deleted },
        },
      ]
        .map((event) => JSON.stringify(event))
        .join('\n');
    const why = (stored: object, deleted: object) =>
      resultOf(reportOn(log(stored, deleted), JSON_LINES), 'R17').notCheckable;
    const content = { itemClasses: ['content'] };
    expect(why(content, content)).toBeNull();
    expect(why({}, {})).toBeNull();
    expect(why(content, {})).toBe('only some events of type store and delete tell itemClasses (not line 3)');
    expect(why({}, content)).toBe('only some events of type store and delete tell itemClasses (not line 2)');
  });
});

describe('the invariants that depend on names in the scenario', () => {
  it('are not checkable if a whole log names one thing that the scenario lacks, and the others are', () => {
    const whole = loadScenario('german-night');
    const scenario = { ...whole, horizonMs: 8 * HOUR_MS };
    const text = eventsOf(runInMemory(scenario).ledger, scenario);
    const whyNot = (log: string) =>
      reportOn(log, JSON_LINES, scenario)
        .results.filter(({ notCheckable }) => notCheckable?.startsWith('the scenario does not know') === true)
        .map(({ id, notCheckable }) => `${id} ${notCheckable?.split(' ').slice(5).join(' ')}`);
    expect(whyNot(text)).toEqual([]);
    const opening = text.split('\n').findIndex((line) => line.includes('meridian.open')) + 1;
    const [language] = /"language":"[^"]*"/.exec(text.split('\n')[opening - 1] ?? '') ?? [''];
    const changed = (from: string, to: string) => text.replace(from, to);
    const last = 'the language tlh (line N)';
    expect(
      whyNot(changed(language, '"language":"tlh"'))
        .join('\n')
        .replaceAll(/line \d+/g, 'line N'),
    ).toBe(['R10', 'R11', 'R13', 'R14', 'R23', 'R27'].map((id) => `${id} ${last}`).join('\n'));
    const copies = whyNot(changed('"place":"data centre dublin-dc"', '"place":"data centre atlantis"'));
    expect(copies.map((one) => one.split(' ')[0])).toEqual(['R10', 'R13', 'R14', 'R18', 'R23']);
    const agents = whyNot(changed('"agent":"dublin/german#', '"agent":"dublin/german#9'));
    expect(agents.map((one) => one.split(' ')[0])).toEqual(['R10', 'R11', 'R13', 'R14', 'R18', 'R23', 'R27']);
  });
});
