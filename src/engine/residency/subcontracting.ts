import type { EpochMs, LegalEntity, ResidencyPromise, Scenario } from '#domain';

/** Whether a promise allows a company to store or view data in a country at that instant (epoch ms). */
export function admits(
  { subcontractors }: ResidencyPromise,
  { kind, subcontract }: LegalEntity,
  country: string,
  epochMs: EpochMs,
): boolean {
  if (subcontractors === undefined || kind !== 'subcontractor') return true;
  if (subcontractors === 'none' || subcontract === undefined) return false;
  const { announcedEpochMs, countries, flowDown } = subcontract;
  if (announcedEpochMs === null || epochMs < announcedEpochMs) return false;
  if (countries !== null && !countries.includes(country)) return false;
  return (
    flowDown !== null &&
    epochMs >= flowDown.fromEpochMs &&
    (flowDown.toEpochMs === null || epochMs < flowDown.toEpochMs)
  );
}

/** Instants (epoch ms) at which a subcontractor is announced, bound or released. */
export function subcontractInstants({ entities }: Scenario): readonly EpochMs[] {
  return entities.flatMap(({ subcontract }) => {
    if (subcontract === undefined) return [];
    const { announcedEpochMs, flowDown } = subcontract;
    return [announcedEpochMs, flowDown?.fromEpochMs ?? null, flowDown?.toEpochMs ?? null].filter(
      (at) => at !== null,
    );
  });
}
