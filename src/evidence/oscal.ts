import { INVARIANTS, type InvariantResult, type InvariantRow } from '#audit';
import { canonicalJson } from '#base';
import type { Evidence } from './evidence.ts';
import { namedUuid } from './uuid.ts';

/** OSCAL 1.2.1 (NIST): the promises as a catalog of controls, how they are assessed, and what was found. */
export const OSCAL_DOCUMENTS = ['catalog', 'assessment-plan', 'assessment-results'] as const;
export type OscalDocument = (typeof OSCAL_DOCUMENTS)[number];

const OSCAL_VERSION = '1.2.1';

export function oscalDocument(name: OscalDocument, evidence: Evidence): string {
  return `${canonicalJson({ [name]: DOCUMENTS[name](evidence) })}\n`;
}

type Builder = (evidence: Evidence) => object;

const DOCUMENTS: Readonly<Record<OscalDocument, Builder>> = {
  catalog: (evidence) => ({
    uuid: uuidOf(evidence, 'catalog'),
    metadata: metadata(evidence, 'Promises about support data, R1 to R26'),
    controls: INVARIANTS.map(controlOf),
  }),
  'assessment-plan': (evidence) => {
    const plan = uuidOf(evidence, 'system');
    return {
      uuid: uuidOf(evidence, 'assessment-plan'),
      metadata: metadata(evidence, `Audit of ${evidence.scenario.title}`),
      'import-ssp': { href: `#${plan}` },
      'reviewed-controls': reviewedControls(),
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: evidence.scenario.title,
            description:
              'The organisation as the scenario describes it: places, entities, promises, retention.',
            rlinks: [{ href: '../scenario.json', 'media-type': 'application/json' }],
          },
          {
            uuid: uuidOf(evidence, 'catalog resource'),
            title: 'The catalog that holds the controls',
            rlinks: [{ href: './catalog.json', 'media-type': 'application/json' }],
          },
        ],
      },
    };
  },
  'assessment-results': (evidence) => {
    const { audit, names, scenario } = evidence;
    const { startEpochMs } = scenario;
    return {
      uuid: uuidOf(evidence, 'assessment-results'),
      metadata: metadata(evidence, `Results of the audit of ${scenario.title}`),
      'import-ap': { href: './assessment-plan.json' },
      results: [
        {
          uuid: uuidOf(evidence, 'result'),
          title: `Every act of the run, held against ${INVARIANTS.length} invariants`,
          description:
            `${audit.entries} entries about ${audit.cases} cases, ledger root ${audit.root ?? 'none'}. ` +
            'The run is simulated; the verdict is about its ledger.',
          start: new Date(startEpochMs).toISOString(),
          end: endOf(evidence),
          'reviewed-controls': reviewedControls(),
          observations: audit.invariants.map((result) => observationOf(result, evidence)),
          ...findingsOf(evidence),
          ...(audit.ended === null
            ? {}
            : { remarks: `The run was ended at ${names.instant(audit.ended.timeMs)}, before its horizon.` }),
        },
      ],
    };
  },
};

/** Control ids begin with a letter and are lower case. */
function controlId(id: string): string {
  return id.toLowerCase();
}

function controlOf({ brokenBy, id, sentence, source, statement, title }: InvariantRow): object {
  const control = controlId(id);
  const part = (name: string, prose: string) => ({ id: `${control}_${name}`, name, prose });
  return {
    id: control,
    title,
    props: [{ name: 'label', value: id }],
    parts: [
      part('statement', sentence),
      part('assessment-objective', statement),
      part('guidance', `Source: ${source}. Broken by: ${brokenBy}.`),
    ],
  };
}

function reviewedControls(): object {
  return {
    'control-selections': [
      { 'include-controls': INVARIANTS.map(({ id }) => ({ 'control-id': controlId(id) })) },
    ],
  };
}

function observationOf(
  { checks, counterexample, id, title, violations }: InvariantResult,
  evidence: Evidence,
): object {
  const first =
    counterexample === null
      ? ''
      : ` The first, at ${evidence.names.instant(counterexample.timeMs)} (entry ${counterexample.entry}): ${counterexample.message}`;
  return {
    uuid: uuidOf(evidence, 'observation', id),
    title,
    description: `${checks} checks, ${violations} violations.${first}`,
    methods: ['TEST'],
    collected: endOf(evidence),
  };
}

/** No finding where nothing was put to the test: 0 violations in 0 checks satisfy nobody. */
function findingsOf(evidence: Evidence): object {
  const findings = evidence.audit.invariants
    .filter(({ checks, violations }) => checks > 0 || violations > 0)
    .map(({ checks, id, sentence, title, violations }) => ({
      uuid: uuidOf(evidence, 'finding', id),
      title,
      description: `${sentence} ${violations} violations in ${checks} checks.`,
      target: {
        type: 'statement-id',
        'target-id': `${controlId(id)}_statement`,
        status: { state: violations === 0 ? 'satisfied' : 'not-satisfied' },
      },
      'related-observations': [{ 'observation-uuid': uuidOf(evidence, 'observation', id) }],
    }));
  return findings.length === 0 ? {} : { findings };
}

/** Dated by the run's own time: the documents have no clock of their own, so that they can be made again. */
function metadata(evidence: Evidence, title: string): object {
  return {
    title,
    'last-modified': endOf(evidence),
    version: evidence.ledger.header.engineVersion,
    'oscal-version': OSCAL_VERSION,
  };
}

function endOf({ audit, names, scenario }: Evidence): string {
  return names.instant(audit.ended?.timeMs ?? scenario.horizonMs);
}

function uuidOf({ audit, hashes, source }: Evidence, ...name: readonly string[]): string {
  return namedUuid(hashes.sha1, source, audit.root ?? '', ...name);
}
