import type { AllocatedKind, CommitmentRule, QueueOwnerIndex } from '#domain';
import { isOfKind } from '../../facts/case-kinds.ts';
import type { CaseView } from '../../facts/case-state.ts';
import type { ScenarioTables } from '../../tables/scenario-tables.ts';

/** Differences below this share of a load are rounding error. */
const ROUNDING = 1e-9;

/** A centre or group with somebody on duty who may take the case. */
export interface AllocationSite {
  readonly owner: QueueOwnerIndex;
  readonly agents: number;
  readonly busy: number;
  /** Cases of the tier that wait in its queue. */
  readonly waiting: number;
}

/** How the case is to be allocated: the first kind that it belongs to; null if it is not to be. */
export function allocatedKind(
  tables: ScenarioTables,
  { kinds = [] }: CommitmentRule,
  supportCase: CaseView,
): AllocatedKind | null {
  return kinds.find((kind) => isOfKind(tables, kind, supportCase)) ?? null;
}

/** Whether the case may be allocated to the site at all. */
export function mayGetCase({ shares }: AllocatedKind, { owner }: Pick<AllocationSite, 'owner'>): boolean {
  return shares === null || (shares[owner] ?? 0) > 0;
}

/**
 * Why the site cannot be the one that was drawn; null if it can be. Draws are not recorded, so shares show only over many cases. If `drawn`
 * of n sites were drawn, at most n − drawn of the others can be better than the best of these.
 */
export function whyNotAllocated(
  kind: AllocatedKind,
  chosen: AllocationSite,
  sites: readonly AllocationSite[],
): string | null {
  if (!mayGetCase(kind, chosen)) return 'that has no share of such cases';
  const { bestOf } = kind;
  if (bestOf === null) return null;
  const costOf = ({ agents, busy, waiting }: AllocationSite) =>
    bestOf.by === 'shortest queue' ? waiting : (waiting + busy) / agents;
  const own = costOf(chosen);
  const better = sites.filter((site) => costOf(site) < own * (1 - ROUNDING)).length;
  const most = Math.max(0, sites.length - bestOf.drawn);
  if (better <= most) return null;
  return `${better} of ${sites.length} places are better, and ${bestOf.drawn} of them are drawn`;
}
