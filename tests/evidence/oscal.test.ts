import { describe, expect, it } from 'vitest';
import { AUDITOR_INDEPENDENCE } from '#audit';
import { notModelled } from '#evidence';
import { oscalDocument } from '../../src/evidence/oscal.ts';
import { loadScenario } from '../running.ts';
import { evidenceOf } from './evidence-of.ts';

interface Results {
  readonly 'assessment-results': {
    readonly metadata: { readonly remarks: string };
    readonly results: readonly {
      readonly title: string;
      readonly observations: readonly { readonly uuid: string; readonly description: string }[];
      readonly findings: readonly {
        readonly description: string;
        readonly target: {
          readonly 'target-id': string;
          readonly status: { readonly state: string; readonly reason: string };
        };
      }[];
    }[];
  };
}

function resultsOf(name: string, days: number): Results['assessment-results'] & { text: string } {
  const evidence = evidenceOf({ ...loadScenario(name), horizonMs: days * 86_400_000 });
  const text = oscalDocument('assessment-results', evidence);
  return { ...(JSON.parse(text) as Results)['assessment-results'], text };
}

const statusOf = (result: Results['assessment-results']['results'][number] | undefined, id: string) =>
  result?.findings.find(({ target }) => target['target-id'] === `${id}_statement`)?.target.status;

describe('the assessment results', () => {
  it('contain the audit by the law as known today next to the one as known then', () => {
    const { results } = resultsOf('german-night', 1);
    const [then, today] = results;
    expect(results).toHaveLength(2);
    expect(statusOf(then, 'r7')).toEqual({ state: 'satisfied', reason: 'pass' });
    expect(today?.title).toContain('as it is known today');
    expect(statusOf(today, 'r7')).toEqual({ state: 'not-satisfied', reason: 'fail' });
    const uuids = results.flatMap(({ observations }) => observations.map(({ uuid }) => uuid));
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  it('do not call satisfied what can be judged neither way', () => {
    const { results } = resultsOf('travelling-expert', 6);
    expect(statusOf(results[0], 'r7')).toEqual({ state: 'not-satisfied', reason: 'other' });
    const finding = results[0]?.findings.find(({ target }) => target['target-id'] === 'r7_statement');
    expect(finding?.description).toMatch(
      / 0 violations in \d+ checks\. \d+ acts can be judged neither way\.$/,
    );
    expect(
      results[0]?.observations.some(({ description }) => description.includes('it was open at that time')),
    ).toBe(true);
  });

  it('give the reason why an invariant was not tested, and no finding for it', () => {
    const evidence = evidenceOf({ ...loadScenario('german-night'), horizonMs: 86_400_000 });
    const text = oscalDocument('assessment-results', evidence);
    const [then] = (JSON.parse(text) as Results)['assessment-results'].results;
    const untested = evidence.audit.invariants.filter((one) => one.untested !== null);
    expect(untested.length).toBeGreaterThan(0);
    const told = then?.observations.map(({ description }) => description) ?? [];
    expect(told.filter((description) => description.startsWith('Not tested'))).toEqual(
      untested.map((one) => `Not tested, since ${one.untested}.`),
    );
    for (const { id } of untested) expect(statusOf(then, id.toLowerCase())).toBeUndefined();
  });

  it('say what the auditor shares with the simulator, and what is not modelled', () => {
    const { metadata } = resultsOf('german-night', 0.1);
    expect(metadata.remarks).toContain(AUDITOR_INDEPENDENCE);
    for (const what of notModelled(loadScenario('german-night'))) expect(metadata.remarks).toContain(what);
  });
});
