import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADEQUACY_DECISIONS } from '../../../src/domain/law/adequacy-decisions.ts';
import { BINDING_RULES } from '../../../src/domain/law/binding-rules.ts';
import { CERTIFICATE_EDITIONS } from '../../../src/domain/law/certificate-editions.ts';
import { CLAUSE_SETS } from '../../../src/domain/law/clause-sets.ts';
import {
  type DatedFact,
  FACTS_AS_OF_MS,
  isInForce,
  isInForceAsKnown,
  knownEndMs,
} from '../../../src/domain/law/dated-fact.ts';
import { FRAMEWORKS } from '../../../src/domain/law/frameworks.ts';
import { LEGAL_REGIMES } from '../../../src/domain/law/legal-regimes.ts';

const FACTS: readonly DatedFact[] = [
  ...FRAMEWORKS,
  ...ADEQUACY_DECISIONS,
  ...CLAUSE_SETS,
  ...CLAUSE_SETS.flatMap(({ forRegimes }) => forRegimes),
  ...BINDING_RULES,
  ...LEGAL_REGIMES,
  ...CERTIFICATE_EDITIONS,
];

const bare = {
  id: 'fact',
  validFromMs: 100,
  validToMs: 200,
  source: 'test',
  confidence: 'verified',
} as const;

describe('dated facts', () => {
  it('hold from their first instant up to, but excluding, their last', () => {
    const answers = [99, 100, 199, 200].map((at) => isInForceAsKnown(bare, at, 1000));
    expect(answers).toEqual([false, true, true, false]);
  });

  it('are not known before they begin', () => {
    expect(isInForceAsKnown(bare, 150, 99)).toBe(false);
    expect(isInForceAsKnown(bare, 150, 100)).toBe(true);
  });

  it('count as valid until the judgment, and from then on as never valid, if struck down ex tunc', () => {
    const struck = { ...bare, struckDown: { atMs: 200, exTunc: true, by: 'a court' } };
    expect(isInForceAsKnown(struck, 150, 199)).toBe(true);
    expect(isInForceAsKnown(struck, 150, 200)).toBe(false);
    expect(knownEndMs(struck, 199)).toBe(Number.POSITIVE_INFINITY);
  });

  it('keep their past if ended ex nunc', () => {
    const struck = { ...bare, struckDown: { atMs: 200, exTunc: false, by: 'an authority' } };
    expect(isInForceAsKnown(struck, 150, 500)).toBe(true);
    expect(isInForceAsKnown(struck, 200, 500)).toBe(false);
    expect(isInForceAsKnown(struck, 250, 199)).toBe(true);
  });

  it('end at the cautious end that nobody foresaw', () => {
    const doubtful = { ...bare, reliableToMs: 160 };
    expect(isInForceAsKnown(doubtful, 170, 159)).toBe(true);
    expect(isInForceAsKnown(doubtful, 170, 160)).toBe(false);
    expect(isInForceAsKnown(doubtful, 159, 500)).toBe(true);
  });

  it('use the latest version known at the time', () => {
    const extended = {
      ...bare,
      validToMs: 300,
      versions: [
        { knownFromMs: 90, validToMs: 200, setBy: 'first' },
        { knownFromMs: 150, validToMs: 300, setBy: 'second' },
      ],
    };
    expect([89, 90, 149, 150].map((known) => knownEndMs(extended, known))).toEqual([100, 200, 200, 300]);
  });

  it('never become lawful in hindsight if they were unlawful when relied on', () => {
    const shift = fc.integer({ min: -3, max: 3 });
    const bounds = FACTS.flatMap((fact) => [
      fact.validFromMs,
      fact.validToMs,
      fact.reliableToMs ?? fact.validFromMs,
      ...(fact.versions ?? []).flatMap((version) => [version.knownFromMs, version.validToMs]),
    ]).filter((at) => at < FACTS_AS_OF_MS);
    const atMs = fc.oneof(
      fc.integer({ min: Date.parse('1990-01-01'), max: FACTS_AS_OF_MS }),
      fc.tuple(fc.constantFrom(...bounds), shift).map(([at, by]) => at + by),
    );
    fc.assert(
      fc.property(fc.constantFrom(...FACTS), atMs, (fact, at) => {
        fc.pre(isInForce(fact, at, 'now'));
        expect(isInForce(fact, at, 'then'), `${fact.id} at ${at}`).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('have unique ids, intervals that run forwards, and versions that end at the end', () => {
    expect(new Set(FACTS.map((fact) => fact.id)).size).toBe(FACTS.length);
    for (const fact of FACTS) {
      expect(fact.validFromMs, fact.id).toBeLessThan(fact.validToMs);
      if (fact.struckDown !== undefined) expect(fact.struckDown.atMs, fact.id).toBe(fact.validToMs);
      const versions = fact.versions ?? [];
      const knownFrom = versions.map((version) => version.knownFromMs);
      expect(knownFrom, fact.id).toEqual([...new Set(knownFrom)].sort((a, b) => a - b));
      if (versions.length > 0) expect(versions.at(-1)?.validToMs, fact.id).toBe(fact.validToMs);
    }
  });
});
