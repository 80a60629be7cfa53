import { definite } from '#base';
import type { BasisInstrument, LegalEntity, Subcontract } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { indexOf, unlessEmpty } from './names.ts';

export type EntityFile = ScenarioFile['entities'][string];

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
      adequacy.map(({ covered, decision, from, to = null }) => ({
        decision,
        isCovered: covered === 'yes',
        fromEpochMs: from,
        toEpochMs: to,
      })),
    ),
    gdpr: unlessEmpty(
      gdpr.map(({ applies, from, to = null }) => ({
        applies: applies === 'yes',
        fromEpochMs: from,
        toEpochMs: to,
      })),
    ),
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
  };
}

function resolveInstrument(written: EntityFile['instruments'][number]): BasisInstrument {
  const {
    approved,
    assessed,
    bindingRules,
    clauses,
    covers,
    framework,
    from,
    signedFor,
    to = null,
  } = written;
  const common = {
    fromEpochMs: from,
    toEpochMs: to,
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

/** When a contract is in force. `toEpochMs` is `null` if it has no end. */
export function termOf({ from, to }: NonNullable<EntityFile['flowDown']>) {
  return { fromEpochMs: from, toEpochMs: to ?? null };
}
