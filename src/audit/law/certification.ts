import { CERTIFICATE_EDITIONS, type EpochMs, type PlaceIndex, type PromiseIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/**
 * Why the company of a place lacks a certificate that the promise demands for storage; null if it has one or needs
 * none.
 */
export function whyNotCertified(
  { scenario, ...tables }: Pick<ScenarioTables, 'scenario' | 'places'>,
  promise: PromiseIndex,
  place: PlaceIndex,
  epochMs: EpochMs,
): string | null {
  const standard = scenario.promises[promise]?.certified;
  if (standard === undefined) return null;
  const company = scenario.entities[tables.places[place]?.entity ?? -1];
  const reason = `promise ${scenario.promises[promise]?.id}: ${company?.id ?? 'nobody'} has no certificate for ${standard}`;
  const own = (company?.certificates ?? []).filter(({ edition }) => edition.startsWith(standard));
  let ended: string | null = null;
  for (const { edition, fromEpochMs, toEpochMs } of own) {
    // A certificate ends with its edition, whatever its own end date.
    const editionToMs = CERTIFICATE_EDITIONS.find(({ id }) => id === edition)?.validToMs ?? fromEpochMs;
    if (fromEpochMs <= epochMs && epochMs < Math.min(toEpochMs, editionToMs)) return null;
    if (epochMs >= editionToMs && epochMs < toEpochMs) ended = edition;
  }
  return ended === null ? reason : `${reason}: the one for ${ended} ended with that edition`;
}
