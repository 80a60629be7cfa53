import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { faultsOf } from '#engine';
import { startProof } from '#prover';
import type { RequirementFile } from '#scenario';
import { proofQuestions, provenIn } from '#statements';
import { CHANGES, evaluated, file, ROWS, worldOf } from './known-world.ts';

/** What proofs say of requirements, by their ids. */
function provenOf(
  requirements: RequirementFile,
  scenario: Scenario,
  breach: string | null,
): ReturnType<typeof provenIn>['proofs'] {
  const faults = (breach === null ? null : faultsOf(breach)) ?? {};
  const found = proofQuestions(requirements.requirements, scenario).map((question) => {
    const prover = startProof(question.judged, { conduct: scenario, faults, streams: question.streams });
    while (prover.next());
    return [question, prover.finish()] as const;
  });
  return provenIn(found).proofs;
}

describe('proofs of requirements', () => {
  it('proves what cannot be broken, and nothing that a run breaks', () => {
    const scenario = worldOf(null);
    const asked = file([
      ...ROWS.map(([id, asks]) => `${id}: { says: ${id}, ${asks} }`),
      'inside: { says: two countries, access: [IE, BG], for: premier, unless: emergency }',
      'outside: { says: one country, access: IE, for: premier, unless: emergency }',
    ]);
    const verdictOf = (proven: ReturnType<typeof provenOf>) => (id: string) => proven.get(id)?.verdict;
    const own = verdictOf(provenOf(asked, scenario, null));
    for (const id of [
      'storage',
      'storage-two',
      'storage-not',
      'access-unless',
      'processing',
      'lawful',
      'inside',
      'announced',
      'bound',
      'established',
    ])
      expect(own(id), id).toBe('holds');
    // With Dublin down, the first copy is in Amsterdam.
    for (const id of ['first', 'storage-all', 'access', 'initiated-all', 'kinds', 'outside', 'announced-90'])
      expect(own(id), id).toBe('broken');
    for (const breach of [null, 'store-outside', 'view-from-anywhere']) {
      const verdict = verdictOf(provenOf(asked, scenario, breach));
      const { rows } = evaluated(asked, null, breach);
      const wrong = rows.filter(({ id, outcome }) => outcome === 'broken' && verdict(id) === 'holds');
      expect(
        wrong.map(({ id }) => id),
        String(breach),
      ).toEqual([]);
    }
    const consenting = worldOf(CHANGES['consent to the United States']);
    expect(provenOf(asked, consenting, null).get('access-unless')?.verdict).toBe('broken');
    expect(verdictOf(provenOf(asked, scenario, 'store-outside'))('storage')).toBe('broken');
    const escorted = verdictOf(provenOf(asked, worldOf(CHANGES['under escort']), null));
    expect(['watched', 'unless-escort', 'but-escort'].map(escorted)).toEqual(['holds', 'holds', 'broken']);
    const companies = provenOf(asked, worldOf(CHANGES['vendor in Ireland']), null);
    expect(['control', 'control-eu', 'named'].map(verdictOf(companies))).toEqual(['holds', 'holds', 'holds']);
    expect(companies.has('citizens')).toBe(false);
    const control = verdictOf(provenOf(asked, worldOf(CHANGES['controlled by nobody']), null));
    expect(['control', 'control-eu'].map(control)).toEqual(['holds', 'broken']);
    expect(provenOf(asked, worldOf(CHANGES['sold to China']), null).has('control-not')).toBe(false);
    const american = verdictOf(
      provenOf(asked, worldOf(CHANGES['citizens of the Union and the United States']), null),
    );
    expect(['citizens', 'citizens-not'].map(american)).toEqual(['holds', 'holds']);
    const unescorted = verdictOf(provenOf(asked, worldOf(CHANGES['under escort']), 'seen-unescorted'));
    expect(['watched', 'unless-escort', 'but-escort'].map(unescorted)).toEqual(Array(3).fill('broken'));
  });
});
