import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  type AgentIndex,
  type CopyRoleIndex,
  type GroupIndex,
  type ItemClassSet,
  type PlaceIndex,
} from '#domain';
import type { StoryEntry } from '#ledger';
import type { CaseView } from '../facts/case-state.ts';
import type { FactsView } from '../facts/facts.ts';
import { NONE } from '../facts/world-state.ts';
import { dimensionOfRole } from '../law/boundary.ts';
import type { Occasion, Sown } from './invariant.ts';

/** What seeds of several invariants do alike. */

const { support: SUPPORT } = numbered(ACCESS_PURPOSES);

export function instead(entry: StoryEntry): Sown {
  return { entries: [entry] };
}

/** The first data centre for which `isSuch` is true. */
export function placeOf({ tables }: FactsView, isSuch: (place: PlaceIndex) => boolean): PlaceIndex | null {
  for (let place = 0; place < tables.dataCentreCount; place++) if (isSuch(place)) return place;
  return null;
}

export function firstAgentOf({ tables }: FactsView, group: GroupIndex): AgentIndex | null {
  return tables.shifts[group]?.find(({ agents }) => agents > 0)?.firstAgent ?? null;
}

export function storedOutside({ entry, facts, supportCase }: Occasion, role: CopyRoleIndex): Sown | null {
  if (supportCase === undefined || entry.aux !== role) return null;
  const { promise } = facts.tables.stream(supportCase.stream);
  const a = placeOf(facts, (place) => !facts.boundary.allows(promise, dimensionOfRole(role), entry.c, place));
  return a === null ? null : instead({ ...entry, a });
}

/**
 * Seeds a view by the first agent of a group for which the test holds. Skips views that an exception may cover, and
 * consultations.
 */
export function seenBy(
  { entry, facts, supportCase }: Occasion,
  isForbidden: (supportCase: CaseView, group: GroupIndex, classes: ItemClassSet) => boolean,
): Sown | null {
  if (entry.aux !== SUPPORT || supportCase?.openTo !== NONE) return null;
  const { groups, segments, streams } = facts.tables.scenario;
  const segment = streams[supportCase.stream]?.segment ?? NONE;
  if (segments[segment]?.consents !== undefined) return null;
  const classes = supportCase.classesAt(entry.d);
  for (let group = 0; group < groups.length; group++) {
    const agent = firstAgentOf(facts, group);
    if (agent === null || !isForbidden(supportCase, group, classes)) continue;
    return instead({ ...entry, a: facts.tables.centreOf(group), b: group, c: agent });
  }
  return null;
}
