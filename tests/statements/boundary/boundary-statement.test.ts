import { describe, expect, it } from 'vitest';
import { DAY_MS } from '#base';
import type { Consent, Disclosure, Scenario } from '#domain';
import { startProof } from '#prover';
import { renderBoundary, renderBoundaryMarkdown } from '#report';
import { type BoundaryStatement, boundaryStatement } from '#statements';
import { evidenceOf } from '../../exports/evidence-of.ts';
import { loadScenario, type RunChoices } from '../../running.ts';

/** Each kind of sentence changes with the scenario, or goes away. */

const days = (name: string, count: number): Scenario => ({
  ...loadScenario(name),
  horizonMs: count * DAY_MS,
});
const EXPERT = days('travelling-expert', 3);
const ZURICH = days('zurich-eea', 1);
const NIGHT = days('german-night', 1);
const SWISS = days('zurich-efta', 1);
const LONDON = unrestricted(days('london-2020', 1));

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

/** The same scenario, in which the promises say nothing of places. */
function unrestricted(scenario: Scenario): Scenario {
  const promises = scenario.promises.map((promise) => ({
    ...promise,
    zones: Object.fromEntries(
      Object.entries(promise.zones).map(([itemClass, zones]) => [
        itemClass,
        { ...zones, storage: 'ANY', backup: 'ANY', workingCopy: 'ANY' },
      ]),
    ) as unknown as typeof promise.zones,
  }));
  return { ...scenario, promises };
}

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
    expect(renderBoundaryMarkdown(first)).toMatch(/## The answer\n\nNo promise about places/);
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
    expect(stored?.text).toMatch(
      /^Broken: primary copies and replicas .* In this run, they rested outside: Zurich in Switzerland \(\d+ copies\)\. The audit found \d+ violations of R1/,
    );
    expect(stored?.text).not.toContain('can never');
  });

  it('reports a replica outside as broken in storage and in failover', () => {
    const statement = statementOf(ZURICH, { breach: 'replicate-outside' });
    expect(statement.answer[0]).toContain('Failover (R3)');
    expect(sentencesOf(statement, 'exceptions').some(({ tone }) => tone === 'broken')).toBe(true);
  });

  it('says that nothing was promised where a promise names no zone', () => {
    const statement = statementOf(unrestricted(ZURICH));
    expect(statement.answer[1]).toBe('The scenario promises nobody that data stays inside a zone.');
    expect(textOf(statement)).not.toContain('none outside');
    expect(textOf(statement, 'excluded')).toMatch(
      /promised nothing about where primary copies and replicas rest.*their copies rested in .*Switzerland/,
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
    expect(atHome).toMatch(
      /people saw cases of “Storage inside the promised boundary”, and none of that access came from outside the EEA/,
    );
  });

  it('name a consent with its end and its uses, and no longer once it has lapsed', () => {
    const statement = statementOf(withConsent({}));
    expect(textOf(statement, 'temporary')).toMatch(
      /Customers of “Stored and seen inside the EEA only” consented .* until 3 December 2014, 01:00 \(Europe\/Berlin\)\..* [1-9]\d* access(es)? relied on a consent/,
    );
    expect(textOf(statement, 'inside')).toMatch(/from outside the EEA, on a consent: .*Seattle/);
    const lapsed = statementOf(
      withConsent({ toEpochMs: EXPERT.startEpochMs - 1, fromEpochMs: 0, givenEpochMs: 0 }),
    );
    expect(textOf(lapsed, 'temporary')).toMatch(/^In the 3 days of this run no consent is in force/);
    expect(textOf(lapsed, 'inside')).not.toContain('on a consent');
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
    expect(statement.answer.join()).toMatch(/there was no valid basis/);
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
    expect(textOf(ending, 'temporary')).toMatch(/relies on .*, until the end of 31 December 2014\./);
    expect(textOf(ending, 'continuing')).not.toContain('relies on');
    const lapsed = statementOf(withEnd(NIGHT.startEpochMs - DAY_MS));
    expect(textOf(lapsed)).not.toContain('It relies on participation');
  });
});

describe('its sentences about the law', () => {
  const london = (startEpochMs: number): Scenario => ({ ...LONDON, startEpochMs, horizonMs: DAY_MS });
  const UK_RUN = Date.UTC(2025, 5, 20);

  it('give a decision’s own dates, and count a transfer as temporary whose decision is known to end after the run', () => {
    const statement = statementOf(london(UK_RUN));
    expect(textOf(statement, 'temporary')).toMatch(
      /adequacy decision for the country, since 28 June 2021, until the end of 27 June 2025/,
    );
    expect(textOf(statement)).not.toContain('has an end date');
    // Six days later the extension was known.
    expect(textOf(statementOf(london(Date.UTC(2025, 5, 26))), 'temporary')).toContain(
      'until the end of 27 December 2025',
    );
  });

  it('date the oldest Swiss decision by the day of its adoption', () => {
    const text = textOf(statementOf(SWISS));
    expect(text).toContain('since 26 July 2000');
    expect(text).not.toContain('25 July 2000');
  });

  it('name British law where it governs data that a British company passes on', () => {
    const statement = statementOf(london(UK_RUN));
    expect(statement.answer.join('\n')).toContain('outside the free flow of EU and EEA law and UK law');
    expect(textOf(statement)).toMatch(
      /at Dublin in Ireland: .*, received from British affiliate\. That left the free flow of UK law\./,
    );
    expect(textOf(statement)).toMatch(
      /at London in the United Kingdom: .*, received from the customers\. That left the free flow of EU and EEA law\./,
    );
    expect(textOf(statement)).not.toContain('the law that protects');
  });

  it('judge nothing where no modelled law protects the data', () => {
    const abroad = (country: string) => ({
      ...london(UK_RUN),
      streams: LONDON.streams.map((stream) => ({ ...stream, country })),
    });
    for (const country of ['BR', 'CN', 'IN', 'KR']) {
      const statement = statementOf(abroad(country));
      expect(statement.answer.join('\n')).toMatch(
        /Not judged: whether [1-9][\d,]* copies .* since no law modelled here protects them/,
      );
    }
    expect(statementOf(london(UK_RUN)).answer.join('\n')).not.toContain('Not judged');
  });
});

describe('its text', () => {
  const TITLE = 'A <b>bold</b> | `title`\n\n## with *marks* & &lt;i&gt;\r- item';
  const titled: Scenario = {
    ...ZURICH,
    title: TITLE,
    segments: ZURICH.segments.map((one) => ({ ...one, title: TITLE })),
    entities: ZURICH.entities.map((one) => ({ ...one, title: TITLE })),
  };

  it('carries no markup of titles into Markdown', () => {
    const lines = renderBoundaryMarkdown(statementOf(titled)).split('\n');
    const plain = renderBoundaryMarkdown(statementOf(ZURICH)).split('\n');
    expect(lines).toHaveLength(plain.length);
    const heads = (of: readonly string[]) => of.filter((line) => /^\s*(#|- |$)/.test(line)).length;
    expect(heads(lines)).toBe(heads(plain));
    for (const line of lines) {
      expect(line).not.toMatch(/<|>/);
      expect(line.replaceAll(/\\[`|*]/g, '')).not.toMatch(/[|*]|&(?!lt;|gt;|amp;)/);
    }
    expect(lines[2]).toContain('&lt;b&gt;bold&lt;/b&gt; \\| \\`title\\`');
    expect(lines[2]).toContain('&amp;lt;i&amp;gt;');
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

describe('agreements with customers', () => {
  const UNSIGNED = days('unsigned', 2);

  it('are stated with the law that asks for them, and proved', () => {
    const text = textOf(statementOf(UNSIGNED, { proof: true }), 'inside');
    expect(text).toContain(
      'Cases of “Customers in Ireland” can never be stored or seen without the data processing agreement that the law asks for.',
    );
    expect(text).toContain(
      'Customers of “Hospitals” have a business associate agreement from 5 November 2014, 16:00 in Brussels',
    );
    expect(text).toContain(
      'have no data processing agreement, by the scenario. No law that is modelled asks',
    );
  });

  it('are broken where data was stored or seen without one', () => {
    const text = textOf(statementOf(UNSIGNED, { breach: 'without-agreement' }), 'inside');
    expect(text).toMatch(/Broken: cases of “Hospitals” .* only under the agreements that the law asks for/);
    expect(text).toContain('have no business associate agreement in force');
    expect(text).not.toMatch(/Broken: cases of “Customers in Ireland”/);
  });
});

describe('certificates of those who work on cases', () => {
  const LAPSED = days('out-of-scope', 5);

  it('are stated with the days on which a subcontractor lacked what the vendor had', () => {
    const text = textOf(statementOf(LAPSED), 'inside');
    expect(text).toContain(
      'Cases of “By certified companies” were promised to be worked on only by companies with a certificate on ISO27001 for the support of their product.',
    );
    expect(text).toContain(
      'Manila subcontractor had no certificate on ISO27001 for the support of Office 365, as the vendor has, from 24 September 2015',
    );
    expect(text).toContain('(1.5 days)');
  });

  it('are broken where others worked on them', () => {
    const text = textOf(statementOf(LAPSED, { breach: 'outside-scope' }), 'inside');
    expect(text).toMatch(/Broken: cases of “By certified companies” were promised to be worked on only/);
    expect(text).not.toMatch(/Broken: cases of “By subcontractors/);
  });
});
