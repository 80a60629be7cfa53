import { INVARIANTS } from '#audit';
import { CONTROL_MAPPINGS, type ControlMapping } from './control-mappings.ts';
import { MAPPED_FRAMEWORKS, type MappedFramework, NOT_MAPPED } from './frameworks.ts';

/** The ids of all invariants, as a range. */
export const RANGE = `R1 to R${INVARIANTS.length}`;

/** What the document needs from the other documents of OSCAL: UUIDs, ids of controls, and where the catalog is. */
export interface MappingContext {
  uuid(...name: readonly string[]): string;
  controlId(invariant: string): string;
  readonly catalog: string;
}

/** The body of an OSCAL `mapping-collection`, except its UUID and metadata: the invariants, mapped to laws and standards. */
export function mappingCollection(context: MappingContext): object {
  return {
    provenance: {
      method: 'human',
      'matching-rationale': 'semantic',
      status: 'draft',
      'mapping-description': DESCRIPTION,
    },
    mappings: MAPPED_FRAMEWORKS.map((framework) => mappingTo(framework, context)),
    'back-matter': { resources: MAPPED_FRAMEWORKS.map((framework) => resourceOf(framework, context)) },
  };
}

const DESCRIPTION =
  `How the invariants ${RANGE} relate to clauses of laws and standards. Ids of clauses and our own words only: no text of a standard is quoted. ` +
  'Nobody but the authors has reviewed the mapping; it is no legal advice, and an invariant without a violation is no proof that a clause is kept. ' +
  NOT_MAPPED;

function mappingTo(
  framework: MappedFramework & { readonly id: keyof typeof CONTROL_MAPPINGS },
  context: MappingContext,
): object {
  const { id, note } = framework;
  const mappings = CONTROL_MAPPINGS[id];
  const mapped = new Set(mappings.map(({ invariant }) => invariant));
  const unmapped = INVARIANTS.filter((row) => !mapped.has(row.id)).map((row) => context.controlId(row.id));
  return {
    uuid: context.uuid('mapping', id),
    'source-resource': { type: 'catalog', href: context.catalog },
    'target-resource': { type: 'catalog', href: `#${context.uuid('mapped', id)}`, remarks: note },
    maps: mappings.map((mapping) => mapOf(mapping, id, context)),
    ...(unmapped.length === 0
      ? {}
      : {
          'source-gap-summary': {
            uuid: context.uuid('gap', id),
            'unmapped-controls': [{ 'with-ids': unmapped }],
          },
        }),
  };
}

function mapOf(
  { clauses, common, invariant, notCovered, relationship }: ControlMapping,
  framework: string,
  { controlId, uuid }: MappingContext,
): object {
  return {
    uuid: uuid('map', framework, invariant),
    relationship,
    sources: [{ type: 'control', 'id-ref': controlId(invariant) }],
    targets: clauses.map((clause) => ({ type: 'control', 'id-ref': clause })),
    remarks: `In common: ${common}. Not covered: ${notCovered}.`,
  };
}

function resourceOf({ id, note, page, title }: MappedFramework, { uuid }: MappingContext): object {
  return {
    uuid: uuid('mapped', id),
    title,
    description: `${note} It is named here by a public page, since no OSCAL catalog of it is part of this folder.`,
    rlinks: [{ href: page }],
  };
}
