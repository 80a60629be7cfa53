import {
  certificateEditionById,
  type EpochMs,
  type LawReading,
  type LegalEntity,
  type ResidencyPromise,
  type Scenario,
} from '#domain';

/** Whether the company holds the certificate that the promise requires of companies that store data. True if the promise requires none. */
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

/** Instants (epoch ms) at which a company's certificate begins or ends. The dates of certificate editions are part of the law. */
export function certificateInstants({ entities }: Scenario): readonly EpochMs[] {
  return entities.flatMap(({ certificates = [] }) =>
    certificates.flatMap(({ fromEpochMs, toEpochMs }) => [fromEpochMs, toEpochMs]),
  );
}
