import { definite } from '#base';
import type { BasisInstrument, LegalEntity, Subcontract } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';

export type EntityFile = ScenarioFile['entities'][string];

export function resolveEntity(id: string, entity: EntityFile): LegalEntity {
  const { title = id, kind, country, instruments, role } = entity;
  const { adequacy, certificates, gdpr } = entity;
  const subcontract = subcontractOf(entity);
  return {
    id,
    title,
    kind,
    country,
    ...(role === 'controller' ? { role } : {}),
    instruments: instruments.map((instrument): BasisInstrument => {
      const { framework, clauses, bindingRules, from, to = null } = instrument;
      const period = { fromEpochMs: from, toEpochMs: to, ...recordsOf(instrument) };
      if (framework !== undefined) return { kind: 'framework', instrument: framework, ...period };
      if (clauses !== undefined) return { kind: 'standard-clauses', instrument: clauses, ...period };
      return {
        kind: 'binding-rules',
        instrument: definite(bindingRules, 'an instrument of no kind'),
        ...period,
      };
    }),
    ...(adequacy.length === 0
      ? {}
      : {
          adequacy: adequacy.map(({ covered, decision, from, to = null }) => ({
            decision,
            isCovered: covered === 'yes',
            fromEpochMs: from,
            toEpochMs: to,
          })),
        }),
    ...(gdpr.length === 0
      ? {}
      : {
          gdpr: gdpr.map(({ applies, from, to = null }) => ({
            applies: applies === 'yes',
            fromEpochMs: from,
            toEpochMs: to,
          })),
        }),
    ...(certificates.length === 0
      ? {}
      : {
          certificates: certificates.map(({ edition, from, to }) => ({
            edition,
            fromEpochMs: from,
            toEpochMs: to,
          })),
        }),
    ...(subcontract === null ? {} : { subcontract }),
  };
}

/** The recorded facts of clauses or rules. */
function recordsOf({
  approved,
  assessed,
  covers,
  signedFor,
}: EntityFile['instruments'][number]): Partial<BasisInstrument> {
  return {
    ...(assessed === undefined ? {} : { assessedEpochMs: assessed }),
    ...(signedFor === undefined ? {} : { signedFor }),
    ...(approved === undefined
      ? {}
      : { approvedEpochMs: approved as BasisInstrument['approvedEpochMs'] & object }),
    ...(covers === undefined ? {} : { covers }),
  };
}

/** The known facts of its contract; null if there are none. */
export function subcontractOf({ announced, countries, flowDown }: EntityFile): Subcontract | null {
  if (announced === undefined && countries === undefined && flowDown === undefined) return null;
  return {
    announcedEpochMs: announced ?? null,
    countries: countries ?? null,
    flowDown: flowDown === undefined ? null : { fromEpochMs: flowDown.from, toEpochMs: flowDown.to ?? null },
  };
}
