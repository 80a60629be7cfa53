import { definite, sumOf } from '#base';
import { type AllocatedKind, type AllocationCost, NONE, type QueueOwnerIndex, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { DrawOf } from '../demand/case-draw.ts';
import { kindMatcher } from '../routing/case-kinds.ts';

/** Cost of sending the case to a site, of which the smallest is chosen. */
export type SiteCost = (site: QueueOwnerIndex, by: AllocationCost) => number;

/**
 * The site to which the case is allocated. NONE if its kind is not allocated, or if no site has a share of it. `sites`: the centres or groups
 * at which somebody is on duty who may take the case.
 */
export type Allocate = (
  record: CaseRecord,
  sites: readonly QueueOwnerIndex[],
  costOf: SiteCost,
) => QueueOwnerIndex;

/**
 * Only sites with somebody on duty who may take the case are ever drawn, so the shares of the others grow in proportion. Draws are keyed by
 * case, finished contacts, and (`bestOf`) site.
 */
export function createAllocation(
  scenario: Scenario,
  kinds: readonly AllocatedKind[],
  drawOf: DrawOf,
): Allocate {
  const matches = kindMatcher(scenario);
  const ofShares = drawOf('allocation');
  const names = scenario.routing.commitment?.to === 'group' ? scenario.groups : scenario.centres;
  const ofSites = names.map(({ id }) => drawOf(`allocation/${id}`));
  return (record, sites, costOf) => {
    const kind = kinds.find((one) => matches(one, record));
    if (kind === undefined) return NONE;
    if (kind.bestOf === null) {
      const shares = definite(kind.shares, 'a kind is allocated by shares or among the best');
      return byShares(shares, sites, ofShares.uniform(record));
    }
    const { by, drawn } = kind.bestOf;
    return cheapest(drawSites(drawn, sites, record), (site) => costOf(site, by));
  };

  /** Returns as many sites as `drawn` says, those with the smallest draws first. */
  function drawSites(drawn: number, sites: readonly QueueOwnerIndex[], record: CaseRecord) {
    const drawFor = (site: QueueOwnerIndex) => definite(ofSites[site], 'a site has no draws').uniform(record);
    const draws = sites.map((site) => ({ site, draw: drawFor(site) }));
    draws.sort((left, right) => left.draw - right.draw);
    return draws.slice(0, drawn).map(({ site }) => site);
  }
}

/** `uniform`: between 0 and 1. */
function byShares(
  shares: readonly number[],
  sites: readonly QueueOwnerIndex[],
  uniform: number,
): QueueOwnerIndex {
  const shareOf = (site: QueueOwnerIndex) => shares[site] ?? 0;
  const open = sites.filter((site) => shareOf(site) > 0);
  let left = uniform * sumOf(open.map(shareOf));
  for (const site of open) {
    left -= shareOf(site);
    if (left < 0) return site;
  }
  return open.at(-1) ?? NONE;
}

/** Returns the site that costs least, the first of equal ones. */
function cheapest(
  sites: readonly QueueOwnerIndex[],
  costOf: (site: QueueOwnerIndex) => number,
): QueueOwnerIndex {
  let [best, least] = [NONE, Number.POSITIVE_INFINITY];
  for (const site of sites) {
    const cost = costOf(site);
    if (cost < least) [best, least] = [site, cost];
  }
  return best;
}
