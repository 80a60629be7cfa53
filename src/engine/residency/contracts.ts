import {
  agreementsAskedFor,
  type EpochMs,
  type GroupIndex,
  type LawReading,
  type LegalEntity,
  type ResidencyPromise,
  type Scenario,
  type Segment,
  type StreamIndex,
} from '#domain';
import { runs } from './transfer-law.ts';

/**
 * Whether customers of the segment in that country have each agreement in force that their law asks for at that instant (epoch ms). What
 * the scenario does not say counts as signed.
 */
export function isAgreed(
  { agreements = {} }: Segment,
  country: string,
  epochMs: EpochMs,
  { isZoneMember }: LawReading,
): boolean {
  return agreementsAskedFor(country, epochMs, isZoneMember).every(({ kind }) => {
    const signed = agreements[kind];
    return signed === undefined || signed.some((term) => runs(term, epochMs));
  });
}

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
  return flowDown !== null && runs(flowDown, epochMs);
}

/** Whether a subcontractor runs the group's centre, or employs its agents. */
export function isSubcontracted({ centres, entities, groups }: Scenario, group: GroupIndex): boolean {
  const { centre = -1, employer = -1 } = groups[group] ?? {};
  const companies = [entities[centres[centre]?.entity ?? -1], entities[employer]];
  return companies.some((company) => company?.kind === 'subcontractor');
}

/** The promise to the customers of the stream. */
export function promiseTo(
  { promises, segments, streams }: Scenario,
  stream: StreamIndex,
): ResidencyPromise | undefined {
  const { promise = -1 } = segments[streams[stream]?.segment ?? -1] ?? {};
  return promises[promise];
}

/** Whether subcontractors take the stream's cases only when nobody else can. */
export function putsSubcontractorsLast(scenario: Scenario, stream: StreamIndex): boolean {
  return promiseTo(scenario, stream)?.subcontractorsOnly !== undefined;
}
