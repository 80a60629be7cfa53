import { describe, expect, it } from 'vitest';
import { AUDITOR_INDEPENDENCE } from '#audit';
import type { Scenario } from '#domain';
import { renderProcessingRecord } from '#report';
import { processingRecord } from '#statements';
import {
  processingRecordCsv,
  subProcessorsCsv,
} from '../../../src/statements/processing/processing-record-csv.ts';
import { RecordLaws } from '../../../src/statements/processing/record-laws.ts';
import { evidenceOf } from '../../exports/evidence-of.ts';
import type { RunChoices } from '../../running.ts';
import { loadScenario } from '../../running.ts';

const DAY_MS = 86_400_000;
const recordOf = (scenario: Scenario, choices: RunChoices = {}) =>
  processingRecord(evidenceOf(scenario, choices));
const until = (name: string, days: number): Scenario => ({ ...loadScenario(name), horizonMs: days * DAY_MS });
/** The register of an hour. */
const registerOf = (name: string) => subProcessorsCsv(recordOf(until(name, 1 / 24)));

describe('the law that a record cites', () => {
  const german = loadScenario('german-night');
  /** Laws over a customer in the country, with the days on which they begin. */
  const lawsOver = (country: string, from: string, to: string) => {
    const startEpochMs = Date.parse(from);
    const streams = german.streams.slice(0, 1).map((stream) => ({ ...stream, country }));
    const horizonMs = Date.parse(to) - startEpochMs;
    return new RecordLaws({ ...german, startEpochMs, horizonMs, streams })
      .inForce(horizonMs)
      .map(({ fromMs, law }) => [
        new Date(startEpochMs + fromMs).toISOString().slice(0, 10),
        law === null ? null : (law.record?.whole ?? 'no record'),
      ]);
  };

  it.each([
    ['DE', 'no record', '2018-05-24', 'GDPR Art. 30(2)'],
    ['NO', 'no record', '2018-07-19', 'GDPR Art. 30(2)'],
    ['CH', 'no record', '2023-08-31', 'Swiss Data Protection Act of 2020, Art. 12(3)'],
  ])('changes in %s from %s, on %s in UTC, to %s', (country, before, day, after) => {
    const start = new Date(Date.parse(day) - 30 * DAY_MS).toISOString();
    const end = new Date(Date.parse(day) + 30 * DAY_MS).toISOString();
    expect(lawsOver(country, start, end)).toEqual([
      [start.slice(0, 10), before],
      [day, after],
    ]);
  });

  it('is the GDPR in the United Kingdom until the end of 2020, and then the UK GDPR', () => {
    expect(lawsOver('GB', '2020-01-15', '2021-01-15')).toEqual([
      ['2020-01-15', 'GDPR Art. 30(2)'],
      ['2020-01-31', 'GDPR Art. 30(2)'],
      ['2020-12-31', 'UK GDPR Art. 30(2)'],
    ]);
  });

  it('is none if no act is modelled', () => {
    expect(lawsOver('US', '2020-01-15', '2021-01-15')).toEqual([['2020-01-15', null]]);
  });
});

describe('the record of processing', () => {
  it('is not called a record under the GDPR in 2014, and cites the law of its time', () => {
    const record = recordOf(until('german-night', 0.5));
    expect(record.heading).toBe('Record of processing');
    expect(record.laws).toEqual([
      'Directive 95/46/EC governs data of customers in DE. It asks a processor for no such record.',
      expect.stringContaining('GDPR Art. 30(2) asks for: in the EU since 25 May 2018'),
    ]);
    const rows = [...record.activities, ...record.transfers];
    expect(new Set(rows.map(({ asked, law }) => `${law} ${asked}`))).toEqual(
      new Set(['Directive 95/46/EC null']),
    );
    expect(new Set(record.transfers.map(({ rule }) => rule))).toEqual(
      new Set(['Directive 95/46/EC, Arts 25 and 26']),
    );
    const page = renderProcessingRecord(record, 'A German night');
    expect(page.match(/GDPR/g)).toHaveLength(1);
    expect(page).toContain(AUDITOR_INDEPENDENCE.slice(0, 40));
  });

  it('is one in 2020, row by row', () => {
    const record = recordOf(until('law-drill', 0.5));
    expect(record.heading).toBe('Record of processing activities, GDPR Art. 30(2)');
    expect(new Set(record.activities.map(({ asked }) => asked))).toEqual(new Set(['GDPR Art. 30(2)(b)']));
    expect(record.subProcessorRules[0]).toMatch(/^GDPR Art\. 28\(2\)/);
  });

  it('has a separate column for transfers within an entity, which are not a safeguard', () => {
    const { transfers } = recordOf(until('german-night', 1));
    const same = transfers.filter(({ exporter, importer }) => exporter === importer);
    expect(same.map(({ safeguard, sameEntity }) => [safeguard, sameEntity])).toEqual([
      [null, 'not a transfer: same entity'],
    ]);
    const others = transfers.filter(({ exporter, importer }) => exporter !== importer);
    expect(new Set(others.map(({ safeguard, sameEntity }) => `${safeguard} ${sameEntity}`))).toEqual(
      new Set(['framework: SAFE_HARBOR_EU_US null']),
    );
  });

  it('names transfers that can be judged neither way', () => {
    const record = recordOf(loadScenario('travelling-expert'));
    const open = record.transfers.filter(({ standing }) => standing === 'undecided');
    expect(open.length).toBeGreaterThan(0);
    expect(open[0]?.sameEntity).toMatch(/^undecided: under the law of EEA it was open/);
    expect(processingRecordCsv(record)).toContain('undecided: under the law of EEA it was open');
    expect(renderProcessingRecord(record, '')).toContain('undecided: under the law of EEA it was open');
  });

  it('says how the law as known today judges the transfers', () => {
    const record = recordOf(until('german-night', 0.5));
    expect(new Set(record.transfers.map(({ standing }) => standing))).toEqual(new Set(['valid']));
    const framework = record.transfers.find(({ safeguard }) => safeguard?.startsWith('framework') === true);
    expect(framework?.today.standing).toBe('invalid');
    expect(renderProcessingRecord(record, '')).toContain('invalid: the basis is not in force');
  });

  it('lists what reached a third country without a recorded transfer', () => {
    const { transfers } = recordOf(until('german-night', 0.5), { breach: 'unrecorded-transfer' });
    expect(transfers.length).toBeGreaterThan(0);
    for (const { importer, reason, safeguard, standing } of transfers)
      expect([importer, safeguard, standing, reason]).toEqual([
        'vendor',
        null,
        'invalid',
        'the law asks for a basis',
      ]);
  });

  it('lists the keeper of the ledger as an actual recipient, not as a potential one', () => {
    const record = recordOf({ ...until('german-night', 0.1), ledger: { dataCentres: [2, 0] } });
    const premier = record.activities.filter(({ controller }) => controller === 'premier');
    const twin = record.activities.filter(({ controller }) => controller === 'twin');
    const cases = (rows: typeof premier) =>
      rows.find(({ category }) => category === 'storage (primary)')?.cases;
    for (const rows of [premier, twin]) {
      expect(rows.find(({ category }) => category.startsWith('storage (ledger'))).toMatchObject({
        entity: 'ireland',
        countries: ['IE'],
        cases: cases(rows),
      });
    }
    const could = (controller: string) =>
      record.possible.filter((one) => one.controller === controller).map(({ entity }) => entity);
    expect(could('twin')).not.toContain('ireland');
    expect(recordOf(until('german-night', 0.1)).activities.map(({ category }) => category)).not.toContain(
      'storage (ledger, which tells of the case)',
    );
  });

  it('lists potential recipients next to actual ones, for each controller', () => {
    const record = recordOf({ ...loadScenario('css-2014'), horizonMs: 3_600_000 });
    const did = new Set(record.activities.map(({ controller, entity }) => `${controller} ${entity}`));
    const could = record.possible.map(({ controller, entity }) => `${controller} ${entity}`);
    expect(could).toContain('public-eea germany');
    expect(could).not.toContain('public-eea contact-manila');
    expect(could.filter((one) => did.has(one))).toEqual([]);
    expect(processingRecordCsv(record)).toMatch(
      /possible recipients,.*customers of public-eea,,germany,"could see it/,
    );
    const laws = new Set(record.activities.map(({ law }) => law));
    expect([...laws].map((law) => law ?? 'none').sort()).toEqual([
      'Directive 95/46/EC',
      'Swiss Federal Act on Data Protection of 1992',
      'none',
    ]);
  });
});

describe('the agreements with controllers', () => {
  it('are listed with their times, or as missing, where the scenario says which there are', () => {
    const csv = processingRecordCsv(recordOf(until('unsigned', 1 / 24)));
    expect(csv).toContain(
      'customers of ireland,,,data processing agreement from 2011-01-01T00:00:00.000Z until 2014-11-05T00:00:00.000Z,',
    );
    expect(csv).toContain('customers of switzerland,,,no data processing agreement,');
    expect(csv).not.toContain('customers of others,,,data processing agreement');
    expect(recordOf(until('phi-subcontractor', 1 / 24)).agreements).toBeUndefined();
  });
});

describe('the register of sub-processors', () => {
  it('dates certificates until they or their edition end', () => {
    const register = registerOf('iso-2005-claim');
    expect(register).toContain(
      'ISO/IEC 27001:2005 for storage and the support of Office 365 from 1 December 2013 until the end of 30 December 2016, but the edition ends at the end of 30 September 2015',
    );
    expect(register).toContain(
      ',ISO/IEC 27001:2013 for storage and the support of Office 365 and Microsoft Azure from 1 June 2014 until the end of 31 May 2017,',
    );
  });

  it('says which certificates of the vendor a subcontractor lacked, and for how long', () => {
    expect(subProcessorsCsv(recordOf(until('out-of-scope', 5)))).toContain(
      'no certificate on ISO27001 for the support of Office 365, as the vendor has, from 24 September 2015, 14:00 in Brussels until the end of 25 September 2015 (1.5 days)',
    );
  });

  it('says when a subcontractor was announced, and since when it is bound', () => {
    expect(registerOf('phi-subcontractor')).toContain(
      ',15 January 2014,"from 6 November 2014, 13:00 in Brussels",',
    );
  });

  it('mentions a basis that the scenario dates itself if it is in force there', () => {
    const register = registerOf('safe-harbor-falls');
    expect(register).toContain(
      'framework SAFE_HARBOR_EU_US from 29 June 2001; in this scenario, not in history, it is in force from 1 November 2000 until the end of 15 June 2014',
    );
    expect(registerOf('safe-harbor-2015')).not.toContain('not in history');
  });

  it('counts accesses for the employer and for the company of the centre', () => {
    const scenario = until('german-night', 0.5);
    const sofia = scenario.entities.findIndex(({ id }) => id === 'contact-sofia');
    const groups = scenario.groups.map((group) =>
      group.id === 'dublin/german' ? { ...group, employer: sofia } : group,
    );
    const { register } = recordOf({ ...scenario, groups });
    const [ireland, lent] = ['ireland', 'contact-sofia'].map((id) =>
      register.find(({ entity }) => entity === id),
    );
    expect(ireland?.accesses).toBeLessThan(ireland?.accessesAtCentres ?? 0);
    expect(lent?.accesses).toBeGreaterThan(lent?.accessesAtCentres ?? 0);
  });
});
