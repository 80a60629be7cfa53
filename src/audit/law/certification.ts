import { CERTIFICATE_EDITIONS, type EpochMs, type PlaceIndex, type PromiseIndex } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** Why the company of a place may not store what the promise wants stored by certified companies; null where it may. */
export function whyNotCertified(
  { scenario, ...tables }: Pick<ScenarioTables, 'scenario' | 'places'>,
  promise: PromiseIndex,
  place: PlaceIndex,
  epochMs: EpochMs,
): string | null {
  const standard = scenario.promises[promise]?.certified;
  if (standard === undefined) return null;
  const company = scenario.entities[tables.places[place]?.entity ?? -1];
  const told = `promise ${scenario.promises[promise]?.id}: ${company?.id ?? 'nobody'} has no certificate on ${standard}`;
  const own = (company?.certificates ?? []).filter(({ edition }) => edition.startsWith(standard));
  let ended: string | null = null;
  for (const { edition, fromEpochMs, toEpochMs } of own) {
    // A certificate ends with its edition, whatever date it carries.
    const editionToMs = CERTIFICATE_EDITIONS.find(({ id }) => id === edition)?.validToMs ?? fromEpochMs;
    if (fromEpochMs <= epochMs && epochMs < Math.min(toEpochMs, editionToMs)) return null;
    if (epochMs >= editionToMs && epochMs < toEpochMs) ended = edition;
  }
  return ended === null ? told : `${told}: the one on ${ended} has ended with that edition`;
}
