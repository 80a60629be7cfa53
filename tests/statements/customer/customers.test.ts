import { beforeAll, describe, expect, it } from 'vitest';
import { storyOf } from '#audit';
import { definite } from '#base';
import { exportFiles } from '#bundle';
import { actKind, customerName, customersNames, NONE_32, type Scenario } from '#domain';
import type { Evidence } from '#exports';
import { bytesOf, evidenceOf, statementOf } from '../../exports/evidence-of.ts';
import { loadScenario } from '../../running.ts';

const OPEN = actKind('open');

/** The customers of all openings as the ledger has them: by segment, country, time zone and number. */
function opened({
  ledger,
  scenario,
}: Evidence): ReadonlyMap<string, { channel: string; caseNumber: number }[]> {
  const found = new Map<string, { channel: string; caseNumber: number }[]>();
  ledger.forEach(({ a: stream, c: customer, caseNumber, kind }) => {
    const from = scenario.streams[stream];
    if (kind !== OPEN || from === undefined) return;
    const key = [scenario.segments[from.segment]?.id, from.country, customer].join('/');
    found.set(key, [...(found.get(key) ?? []), { channel: from.channel, caseNumber }]);
  });
  return found;
}

function exported(evidence: Evidence, format: 'csv' | 'ocel' | 'xes', path: string): string {
  const file = exportFiles(format, evidence).find((one) => one.path === path);
  return Buffer.from(bytesOf(definite(file, path), evidence)).toString('utf8');
}

describe('a customer', () => {
  let evidence: Evidence;
  let customer: string;
  let cases: readonly { channel: string; caseNumber: number }[];
  beforeAll(() => {
    evidence = evidenceOf({ ...loadScenario('german-night'), horizonMs: 2 * 86_400_000 });
    const byTwo = [...opened(evidence)].find(
      ([, found]) => new Set(found.map(({ channel }) => channel)).size > 1,
    );
    if (byTwo === undefined) throw new Error('nobody comes by two channels');
    [customer, cases] = byTwo;
  });

  it('has one statement for the cases of all channels', () => {
    const statement = statementOf(evidence, customer);
    expect(statement.what.cases.map(({ caseNumber }) => caseNumber)).toEqual(
      cases.map(({ caseNumber }) => caseNumber),
    );
    expect(new Set(statement.what.cases.map(({ channel }) => channel)).size).toBeGreaterThan(1);
    expect(new Set(statement.what.cases.map((row) => row.customer))).toEqual(new Set([customer]));
  });

  it('has the same name in every export', () => {
    const numbers = new Set(cases.map(({ caseNumber }) => String(caseNumber)));
    const rows = exported(evidence, 'csv', 'csv/copies.csv').split('\r\n').slice(1);
    const own = rows.map((row) => row.split(',')).filter(([number]) => numbers.has(number ?? ''));
    expect(new Set(own.map(([, name]) => name))).toEqual(new Set([customer]));

    const { objects } = JSON.parse(exported(evidence, 'ocel', 'ocel.json')) as {
      objects: { id: string; type: string; attributes: { name: string; value: string }[] }[];
    };
    const customers = objects.filter(({ type }) => type === 'customer');
    expect(customers.filter(({ id }) => id === `customer/${customer}`)).toHaveLength(1);
    expect(customers.every(({ attributes }) => attributes.every(({ value }) => value !== ''))).toBe(true);
    expect(customers.length).toBe(opened(evidence).size);

    const xes = exported(evidence, 'xes', 'cases.xes');
    expect(xes.split(`<string key="customer" value="${customer}"/>`)).toHaveLength(cases.length + 1);
  });

  it('can be selected alone, with its segment, or with all customers of its segment and country', () => {
    const [segment = '', country = ''] = customer.split('/');
    const all = statementOf(evidence, segment).what.cases.length;
    expect(statementOf(evidence, `${segment}/${country}`).what.cases).toHaveLength(all);
    expect(all).toBeGreaterThan(cases.length);
    expect(() => statementOf(evidence, `${segment}/${country}/phone`)).toThrow('has no case');
  });

  it('keeps its number when an unanswered call comes again by another channel', () => {
    const scenario = loadScenario('german-night');
    const after = { kind: 'fixed', value: 600_000 } as const;
    const phone = { share: 1, after, channel: 'web' } as const;
    const impatient: Scenario = {
      ...scenario,
      horizonMs: 6 * 3_600_000,
      groups: scenario.groups.map((group) => ({ ...group, channels: ['web'] })),
      work: { ...scenario.work, retry: { phone, 'e-mail': null, web: null } },
    };
    const { ledger } = evidenceOf(impatient);
    const pairs: [number, number][] = [];
    ledger.forEach(({ caseNumber, d, kind }) => {
      if (kind === actKind('follow-up')) pairs.push([d, caseNumber]);
    });
    expect(pairs.length).toBeGreaterThan(2);
    for (const [earlier, later] of pairs) {
      const openings = [earlier, later].map((number) => storyOf(ledger, number)[0]);
      expect(openings[0]?.a).not.toBe(openings[1]?.a);
      expect(openings[0]?.c).toBe(openings[1]?.c);
    }
  });
});

describe('the names of customers', () => {
  it('come from their streams without the channel, and distinguish time zones', () => {
    const [phone, mail] = loadScenario('german-night').streams;
    if (phone === undefined || mail === undefined) throw new Error('there are no streams');
    const east = { ...phone, id: 'premier/DE/Europe/Busingen/phone', timeZone: 'Europe/Busingen' };
    expect(customersNames([phone, mail])).toEqual(['premier/DE', 'premier/DE']);
    expect(customersNames([east, phone])).toEqual(['premier/DE/Europe/Busingen', 'premier/DE']);
  });

  it('say so if the ledger names no customer', () => {
    expect(customerName('premier/DE', 24)).toBe('premier/DE/24');
    expect(customerName('premier/DE', NONE_32)).toBe('premier/DE/unnamed');
  });
});
