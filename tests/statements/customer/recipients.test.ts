import { beforeAll, describe, expect, it } from 'vitest';
import { escapeMarkup } from '#base';
import { actKind, BASIS_KINDS, NONE_16, NONE_32, type Scenario } from '#domain';
import type { Evidence } from '#exports';
import { renderStatement, statementAnswer } from '#report';
import { customerStatement, type Statement } from '#statements';
import { VerdictsOverTime } from '../../../src/audit/answers/verdicts.ts';
import { caseHistory } from '../../../src/cases/history/case-history.ts';
import { forEachCase } from '../../../src/cases/history/case-stories.ts';
import { ScenarioNames } from '../../../src/cases/names/names.ts';
import { possibleRecipients } from '../../../src/statements/possible-recipients.ts';
import { LedgerBuilder } from '../../audit/ledger-builder.ts';
import { evidenceByHand, evidenceOf, statementOf } from '../../exports/evidence-of.ts';
import { tinyScenario } from '../../generators/tiny-scenario.ts';
import { loadScenario } from '../../running.ts';

const DAY_MS = 86_400_000;
const until = (name: string, days: number): Scenario => ({ ...loadScenario(name), horizonMs: days * DAY_MS });
const recipient = ({ recipients }: Statement, entity: string) =>
  recipients.find((one) => one.entity === entity);
const customersOf = ({ ledger, names }: Evidence) => {
  const found = new Set<string>();
  ledger.forEach(({ a: stream, c: customer, kind }) => {
    if (kind === actKind('open')) found.add(names.customer(stream, customer));
  });
  return [...found];
};

describe('the recipients of a statement', () => {
  let evidence: Evidence;
  beforeAll(() => {
    evidence = evidenceOf(until('german-night', 1));
  });

  it('are all companies that stored or saw a copy, including a subcontractor', () => {
    const { ledger, audit, names } = evidence;
    const wanted = new Map<string, Set<string>>();
    forEachCase(ledger, audit.cases, (_, story) => {
      const history = caseHistory(story, names);
      if (history === null) return;
      const of = wanted.get(history.customer) ?? new Set();
      wanted.set(history.customer, of);
      for (const { holder } of history.copies) of.add(holder);
      for (const { company, employer } of history.accesses) of.add(company).add(employer);
    });
    for (const customer of [...wanted.keys()].slice(0, 12)) {
      const told = statementOf(evidence, customer).recipients.map(({ entity }) => entity);
      expect(told.sort(), customer).toEqual([...(wanted.get(customer) ?? [])].sort());
    }
    const seen = [...wanted].find(
      ([customer, of]) => customer.startsWith('premier') && of.has('contact-sofia'),
    );
    const statement = statementOf(evidence, seen?.[0] ?? '');
    expect(recipient(statement, 'contact-sofia')).toMatchObject({
      kind: 'subcontractor',
      country: 'BG',
      copies: { roles: ['working copy'], countries: ['BG'] },
    });
    const page = renderStatement(statement, null);
    expect(page).toContain('Sofia subcontractor (contact-sofia)');
    expect(page).not.toContain('no other entity');
    expect(page).not.toMatch(/\b1 times\b/);
  });

  it('have each store and access with the basis recorded just before it, or with none if none is needed', () => {
    for (const segment of ['premier', 'twin']) {
      const statement = statementOf(evidence, segment);
      for (const { accesses, copies, receipts } of statement.recipients) {
        expect(receipts.reduce((sum, { times }) => sum + times, 0)).toBe(copies.stored + accesses.count);
      }
      const recorded = statement.recipients.flatMap(({ receipts }) => receipts);
      const needing = recorded.filter(({ standing }) => standing !== 'needs no basis');
      expect(needing.reduce((sum, { times }) => sum + times, 0)).toBe(statement.what.transfers.length);
    }
    const vendor = recipient(statementOf(evidence, 'twin'), 'vendor');
    expect(
      vendor?.receipts.map(({ basis, from, instrument, standing }) => [basis, from, instrument, standing]),
    ).toEqual([
      ['framework', null, 'SAFE_HARBOR_EU_US', 'valid'],
      ['same-entity', 'vendor', null, 'valid'],
    ]);
  });

  it('are listed next to the promise, which says where data is stored first', () => {
    const firstOf = (customer: string) =>
      statementOf(evidence, customer).promises.map(({ storedFirst }) => storedFirst);
    expect(firstOf('twin')).toEqual(['US']);
    expect(firstOf('premier')).toEqual([null]);
    const page = renderStatement(statementOf(evidence, 'twin'), null);
    expect(page).toMatch(/Stored first in.*<td[^>]*>US<\/td>/s);
    expect(page).toContain('U.S.-EU Safe Harbor, Decision 2000/520/EC (SAFE_HARBOR_EU_US)');
  });

  it('include the employer and the company of the centre if they differ', () => {
    const scenario = until('german-night', 0.5);
    const sofia = scenario.entities.findIndex(({ id }) => id === 'contact-sofia');
    const groups = scenario.groups.map((group) =>
      group.id === 'dublin/german' ? { ...group, employer: sofia } : group,
    );
    const statement = statementOf(evidenceOf({ ...scenario, groups }), 'twin');
    const ireland = recipient(statement, 'ireland');
    const lent = recipient(statement, 'contact-sofia');
    expect(ireland?.accesses.byItsEmployees).toBeLessThan(ireland?.accesses.atItsCentres ?? 0);
    expect(lent?.accesses.byItsEmployees).toBeGreaterThan(lent?.accesses.atItsCentres ?? 0);
    expect(lent?.receipts.some(({ through }) => through === 'ireland')).toBe(true);
    const page = renderStatement(statement, null);
    expect(page).toContain('at the centre of Irish affiliate');
  });

  it('give an employer the basis of its own transfer, through the company of the centre', () => {
    const statement = statementOf(evidenceOf(until('lent-experts', 3)), 'twin');
    const lent = recipient(statement, 'lender');
    const held = { from: 'vendor', through: 'vendor', basis: 'framework', instrument: 'SAFE_HARBOR_EU_US' };
    expect(lent?.receipts).toHaveLength(1);
    expect(lent?.receipts[0]).toMatchObject({ ...held, standing: 'valid', times: lent?.accesses.count });
    expect(recipient(statement, 'agency')).toBeUndefined();
  });

  it('still hold data while a copy or an access of theirs has not ended', () => {
    const statement = statementOf(evidence, 'premier');
    for (const { accesses, copies, entity, to } of statement.recipients) {
      const open = statement.who.some(
        ({ company, employer, ended }) => ended === null && [company, employer].includes(entity),
      );
      expect(to === null, entity).toBe(copies.left > 0 || open);
      expect(accesses.count + copies.stored).toBeGreaterThan(0);
    }
  });

  it('include the keeper of the ledger, from the opening of the first case on', () => {
    const scenario = until('german-night', 0.1);
    const kept = { ...scenario, ledger: { dataCentres: [0] } };
    const made = evidenceOf(kept);
    const customer = customersOf(made).find((name) => name.startsWith('premier')) ?? '';
    const statement = statementOf(made, customer);
    const { ledgers, from } = recipient(statement, 'vendor') ?? {};
    expect(ledgers).toEqual([
      { place: 'data centre quincy', from: statement.what.cases[0]?.opened, to: null },
    ]);
    expect(from).toBe(statement.what.cases[0]?.opened);
    expect(statement.notSaid.join()).not.toContain('where the ledger is kept');
  });
});

describe('a statement about a run with a breach', () => {
  it('names what reached a company without a recorded transfer', () => {
    const evidence = evidenceOf(until('german-night', 0.5), { breach: 'unrecorded-transfer' });
    const statement = statementOf(evidence, 'twin');
    const [receipt] = recipient(statement, 'vendor')?.receipts ?? [];
    expect(receipt).toMatchObject({ basis: 'no transfer is on record', standing: 'invalid' });
    expect(statement.what.transfers).toEqual([]);
    const page = renderStatement(statement, null);
    expect(page).toContain('no transfer is on record (invalid: the law asks for a basis)');
  });

  it('counts the violations about the customer, so that all customers together have all of them', () => {
    const evidence = evidenceOf(until('german-night', 0.5), { breach: 'unrecorded-transfer' });
    const yours = new Map<string, number>();
    for (const segment of ['premier', 'twin']) {
      for (const { id, yours: own } of statementOf(evidence, segment).audit)
        yours.set(id, (yours.get(id) ?? 0) + (own ?? 0));
    }
    const broken = evidence.audit.invariants.filter(({ violations }) => violations > 0);
    expect(broken.map(({ id }) => id)).toEqual(['R7']);
    for (const { id, violations } of broken) expect(yours.get(id)).toBe(violations);
    expect(statementOf(evidence, 'twin').notes[0]).toContain('The audit found violations');
  });

  it('counts how the law as known today judges the customer’s own transfers', () => {
    const statement = statementOf(evidenceOf(until('german-night', 0.5)), 'twin');
    const basis = statement.audit.find(({ id }) => id === 'R7');
    expect(basis).toMatchObject({ violations: 0, yours: 0 });
    const invalid = statement.what.transfers.filter(({ today }) => today.standing === 'invalid');
    expect(invalid.length).toBeGreaterThan(0);
    expect(basis?.today?.yours).toBe(invalid.length);
    expect(basis?.today?.yours).toBe(basis?.today?.violations);
  });

  it('says that cases without a customer may be anybody’s', () => {
    const evidence = evidenceOf(until('german-night', 0.5), { breach: 'nameless-customer' });
    const names = customersOf(evidence);
    expect(names).toContain('premier/DE/unnamed');
    const named = names.find((name) => /^premier\/DE\/\d+$/.test(name));
    if (named !== undefined)
      expect(statementOf(evidence, named).notes.join()).toContain('does not say whose case it was');
    const all = statementOf(evidence, 'premier/DE');
    expect(all.notes.join()).not.toContain('does not say whose case it was');
    expect(all.what.cases.some(({ customer }) => customer === 'premier/DE/unnamed')).toBe(true);
  });

  it('counts no agent if the ledger names none', () => {
    const evidence = evidenceOf(until('german-night', 0.5), { breach: 'anonymous-access' });
    const statement = statementOf(evidence, 'premier');
    const unnamed = statement.who.filter(({ agent }) => agent === null).length;
    expect(unnamed).toBeGreaterThan(0);
    const counted = statement.recipients.reduce((sum, { accesses }) => sum + accesses.withoutAgent, 0);
    expect(counted).toBe(unnamed);
    expect(renderStatement(statement, null)).toContain(`${unnamed} for which no agent is named`);
  });
});

describe('a disclosure to an authority', () => {
  it('is reported with authority and basis if no order forbids it', () => {
    const statement = statementOf(evidenceOf(until('law-drill', 2.5)), 'premier');
    const authority = recipient(statement, "Prosecutor's office");
    expect(authority).toMatchObject({ kind: 'authority', to: null, copies: { stored: 0 } });
    expect(authority?.receipts[0]).toMatchObject({
      basis: 'Request for mutual legal assistance',
      standing: 'not judged',
      times: 150,
    });
  });

  it('leaves no trace in statement and proofs while an order forbids telling', () => {
    const authority = 'Secret court';
    const order = { atMs: 3_600_000, segment: 1, cases: 1, authority, basis: null, noticeAfterMs: null };
    const scenario = tinyScenario({ disclosures: [order] });
    const builder = () => new LedgerBuilder(scenario).begin().at(0.5).intake(0);
    const disclosed = builder().at(1).raw(actKind('disclosure'), 0, 0, 0, 0, 0, 0);
    const [told, silent] = [disclosed, builder()].map((ledger) =>
      customerStatement(evidenceByHand(ledger), 'premier-de/7'),
    );
    const text = JSON.stringify(told?.statement);
    expect(text).not.toContain(authority);
    expect(told?.entries.some(({ kind }) => kind === actKind('disclosure'))).toBe(false);
    expect(told?.entries).toEqual(silent?.entries);
    // The disclosure has no basis, and even there its customer is not named.
    const r26 = told?.statement.audit.find(({ id }) => id === 'R26');
    expect(r26).toMatchObject({ violations: 1, yours: null });
    expect({ ...told?.statement, audit: [], ledger: 0, notes: 0 }).toEqual({
      ...silent?.statement,
      audit: [],
      ledger: 0,
      notes: 0,
    });
  });
});

describe('entries that the scenario cannot explain', () => {
  it('are reported as unknown, not as of some country or company', () => {
    const builder = new LedgerBuilder().begin().at(0.5).intake(0);
    builder.store(0, 'cache', 99, 0).at(1).raw(actKind('view'), 0, 0, 77, 88, NONE_32, 99);
    const statement = statementOf(evidenceByHand(builder), 'premier-de/7');
    const unknown = recipient(statement, 'unknown');
    expect(unknown).toMatchObject({
      kind: 'unknown',
      copies: { stored: 1 },
      accesses: { count: 1, agents: 0 },
    });
    expect(unknown?.receipts.map(({ standing }) => standing)).toEqual(['undecided', 'undecided']);
    const page = renderStatement(statement, null);
    expect(page).toContain('of a place that the scenario does not have');
    expect(page).not.toMatch(/in\s*<\/dd>/);
  });

  it('do not take their basis from a transfer recorded for something else', () => {
    const builder = new LedgerBuilder().begin().at(0.5).intake(0);
    const framework = BASIS_KINDS.indexOf('framework');
    builder.at(1).raw(actKind('transfer'), framework, 0, NONE_16, 1, 2, 0).view(0, 1, 1, 2, 0);
    const statement = statementOf(evidenceByHand(builder), 'premier-de/7');
    expect(recipient(statement, 'vendor-us')?.receipts).toMatchObject([
      { basis: 'no transfer is on record', standing: 'invalid', times: 1 },
    ]);
  });
});

describe('a run that ended early', () => {
  it('ends the statement as well, which says so', () => {
    const builder = new LedgerBuilder().begin().at(0.5).intake(0).at(1);
    const whole = statementOf(evidenceByHand(builder), 'premier-de/7');
    const ended = statementOf(
      evidenceByHand(builder.at(2).raw(actKind('end'), 0, 0xffffffff, 0, 0, 0, 1)),
      'premier-de/7',
    );
    expect(whole.to).toBe('2014-11-13T00:00:00.000Z');
    expect(ended.to).toBe('2014-11-03T02:00:00.000Z');
    expect(ended.notes.join()).toContain('was ended at 2014-11-03T02:00:00.000Z, before its planned end');
    expect(whole.notes.join()).not.toContain('was ended');
  });
});

describe('the potential recipients', () => {
  const possible = (scenario: Scenario, segment: number) => {
    const streams = scenario.streams.flatMap((stream, s) => (stream.segment === segment ? [s] : []));
    const law = new VerdictsOverTime(scenario);
    return possibleRecipients(new ScenarioNames(scenario), streams, law, scenario.horizonMs);
  };

  it.each(['german-night', 'break-glass', 'phi-subcontractor', 'law-drill'])(
    'include every actual recipient, in %s',
    (name) => {
      const scenario = until(name, 2);
      const evidence = evidenceOf(scenario);
      scenario.segments.forEach(({ id }, segment) => {
        const could = possible(scenario, segment).map(({ entity }) => entity);
        const did = statementOf(evidence, id)
          .recipients.filter(({ kind }) => kind !== 'authority')
          .map(({ entity }) => entity);
        expect(
          did.filter((entity) => !could.includes(entity)),
          id,
        ).toEqual([]);
      });
    },
  );

  it('are listed apart from the actual ones, and leave out those that the promise forbids', () => {
    const scenario = { ...loadScenario('css-2014'), horizonMs: 3_600_000 };
    const evidence = evidenceOf(scenario);
    const statement = statementOf(evidence, 'public-eea');
    const did = statement.recipients.map(({ entity }) => entity);
    const could = statement.possibleRecipients.map(({ entity }) => entity);
    expect(could).toContain('germany');
    expect(did.filter((entity) => could.includes(entity))).toEqual([]);
    // No contract carries data of the EEA to Manila, and India may help with it only in an emergency.
    expect(could).not.toContain('contact-manila');
    const indiaFor = (customer: string) =>
      statementOf(evidence, customer)
        .possibleRecipients.filter(({ entity }) => entity === 'india')
        .flatMap(({ ways }) => ways.map(({ what }) => what));
    expect(indiaFor('public-eea')).toEqual(['see it from centre bangalore, in an emergency only']);
    expect(indiaFor('emea')).toEqual(['see it from centre bangalore']);
  });

  it('may store first only where the promise says so, and keep the ledger where it may be kept', () => {
    const german = loadScenario('german-night');
    const twin = german.segments.findIndex(({ id }) => id === 'twin');
    const anywhere = german.placements.map((placement) => ({ ...placement, primary: [0, 2] }));
    const scenario = { ...german, placements: anywhere, ledger: { dataCentres: [0, 2] } };
    const ways = (made: Scenario, segment: number) =>
      possible(made, segment).flatMap(({ ways: of }) => of.map(({ what }) => what));
    const store = 'store it at data centre dublin-dc';
    expect(ways(scenario, twin)).toContain('store it at data centre quincy');
    expect(ways(scenario, twin)).not.toContain(store);
    const promises = german.promises.map(({ storedFirst: _, ...promise }) => promise);
    expect(ways({ ...scenario, promises }, twin)).toContain(store);
    const premier = german.segments.findIndex(({ id }) => id === 'premier');
    const keep = (segment: number) =>
      ways(scenario, segment).filter((what) => what.startsWith('keep the ledger'));
    expect(keep(premier)).toEqual(['keep the ledger at data centre dublin-dc']);
    expect(keep(twin)).toHaveLength(2);
    expect(keep(premier).some((what) => ways(german, premier).includes(what))).toBe(false);
  });

  it('follow the law of each moment', () => {
    const vendor = possible(loadScenario('safe-harbor-falls'), 0).find(({ entity }) => entity === 'vendor');
    const [before, after] = ['2014-06-12T00:00:00.000Z', '2014-06-22T00:00:00.000Z'];
    for (const what of ['store it at data centre virginia', 'see it from centre redmond']) {
      expect(vendor?.ways.filter((way) => way.what === what)).toEqual([
        { what, from: before, to: '2014-06-15T22:00:00.000Z' },
        { what, from: '2014-06-18T22:00:00.000Z', to: after },
      ]);
    }
  });

  it('include those who could see data only in an emergency, marked as such', () => {
    const premier = possible(loadScenario('break-glass'), 0);
    const ways = premier.flatMap(({ ways: of }) => of.map(({ what }) => what));
    expect(ways.filter((what) => what.endsWith('in an emergency only'))).not.toEqual([]);
  });
});

describe('what no modelled law protects', () => {
  const worldwide = evidenceOf(until('three-centres', 0.5));

  it('is not judged, rather than said to need no basis, and the first lines say how much that is', () => {
    const statement = statementOf(worldwide, 'india');
    const receipts = statement.recipients.flatMap((one) => one.receipts);
    const sent = receipts.filter(({ from }) => from === null);
    expect(sent.length).toBeGreaterThan(0);
    for (const receipt of sent)
      expect(receipt).toMatchObject({ standing: 'not judged', reason: 'no law modelled here' });
    const times = sent.reduce((sum, one) => sum + one.times, 0);
    expect(statementAnswer(statement)[2]).toContain(
      `; ${times} are not judged: no law modelled here; out of`,
    );
    const page = renderStatement(statement, null);
    expect(page).toContain('none is on record (not judged: no law modelled here)');
    expect(page).not.toContain('no basis needed');
  });

  it('is nothing of customers in the EEA: the first lines name the law whose free flow their data stayed in', () => {
    const statement = statementOf(worldwide, 'germany');
    expect(statement.what.transfers).toEqual([]);
    expect(statementAnswer(statement)[2]).toMatch(
      /^0 transfers on record; of (\d+) receipts by companies, \1 stayed inside the free flow of EU and EEA law; out of/,
    );
  });
});

describe('a statement’s page', () => {
  const statement = statementOf(evidenceOf(until('german-night', 0.5)), 'premier');
  /** What is read without opening anything. */
  const unfolded = (page: string) =>
    page.replaceAll(/(<summary>.*?<\/summary>)(?:(?!<details>).)*?<\/details>/gs, '$1</details>');

  it('names each invariant without a finding with its checks, or as not tested, and leaves its sentence to statement.json', () => {
    const read = unfolded(renderStatement(statement, null));
    for (const { checks, id, sentence, title, today, untested } of statement.audit) {
      // The law of today finds something that nobody could know then.
      if (today !== null && today.violations > 0) continue;
      if (untested === null) expect(read).toContain(`${id} ${title} (${checks.toLocaleString('en-GB')})`);
      else expect(read).toMatch(new RegExp(`Not tested: .*\\b${id}\\b`));
      expect(renderStatement(statement, null)).not.toContain(escapeMarkup(sentence));
    }
    expect(read).toContain('statement.json says what each of these asks');
  });

  it('names in one line each what was looked for and is not on record', () => {
    const nothing = { ...statement, where: [], who: [], recipients: [], possibleRecipients: [] };
    const page = renderStatement(
      { ...nothing, what: { ...statement.what, transfers: [], exceptions: [] } },
      null,
    );
    const lines = /Nothing on record<\/h2>.*?<ul>(.*?)<\/ul>/s.exec(page)?.[1]?.match(/<li>[^:]*:/g);
    expect(lines?.map((line) => line.slice(4, -1))).toEqual([
      ...['Recipients', 'Possible recipients', 'Copies', 'Accesses', 'Transfers'],
      'Out of the ordinary, as far as it may be told',
    ]);
    for (const heading of [
      'Who has received it',
      'Where it is',
      'Who has seen it',
      'Transfers',
      'Out of the ordinary',
    ])
      expect(page).not.toContain(`<h2>${heading}`);
  });

  it('of a customer with one case has at most 1,200 words, with what is folded', () => {
    const words = (page: string) =>
      page
        .replaceAll(/<(head|style)>.*?<\/\1>/gs, '')
        .replaceAll(/<[^>]+>/g, ' ')
        .split(/\s+/).length;
    const evidence = evidenceOf(until('german-night', 0.5));
    const single = customersOf(evidence)
      .map((customer) => statementOf(evidence, customer))
      .find(({ what, who }) => what.cases.length === 1 && who.length > 0);
    expect(words(renderStatement(single ?? expect.unreachable(), null))).toBeLessThan(1200);
  });

  it('shows an invariant with a finding unfolded', () => {
    const audit = statement.audit.map((one) => (one.id === 'R4' ? { ...one, violations: 3, yours: 1 } : one));
    const read = unfolded(renderStatement({ ...statement, audit }, null));
    expect(read).toMatch(/Access place.*A case is seen only from places/s);
    expect(read).not.toMatch(/R4 Access place \(/);
  });
});
