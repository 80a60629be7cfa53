import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import type { Consent, Disclosure, Scenario } from '#domain';
import { type BoundaryStatement, boundaryStatement } from '#evidence';
import { startProof } from '#prover';
import { renderBoundary, renderBoundaryMarkdown } from '#report';
import { loadScenario, type RunChoices } from '../../running.ts';
import { evidenceOf } from '../evidence-of.ts';

/** Each kind of sentence changes with the scenario, or goes away. */

const days = (name: string, count: number): Scenario => ({
  ...loadScenario(name),
  horizonMs: count * DAY_MS,
});
const EXPERT = days('travelling-expert', 3);
const ZURICH = days('zurich-eea', 1);
const NIGHT = days('german-night', 1);

function proofOf(scenario: Scenario) {
  const prover = startProof(scenario);
  while (prover.next());
  return prover.finish();
}

function statementOf(scenario: Scenario, choices: RunChoices & { proof?: boolean } = {}): BoundaryStatement {
  const { proof = false, ...run } = choices;
  return boundaryStatement(evidenceOf(scenario, run), proof ? proofOf(scenario) : null);
}

const sentencesOf = ({ sections }: BoundaryStatement, id?: string) =>
  sections.filter((section) => id === undefined || section.id === id).flatMap(({ sentences }) => sentences);
const textOf = (statement: BoundaryStatement, id?: string) =>
  sentencesOf(statement, id)
    .map(({ text }) => text)
    .join('\n');

function withConsent(consent: Partial<Consent>): Scenario {
  const { startEpochMs } = EXPERT;
  const whole: Consent = {
    dimensions: ['access', 'processing'],
    zone: 'US',
    givenEpochMs: startEpochMs - DAY_MS,
    fromEpochMs: startEpochMs,
    toEpochMs: startEpochMs + 30 * DAY_MS,
    ...consent,
  };
  return {
    ...EXPERT,
    segments: EXPERT.segments.map((one) => (one.id === 'strict' ? { ...one, consents: [whole] } : one)),
  };
}

describe('a boundary statement', () => {
  it('makes no sentence without a ground, and says “can never” only on a proof that holds', () => {
    for (const proof of [false, true]) {
      const statement = statementOf(EXPERT, { proof });
      const sentences = sentencesOf(statement);
      expect(sentences.length).toBeGreaterThan(8);
      for (const { grounds, text } of sentences) expect(grounds.length, text).toBeGreaterThan(0);
      const never = sentences.filter(({ text }) => /can (n)?ever/.test(text));
      expect(never.length > 0).toBe(proof);
      for (const { grounds, text } of never)
        expect(
          grounds.some(({ kind }) => kind === 'proof'),
          text,
        ).toBe(true);
    }
  });

  it('is the same text for the same evidence, in Markdown and on a page', () => {
    const [first, again] = [statementOf(ZURICH), statementOf(ZURICH)];
    expect(renderBoundaryMarkdown(first)).toBe(renderBoundaryMarkdown(again));
    expect(renderBoundary(first)).toContain('0 violations in');
    expect(renderBoundaryMarkdown(first).split('\n')[2]).toMatch(/^No promise about places/);
  });

  it('tells a seeded breach in place of the sentence that it breaks, even if the policy is proved', () => {
    const evidence = evidenceOf(ZURICH, { breach: 'store-outside' });
    const statement = boundaryStatement(evidence, proofOf(ZURICH));
    expect(statement.isBroken).toBe(true);
    expect(statement.answer[0]).toMatch(
      /^The boundary was broken in this run: Storage \(R1\), \d+ violations/,
    );
    const [stored] = sentencesOf(statement, 'inside');
    expect(stored?.tone).toBe('broken');
    expect(stored?.text).toMatch(/^Broken: primary copies and replicas .* rested in Ireland and Switzerland/);
    expect(stored?.text).not.toContain('can never');
  });

  it('reports a replica outside as broken in storage and in failover', () => {
    const statement = statementOf(ZURICH, { breach: 'replicate-outside' });
    expect(statement.answer[0]).toContain('Failover (R3)');
    expect(sentencesOf(statement, 'exceptions').some(({ tone }) => tone === 'broken')).toBe(true);
  });

  it('says that nothing was promised where a promise names no zone', () => {
    const [promise] = ZURICH.promises;
    if (promise === undefined) throw new Error('no promise');
    const free = Object.fromEntries(
      Object.entries(promise.zones).map(([itemClass, zones]) => [
        itemClass,
        { ...zones, storage: 'ANY', backup: 'ANY', workingCopy: 'ANY' },
      ]),
    ) as unknown as typeof promise.zones;
    const statement = statementOf({ ...ZURICH, promises: [{ ...promise, zones: free }] });
    expect(statement.answer[1]).toBe('Nobody was promised that data stays inside a zone.');
    expect(textOf(statement)).not.toContain('none outside');
    expect(textOf(statement, 'excluded')).toMatch(
      /promised nothing about where primary copies and replicas rest.*their copies rested in Ireland and Switzerland/,
    );
  });
});

describe('its sentences about access', () => {
  it('name an agent outside, and no longer once the agent’s centre is inside', () => {
    expect(textOf(statementOf(EXPERT), 'access')).toMatch(
      /Irish affiliate employs saw cases of .* from On the road, Seattle in the United States, outside the EEA, in [1-9]\d* access/,
    );
    const centres = EXPERT.centres.map((one) => (one.id === 'seattle' ? { ...one, country: 'IE' } : one));
    const atHome = textOf(statementOf({ ...EXPERT, centres }), 'access');
    expect(atHome).not.toContain('Seattle');
    expect(atHome).toMatch(/None of [\d,]+ accesses .*“Storage inside the promised boundary”/);
  });

  it('name a consent with its end and its uses, and no longer once it has lapsed', () => {
    const statement = statementOf(withConsent({}));
    expect(textOf(statement, 'temporary')).toMatch(
      /Customers of “Stored and seen inside the EEA only” consented .* until 3 December 2014, 01:00 \(Europe\/Berlin\)\..* [1-9]\d* access(es)? relied on a consent/,
    );
    expect(textOf(statement, 'inside')).toMatch(/by such an exception/);
    const lapsed = statementOf(
      withConsent({ toEpochMs: EXPERT.startEpochMs - 1, fromEpochMs: 0, givenEpochMs: 0 }),
    );
    expect(textOf(lapsed, 'temporary')).toMatch(/^No consent is in force in these 3 days/);
    expect(textOf(lapsed, 'inside')).not.toContain('by such an exception');
  });
});

it('tells of accesses on a consent that has ended', () => {
  const scenario = withConsent({ toEpochMs: EXPERT.startEpochMs + 1.7 * DAY_MS });
  const statement = statementOf(scenario, { breach: 'ended-consent' });
  expect(statement.answer[0]).toContain('Consent (R12)');
  const sentences = sentencesOf(statement, 'temporary').filter(({ tone }) => tone === 'broken');
  expect(sentences.map(({ text }) => text).join()).toMatch(
    /^Broken: accesses .* relied on a consent that did not cover them/,
  );
});

describe('its sentences about transfers', () => {
  it('tell of transfers without a valid basis', () => {
    const statement = statementOf(NIGHT, { breach: 'unrecorded-transfer' });
    expect(statement.answer.join()).toMatch(/had no valid basis/);
    expect(
      sentencesOf(statement, 'continuing').filter(({ tone }) => tone === 'broken').length,
    ).toBeGreaterThan(1);
  });

  it('leave open what the proof leaves open', () => {
    const statement = statementOf(EXPERT, { proof: true });
    expect(textOf(statement, 'continuing')).toMatch(/can be judged neither way in some possible runs/);
    expect(textOf(statement, 'continuing')).not.toContain('can ever reach');
  });

  const withEnd = (toEpochMs: number | null): Scenario => ({
    ...NIGHT,
    entities: NIGHT.entities.map((one) => ({
      ...one,
      instruments: one.instruments.map((instrument) => ({ ...instrument, toEpochMs })),
    })),
  });

  it('name importer, country and basis with its dates', () => {
    const statement = statementOf(NIGHT);
    const text = textOf(statement, 'continuing');
    expect(text).toMatch(
      /in the United States: cases of customers of .* It relies on participation in a framework \(U\.S\.-EU Safe Harbor.*\), since 29 June 2001\./,
    );
    const [first] = sentencesOf(statement, 'continuing').filter(({ text: one }) => one.includes('relies on'));
    expect(first?.grounds[0]).toMatchObject({ kind: 'safeguard', to: null });
  });

  it('are temporary once the basis has an end date, and go away once it has lapsed', () => {
    const ending = statementOf(withEnd(Date.UTC(2015, 0, 1)));
    expect(textOf(ending, 'temporary')).toMatch(/relies on .*, until 1 January 2015\./);
    expect(textOf(ending, 'continuing')).not.toContain('relies on');
    const lapsed = statementOf(withEnd(NIGHT.startEpochMs - DAY_MS));
    expect(textOf(lapsed)).not.toContain('It relies on participation');
  });
});

describe('its sentences about orders', () => {
  const withDisclosure = (noticeAfterMs: number | null): Scenario => {
    const disclosure: Disclosure = {
      atMs: 0.4 * DAY_MS,
      segment: 0,
      cases: 1,
      authority: 'County Court',
      basis: 'search warrant',
      noticeAfterMs,
    } as Disclosure;
    return { ...ZURICH, disclosures: [disclosure] };
  };

  it('tell of a disclosure that customers are told about', () => {
    expect(textOf(statementOf(withDisclosure(3_600_000)), 'exceptions')).toMatch(
      /County Court demanded data .* one case|County Court demanded data .*1 case was handed to it/,
    );
  });

  it('are the same whether or not there is a disclosure that an order forbids to tell of', () => {
    const secret = statementOf(withDisclosure(null));
    const none = statementOf(ZURICH);
    expect(secret.ledger.entries).toBeGreaterThan(none.ledger.entries);
    expect(secret.sections).toEqual(none.sections);
    expect(secret.answer).toEqual(none.answer);
    expect(secret.notSaid).toEqual(none.notSaid);
  });
});
