import { definite } from '#base';
import { type AllocatedKind, NONE, type QueueOwnerIndex, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { CaseDraw, DrawOf } from '../demand/case-draw.ts';
import { kindMatcher } from '../routing/case-kinds.ts';

/** A centre or group at which somebody is on duty who may take the case. */
export interface Site {
  readonly owner: QueueOwnerIndex;
  /** Cases of the tier that wait in its queue. */
  readonly waiting: number;
  /** Agents on duty who may take the case, and how many of them are busy. */
  readonly agents: number;
  readonly busy: number;
}

/** The site to which the case is allocated. NONE if its kind is not allocated, or if no site has a share of it. */
export type Allocate = (record: CaseRecord, sites: readonly Site[]) => QueueOwnerIndex;

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
  return (record, sites) => {
    const kind = kinds.find((one) => matches(one, record));
    if (kind === undefined) return NONE;
    if (kind.bestOf !== null) return bestOf(kind.bestOf, sites, (owner) => drawAt(ofSites, owner, record));
    return byShares(definite(kind.shares, 'a kind is allocated in no way'), sites, ofShares.uniform(record));
  };
}

function drawAt(ofSites: readonly CaseDraw[], owner: QueueOwnerIndex, record: CaseRecord): number {
  return definite(ofSites[owner], 'a site has no draws').uniform(record);
}

/** `uniform`: between 0 and 1. */
function byShares(shares: readonly number[], sites: readonly Site[], uniform: number): QueueOwnerIndex {
  const shareOf = ({ owner }: Site) => shares[owner] ?? 0;
  const open = sites.filter((site) => shareOf(site) > 0);
  let left = uniform * open.reduce((sum, site) => sum + shareOf(site), 0);
  for (const site of open) {
    left -= shareOf(site);
    if (left < 0) return site.owner;
  }
  return open.at(-1)?.owner ?? NONE;
}

/** Among equals, the site with the smallest draw. */
function bestOf(
  { by, drawn }: NonNullable<AllocatedKind['bestOf']>,
  sites: readonly Site[],
  drawOf: (owner: QueueOwnerIndex) => number,
): QueueOwnerIndex {
  const draws = sites.map((site) => ({ site, draw: drawOf(site.owner) }));
  const chosen = draws.sort((left, right) => left.draw - right.draw).slice(0, drawn);
  const costOf = ({ agents, busy, waiting }: Site) =>
    by === 'shortest queue' ? waiting : (waiting + busy) / agents;
  let best: Site | null = null;
  for (const { site } of chosen) if (best === null || costOf(site) < costOf(best)) best = site;
  return best?.owner ?? NONE;
}
