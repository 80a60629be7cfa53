import { beforeAll, describe, expect, it } from 'vitest';
import { auditClosely, INVARIANTS } from '#audit';
import { actKind, SESSION_STEPS } from '#domain';
import { type Evidence, makeEvidence } from '#exports';
import { openLedger } from '#ledger';
import { startProof } from '#prover';
import { proofAnswer, renderStatement, statementAnswer } from '#report';
import { parseRequirements } from '#scenario';
import { answersOfRun, boundaryStatement, doraRegister, evaluation } from '#statements';
import { hashes } from '../../src/apps/shared/host.ts';
import { overQueue } from '../engine/observed-run.ts';
import { evidenceOf, statementOf } from '../exports/evidence-of.ts';
import { runInMemory, sha256, successOf } from '../running.ts';

/** Customers in Germany before software of a subcontractor, whose model runs in a country. */
const desk = (promise: string, country = 'IE', terms = '') =>
  overQueue(`
start: 2021-01-04T00:00:00Z
horizon: 6 h
entities:
  vendor: { country: DE }
  lab: { title: The laboratory, kind: subcontractor, ${terms}country: ${country} }
dataCentres: { home: { country: DE }, models: { title: Models, country: ${country}, entity: lab } }
promises: { none: null, bound: ${promise} }
centres:
  home:
    country: DE
    groups:
      software: { languages: [en], automated: { time: fixed 1 min, contains: 0.5, model: { entity: lab, dataCentre: models } } }
segments:
  customers:
    promise: bound
    customers: [{ country: DE, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
`);

const IN_EEA = desk('{ zones: { storage: EEA, processing: EEA, access: EEA } }');

/** Sessions that began, by case, as the ledger has them. */
function sessionsIn({ ledger }: Evidence): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  ledger.forEach(({ aux, caseNumber, kind }) => {
    if (kind === actKind('session') && SESSION_STEPS[aux] === 'begins')
      found.set(caseNumber, (found.get(caseNumber) ?? 0) + 1);
  });
  return found;
}

let evidence: Evidence;
beforeAll(() => {
  evidence = evidenceOf(IN_EEA);
});

describe('a statement of a customer whose cases software had', () => {
  it('names the software, its company, its place and the count of cases', () => {
    const sessions = sessionsIn(evidence);
    const statement = statementOf(evidence, 'customers');
    const [row] = statement.software ?? [];
    expect(statement.software).toHaveLength(1);
    expect(row).toMatchObject({
      software: 'home/software',
      company: 'lab',
      operator: 'lab',
      place: 'data centre models',
      country: 'IE',
      learns: false,
      cases: sessions.size,
    });
    expect([row?.sessions, row?.entries.length]).toEqual([sessions.size, sessions.size]);
    const lab = statement.recipients.find(({ entity }) => entity === 'lab');
    expect(lab?.sessions).toEqual({ count: sessions.size, countries: ['IE'] });
    // Nobody saw a case there, and no copy was stored.
    expect([lab?.accesses.count, lab?.copies.stored]).toEqual([0, 0]);
    expect(lab?.receipts.map(({ standing }) => standing)).toEqual(['needs no basis']);
    const text = `Processed by software home/software of The laboratory, at data centre models in Ireland: ${sessions.size} cases.`;
    expect(statementAnswer(statement).join(' ')).toContain(text);
    const page = renderStatement(statement, null);
    for (const part of ['What software has processed', 'Processed by software', 'Learns from them'])
      expect(page).toContain(part);
  });

  it('counts how its sessions ended', () => {
    const ended = new Map<string, number>();
    evidence.ledger.forEach(({ aux, kind }) => {
      const step = SESSION_STEPS[aux] ?? '';
      if (kind === actKind('session')) ended.set(step, (ended.get(step) ?? 0) + 1);
    });
    const [row] = statementOf(evidence, 'customers').software ?? [];
    expect(row?.contained).toBeGreaterThan(10);
    expect([row?.contained, row?.handedOver]).toEqual([ended.get('contained'), ended.get('handed over')]);
  });

  it('says nothing of software, and names its company as a possible recipient, where it had none of the cases', () => {
    const { software: _, ...people } = IN_EEA;
    const without = statementOf(evidenceOf(people), 'customers');
    expect('software' in JSON.parse(JSON.stringify(without))).toBe(false);
    expect(renderStatement(without, null)).not.toContain('software has processed');
    // Software is at its limit: the others went straight to people, and the laboratory could have had them.
    const full = IN_EEA.software?.map((one) => ({ ...one, sessions: 1 }));
    const busy = evidenceOf({ ...IN_EEA, software: full } as typeof IN_EEA);
    const had = sessionsIn(busy);
    const numbers = new Map<number, string>();
    busy.ledger.forEach(({ a, c, caseNumber, kind }) => {
      if (kind === actKind('open')) numbers.set(caseNumber, busy.names.customer(a, c));
    });
    const customersWith = new Set([...had.keys()].map((number) => numbers.get(number)));
    const spared = [...numbers.values()].find((customer) => !customersWith.has(customer));
    const statement = statementOf(busy, spared ?? '');
    const lab = statement.possibleRecipients.find(({ entity }) => entity === 'lab');
    expect(lab?.ways.map(({ what }) => what)).toContain(
      'process it by software home/software at data centre models',
    );
  });
});

describe('a boundary statement', () => {
  const textOf = (one: Evidence) =>
    boundaryStatement(one, null)
      .sections.flatMap(({ sentences }) => sentences)
      .map(({ text }) => text)
      .join('\n');

  it('counts sessions of software as processing, inside the zone that was promised', () => {
    const text = textOf(evidence);
    expect(text).toContain('software processed cases of “Customers” inside the EEA');
    expect(text).toContain(
      `Models in Ireland (${sessionsIn(evidence).size} sessions of software), run by The laboratory`,
    );
  });

  it('claims of sessions of software nothing that was not proved, and lists them as left open', () => {
    const proofOf = (scenario: typeof IN_EEA) => {
      const prover = startProof(scenario);
      while (prover.next());
      return prover.finish();
    };
    const proof = proofOf(IN_EEA);
    const statement = boundaryStatement(evidence, proof);
    const never = statement.sections
      .flatMap(({ sentences }) => sentences)
      .filter(({ grounds }) => grounds.some((one) => one.kind === 'proof'));
    const ofAccess = never.filter(({ grounds }) =>
      grounds.some((one) => one.kind === 'proof' && ['R4', 'R7', 'R9'].includes(one.id)),
    );
    expect(ofAccess.length).toBeGreaterThan(0);
    const aside = '; that says nothing of sessions of software, which the proof does not explore.';
    for (const { text } of ofAccess) expect(text).toContain(aside);
    for (const { text } of never.filter((one) => !ofAccess.includes(one))) expect(text).not.toContain(aside);
    const said = JSON.stringify(statement);
    expect(said).toContain('properties hold. Sessions of software are left aside.');
    for (const id of ['R4', 'R7'])
      expect(said).toMatch(
        new RegExp(
          `The proof leaves open of [^:]*\\(${id}\\): sessions of software, which are not explored\\.`,
        ),
      );
    expect(proofAnswer(proof)[0]).toMatch(/ hold in all possible runs, sessions of software left aside;/);
    expect(proof.assumptions.at(-1)).toMatch(
      /^Nothing is proved of sessions of software, which are not explored/,
    );
    const { software: _, ...people } = IN_EEA;
    expect(proofAnswer(proofOf(people))[0]).not.toContain('software');
  });

  it('names the company of the model as the one that received data outside the free flow, and the basis of that', () => {
    const clauses = 'instruments: [{ clauses: SCC_2010_C2P, from: 2020-01-01 }], ';
    const abroad = desk('{ zones: { storage: EEA } }', 'US', clauses);
    const own = evidenceOf(abroad);
    const text = textOf(own);
    const count = sessionsIn(own).size;
    expect(text).toMatch(
      new RegExp(
        `The laboratory \\(subcontractor\\) processed data by software .*, ${count} times, at Models in the United States`,
      ),
    );
    expect(text).toContain(`In this run ${count} copies, accesses and sessions left the free flow`);
    expect(text).toContain('standard contractual clauses');
  });

  it('is broken where software processed cases outside', () => {
    const abroad = desk('{ zones: { storage: EEA, processing: EEA, access: EEA } }', 'US');
    const broken = evidenceOf(abroad, { breach: 'software-for-everybody' });
    expect(textOf(broken)).toMatch(
      /Broken: cases of .* were promised to be processed in the EEA\. .*software processed them outside: Models in the United States/,
    );
  });
});

describe('requirements', () => {
  const answers = (asked: string) => {
    const text = `meridian-requirements: 1\ntitle: Asked\nrequirements: { one: { says: One, ${asked} } }\n`;
    const rules = INVARIANTS.map(({ id }) => id);
    const file = successOf(parseRequirements('asked.yaml', text, rules));
    const run = runInMemory(IN_EEA);
    const ledger = successOf(openLedger(run.ledger, sha256));
    const audit = auditClosely(ledger, IN_EEA, { seeds: [] });
    const own = answersOfRun(file, makeEvidence(IN_EEA, ledger, audit, hashes), run.summary);
    const sources = [own];
    const [row] = evaluation(file, {
      of: 'run',
      scenario: IN_EEA,
      sources,
      proofs: null,
      assumptions: [],
    }).rows;
    return { row, flows: own.flows };
  };

  it.each([
    ['software: EEA', 'met'],
    ['software: DE', 'broken'],
    ['software: none', 'broken'],
    ['processing: EEA', 'met'],
    ['processing: DE', 'broken'],
    ['subcontractors: { named: [other] }', 'broken'],
    ['companies: { kinds: [vendor, subcontractor] }', 'met'],
    ['companies: { kinds: [vendor] }', 'broken'],
  ])('%s is %s', (asked, outcome) => {
    expect([asked, answers(asked).row?.outcome]).toEqual([asked, outcome]);
  });

  it('list the subcontractor in the chain of services', () => {
    const csv = doraRegister(IN_EEA, answers('software: EEA').flows).get('dora-b-05-02.csv');
    expect(csv).toContain('processing by software');
  });
});
