import { v5 as uuidV5 } from 'uuid';
import { AUDITOR_INDEPENDENCE, INVARIANTS, type InvariantResult, type InvariantRow } from '#audit';
import { canonicalJson } from '#base';
import { givenLaw, type Knowledge } from '#domain';
import { omissionSentences, omissionsOf } from '../not-modelled.ts';
import type { Evidence } from '../source/evidence.ts';
import { mappingCollection, RANGE } from './mapping-collection.ts';

/**
 * OSCAL 1.2.1 (NIST): the promises as a catalog of controls, how they are assessed, what was found, and how they relate to laws and
 * standards.
 */
export const OSCAL_DOCUMENTS = [
  'catalog',
  'assessment-plan',
  'assessment-results',
  'mapping-collection',
] as const;
export type OscalDocument = (typeof OSCAL_DOCUMENTS)[number];

const OSCAL_VERSION = '1.2.1';

export function oscalDocument(name: OscalDocument, evidence: Evidence): string {
  return `${canonicalJson({ [name]: DOCUMENTS[name](evidence) })}\n`;
}

type Builder = (evidence: Evidence) => object;

const DOCUMENTS: Readonly<Record<OscalDocument, Builder>> = {
  catalog: (evidence) => ({
    uuid: uuidOf(evidence, 'catalog'),
    metadata: metadata(evidence, `Promises about support data, ${RANGE}`),
    controls: INVARIANTS.map(controlOf),
  }),
  'assessment-plan': (evidence) => {
    const plan = uuidOf(evidence, 'system');
    return {
      uuid: uuidOf(evidence, 'assessment-plan'),
      metadata: metadata(evidence, `Audit of ${evidence.scenario.title}`),
      'import-ssp': { href: `#${plan}` },
      'reviewed-controls': reviewedControls(INVARIANTS),
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
  'assessment-results': (evidence) => ({
    uuid: uuidOf(evidence, 'assessment-results'),
    metadata: metadata(evidence, `Results of the audit of ${evidence.scenario.title}`),
    'import-ap': { href: './assessment-plan.json' },
    results: [resultThen(evidence), ...resultNow(evidence)],
  }),
  'mapping-collection': (evidence) => ({
    uuid: uuidOf(evidence, 'mapping-collection'),
    metadata: metadata(evidence, `${RANGE} and clauses of laws and standards`),
    ...mappingCollection({
      uuid: (...name) => uuidOf(evidence, ...name),
      controlId,
      catalog: './catalog.json',
    }),
  }),
};

/** By the law as known at each moment. */
function resultThen(evidence: Evidence): object {
  const { audit, names } = evidence;
  return {
    uuid: uuidOf(evidence, 'result'),
    title: `Every act of the run, held against ${INVARIANTS.length} invariants`,
    description:
      `${audit.entries} entries about ${audit.cases} cases, ledger root ${audit.root ?? 'none'}. ` +
      'The run is simulated; the verdict is about its ledger, by the law as it was known at each moment.',
    ...resultBody(evidence, audit.invariants, 'then'),
    ...(audit.ended === null
      ? {}
      : { remarks: `The run was ended at ${names.instant(audit.ended.timeMs)}, before its horizon.` }),
  };
}

/** By the law as known today: the invariants for which that may make a difference. */
function resultNow(evidence: Evidence): readonly object[] {
  const { invariantsNow } = evidence.audit;
  if (invariantsNow.length === 0) return [];
  return [
    {
      uuid: uuidOf(evidence, 'result', 'now'),
      title: 'The same acts by the law as it is known today',
      description:
        'Only the invariants that depend on what is known of the law. A basis that a court has since declared void from the ' +
        'beginning counts as none, although nobody could know that then.',
      ...resultBody(evidence, invariantsNow, 'now'),
    },
  ];
}

function resultBody(evidence: Evidence, results: readonly InvariantResult[], known: Knowledge): object {
  return {
    start: new Date(evidence.scenario.startEpochMs).toISOString(),
    end: endOf(evidence),
    'reviewed-controls': reviewedControls(results),
    observations: results.map((result) => observationOf(result, evidence, known)),
    ...findingsOf(results, evidence, known),
  };
}

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

function reviewedControls(invariants: readonly { readonly id: string }[]): object {
  return {
    'control-selections': [
      { 'include-controls': invariants.map(({ id }) => ({ 'control-id': controlId(id) })) },
    ],
  };
}

/** Names of the parts of a result. Those of the first result have no suffix, as when there was no second. */
function ofResult(what: string, known: Knowledge): readonly string[] {
  return known === 'then' ? [what] : [what, known];
}

function observationOf(
  { checks, counterexample, id, title, undecided, untested, violations }: InvariantResult,
  evidence: Evidence,
  known: Knowledge,
): object {
  const first =
    counterexample === null
      ? ''
      : ` The first, at ${evidence.names.instant(counterexample.timeMs)} (entry ${counterexample.entry}): ${counterexample.message}.`;
  const open = undecided.map(({ count, reason }) => ` ${count} not judged: ${reason}.`);
  return {
    uuid: uuidOf(evidence, ...ofResult('observation', known), id),
    title,
    description:
      untested === null
        ? `${checks} checks, ${violations} violations.${first}${open.join('')}`
        : `Not tested, since ${untested}.`,
    methods: ['TEST'],
    collected: endOf(evidence),
  };
}

/** No finding if nothing was put to the test: 0 violations in 0 checks satisfy nothing. */
function findingsOf(results: readonly InvariantResult[], evidence: Evidence, known: Knowledge): object {
  const findings = results
    .filter(({ untested }) => untested === null)
    .map(({ checks, id, sentence, title, undecided, violations }) => {
      const open = undecided.reduce((sum, { count }) => sum + count, 0);
      const left = open === 0 ? '' : ` ${open} acts are not judged.`;
      return {
        uuid: uuidOf(evidence, ...ofResult('finding', known), id),
        title,
        description: `${sentence} ${violations} violations in ${checks} checks.${left}`,
        target: {
          type: 'statement-id',
          'target-id': `${controlId(id)}_statement`,
          status: statusOf(violations, open),
        },
        'related-observations': [
          { 'observation-uuid': uuidOf(evidence, ...ofResult('observation', known), id) },
        ],
      };
    });
  return findings.length === 0 ? {} : { findings };
}

/** An open question is no violation, but does not satisfy either: it needs an opinion. */
function statusOf(violations: number, open: number): object {
  if (violations > 0) return { state: 'not-satisfied', reason: 'fail' };
  return open > 0 ? { state: 'not-satisfied', reason: 'other' } : { state: 'satisfied', reason: 'pass' };
}

/** Dated by the run's own time: the documents have no clock, so that they can be recomputed. */
function metadata(evidence: Evidence, title: string): object {
  return {
    title,
    'last-modified': endOf(evidence),
    version: evidence.ledger.header.engineVersion,
    'oscal-version': OSCAL_VERSION,
    remarks: [
      ...givenLaw(evidence.scenario),
      AUDITOR_INDEPENDENCE,
      ...omissionSentences(omissionsOf(evidence.scenario)),
    ].join(' '),
  };
}

function endOf({ audit, names, scenario }: Evidence): string {
  return names.instant(audit.ended?.timeMs ?? scenario.horizonMs);
}

/** Namespace of the UUIDs, drawn once at random. */
const NAMESPACE = '3f5d1e0a-8c41-4b7e-9a62-510bd7c3642f';

/** A UUID of version 5 (RFC 9562): the same thing of the same ledger always has the same one. */
function uuidOf({ audit, source }: Evidence, ...name: readonly string[]): string {
  return uuidV5([source, audit.root ?? '', ...name].join('\n'), NAMESPACE);
}
