import { definite } from '#base';
import type { BasisInstrument, LegalEntity, Subcontract } from '#domain';
import type { EntityFile } from '../shape/scenario-file.ts';
import { indexOf, unlessEmpty } from './names.ts';

export function resolveEntity(id: string, entity: EntityFile, products: readonly string[]): LegalEntity {
  const { title = id, kind, country, instruments, role } = entity;
  const { adequacy, certificates, gdpr } = entity;
  return {
    id,
    title,
    kind,
    country,
    role: role === 'controller' ? role : undefined,
    instruments: instruments.map(resolveInstrument),
    adequacy: unlessEmpty(
      adequacy.map((said) => ({
        decision: said.decision,
        isCovered: said.covered === 'yes',
        ...termOf(said),
      })),
    ),
    gdpr: unlessEmpty(gdpr.map((said) => ({ applies: said.applies === 'yes', ...termOf(said) }))),
    certificates: unlessEmpty(
      certificates.map(({ edition, from, products: covered, services, to }) => ({
        edition,
        fromEpochMs: from,
        toEpochMs: to,
        services,
        products: covered?.map((product) => indexOf(products, product)),
      })),
    ),
    subcontract: subcontractOf(entity),
    rank: entity.rank,
    citizenship: entity.citizenship,
    control: entity.control?.map(({ by, ...term }) => ({ country: by, ...termOf(term) })),
  };
}

function resolveInstrument(written: EntityFile['instruments'][number]): BasisInstrument {
  const { approved, assessed, bindingRules, clauses, covers, framework, signedFor } = written;
  const common = {
    ...termOf(written),
    assessedEpochMs: assessed,
    signedFor,
    approvedEpochMs: approved as BasisInstrument['approvedEpochMs'],
    covers,
  };
  if (framework !== undefined) return { kind: 'framework', instrument: framework, ...common };
  if (clauses !== undefined) return { kind: 'standard-clauses', instrument: clauses, ...common };
  const instrument = definite(bindingRules, 'an instrument of no kind');
  return { kind: 'binding-rules', instrument, ...common };
}

/** The known facts of its contract; undefined if there are none. */
function subcontractOf({ announced, countries, flowDown }: EntityFile): Subcontract | undefined {
  if (announced === undefined && countries === undefined && flowDown === undefined) return undefined;
  return {
    announcedEpochMs: announced ?? null,
    countries: countries ?? null,
    flowDown: flowDown === undefined ? null : termOf(flowDown),
  };
}

/** When something is in force. `toEpochMs` is `null` if it has no end. */
export function termOf({ from, to }: Pick<NonNullable<EntityFile['flowDown']>, 'from' | 'to'>) {
  return { fromEpochMs: from, toEpochMs: to ?? null };
}
