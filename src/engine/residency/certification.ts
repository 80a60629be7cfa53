import {
  certificateEditionById,
  type EpochMs,
  type LawReading,
  type LegalEntity,
  type ResidencyPromise,
  type Scenario,
} from '#domain';

/** Whether the promise asks for no certificate of who stores data, or the company has one that holds (epoch ms). */
export function isCertified(
  { certified }: ResidencyPromise,
  { certificates = [] }: LegalEntity,
  epochMs: EpochMs,
  { isInForce }: LawReading,
): boolean {
  if (certified === undefined) return true;
  return certificates.some(({ edition, fromEpochMs, toEpochMs }) => {
    const issued = certificateEditionById(edition);
    if (issued === undefined || !edition.startsWith(certified)) return false;
    return fromEpochMs <= epochMs && epochMs < toEpochMs && isInForce(issued, epochMs, 'then');
  });
}

/** Instants (epoch ms) at which a certificate of a company begins or ends on its own date; those of editions are law. */
export function certificateInstants({ entities }: Scenario): readonly EpochMs[] {
  return entities.flatMap(({ certificates = [] }) =>
    certificates.flatMap(({ fromEpochMs, toEpochMs }) => [fromEpochMs, toEpochMs]),
  );
}
