import { describe, expect, it } from 'vitest';
import { AUDITOR_INDEPENDENCE, INVARIANTS } from '#audit';
import { omissionSentences, omissionsOf } from '#exports';
import { oscalDocument } from '../../src/exports/oscal/oscal.ts';
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

interface Mappings {
  readonly 'mapping-collection': {
    readonly provenance: { readonly status: string; readonly 'mapping-description': string };
    readonly mappings: readonly {
      readonly 'target-resource': { readonly href: string };
      readonly maps: readonly {
        readonly uuid: string;
        readonly sources: readonly { readonly 'id-ref': string }[];
        readonly targets: readonly { readonly 'id-ref': string }[];
        readonly remarks: string;
      }[];
      readonly 'source-gap-summary': {
        readonly 'unmapped-controls': readonly { readonly 'with-ids': readonly string[] }[];
      };
    }[];
    readonly 'back-matter': { readonly resources: readonly { readonly uuid: string }[] };
  };
}

describe('the mapping to laws and standards', () => {
  const evidence = evidenceOf({ ...loadScenario('german-night'), horizonMs: 3_600_000 });
  const { 'mapping-collection': collection } = JSON.parse(
    oscalDocument('mapping-collection', evidence),
  ) as Mappings;
  const invariants = INVARIANTS.map(({ id }) => id.toLowerCase());

  it('maps each invariant once, or lists it as a gap', () => {
    expect(collection.mappings).toHaveLength(5);
    for (const mapping of collection.mappings) {
      const mapped = mapping.maps.flatMap(({ sources }) => sources.map((source) => source['id-ref']));
      const gaps = mapping['source-gap-summary']['unmapped-controls'].flatMap((one) => one['with-ids']);
      expect([...mapped, ...gaps].sort()).toEqual([...invariants].sort());
    }
  });

  it('says of each map what is not covered, and names each clause once', () => {
    for (const { targets, remarks } of collection.mappings.flatMap(({ maps }) => maps)) {
      expect(remarks).toMatch(/^In common: .+\. Not covered: .+\.$/);
      const ids = targets.map((target) => target['id-ref']);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('points to a resource for each framework, and says what is left out and who reviewed it', () => {
    const resources = collection['back-matter'].resources.map(({ uuid }) => `#${uuid}`);
    expect(collection.mappings.map((mapping) => mapping['target-resource'].href)).toEqual(resources);
    expect(collection.provenance.status).toBe('draft');
    expect(collection.provenance['mapping-description']).toContain('EU Cloud Code of Conduct is not mapped');
  });
});

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
    expect(finding?.description).toMatch(/ 0 violations in \d+ checks\. \d+ acts are not judged\.$/);
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
    for (const what of omissionSentences(omissionsOf(loadScenario('german-night'))))
      expect(metadata.remarks).toContain(what);
  });
});
