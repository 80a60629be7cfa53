import { failure, type Result, success } from '#base';
import { TIERS } from '#domain';
import type { MeasuredFigures } from '#statistics';
import { type NamedSegment, notOne } from './case-filters.ts';
import {
  contributionOf,
  FIGURE_COLUMNS,
  type FigureColumn,
  type FigureOf,
  type QueueRow,
  type StaffRow,
  valuesOf,
} from './figure-columns.ts';
import { allQueues, allStaff, withCost } from './figure-rows.ts';
import type { Measure } from './measure.ts';

/** What measures need to name a centre or a group. A scenario has both. */
export interface Places {
  readonly centres: readonly NamedSegment[];
  readonly groups: readonly { readonly id: string }[];
  /** Left out: measures cannot name products. */
  readonly products?: readonly { readonly id: string }[];
}

export const NO_PLACES: Places = { centres: [], groups: [] };

const OWNER = /^\/\s*(centre|group|tier):(.*)$/;

/**
 * A measure of agents or queues: `occupancy`, `occupancy/centre:dublin`, `occupancy/group:dublin/first-line`, `queue length/tier:2`. Null if
 * the figure is none of theirs, so that it is looked for among those of cases.
 */
export function staffMeasureNamed(
  name: string,
  places: Places,
  currency: string | null,
): Result<Measure, string> | null {
  const figure = (name.split(/[/@]/)[0] ?? '').trim();
  const rest = name.slice(name.search(/[/@]|$/)).trim();
  const table = isFigureOf(figure, 'staff') ? 'staff' : 'queues';
  if (!isFigureOf(figure, table)) return null;
  const [, kind, id = ''] = OWNER.exec(rest) ?? [];
  if (figure === 'cost' && kind === undefined) return null;
  if (figure === 'cost' && currency === null) return failure('nobody has a wage');
  const isOwned = kind !== undefined && (kind === 'tier') === (table === 'queues');
  if (rest !== '' && !isOwned) return failure(notAnOwner(rest.replace(/^\//, ''), figure, table));
  const problem = kind === undefined ? null : unknownOwner(kind, id.trim(), places);
  if (problem !== null) return failure(problem);
  return success(measureOf(table, figure, kind === undefined ? '' : `${kind}:${id.trim()}`, places));
}

/** The figures that `staffMeasureNamed` knows. */
export const STAFF_FIGURES: readonly string[] = (['staff', 'queues'] as const).flatMap((table) =>
  FIGURE_COLUMNS[table].flatMap(({ better, name }) =>
    better === undefined || name === 'cost' ? [] : [name],
  ),
);

function isFigureOf(figure: string, table: 'staff' | 'queues'): boolean {
  return FIGURE_COLUMNS[table].some(({ better, name }) => name === figure && better !== undefined);
}

function notAnOwner(owner: string, figure: string, table: 'staff' | 'queues'): string {
  const known =
    table === 'staff'
      ? 'of all agents, of a centre (centre:dublin) or of a group (group:dublin/first-line)'
      : 'of all queues or of a tier (tier:2)';
  return `${figure} is not known for ${owner === '' ? 'nothing' : owner}; it is known ${known}`;
}

function unknownOwner(kind: string, id: string, { centres, groups }: Places): string | null {
  const ids = { centre: centres, group: groups, tier: TIERS.map((tier) => ({ id: String(tier) })) };
  const known = ids[kind as keyof typeof ids];
  return known.some((one) => one.id === id) ? null : notOne(kind, id, known);
}

function measureOf(table: 'staff' | 'queues', figure: string, owner: string, places: Places): Measure {
  const columns: readonly FigureColumn[] = FIGURE_COLUMNS[table];
  const c = columns.findIndex(({ name }) => name === figure);
  const { better = 'less', title, unit } = columns[c] as FigureColumn;
  return {
    id: owner === '' ? figure : `${figure}/${owner}`,
    title: owner === '' ? title : `${title}, ${ownerTitle(owner, places)}`,
    unit,
    better,
    filter: null,
    contribution: (summary) => {
      const values =
        table === 'staff'
          ? orNone(FIGURE_COLUMNS.staff, staffOf(summary, owner))
          : orNone(FIGURE_COLUMNS.queues, queueOf(summary, owner));
      return values === null ? null : contributionOf(columns, c, values);
    },
  };
}

function orNone<Row>(columns: readonly FigureOf<Row>[], row: Row | undefined) {
  return row === undefined ? null : valuesOf(columns, row);
}

/** Undefined if the scenario has no such centre or group, as another scenario of a comparison may. */
function staffOf({ centres, costs, groups }: MeasuredFigures, owner: string): StaffRow | undefined {
  if (owner === '') return allStaff(centres);
  const id = owner.slice(owner.indexOf(':') + 1);
  if (owner.startsWith('group:')) return groups.find((one) => one.id === id);
  const centre = centres.find((one) => one.id === id);
  return centre === undefined ? undefined : withCost(centre, costs);
}

function queueOf({ tiers }: MeasuredFigures, owner: string): QueueRow | undefined {
  return owner === '' ? allQueues(tiers) : tiers.find(({ tier }) => `tier:${tier}` === owner);
}

/** `Dublin`, `Dublin, first-line` or `Tier 2`. */
export function ownerTitle(owner: string, { centres }: Pick<Places, 'centres'>): string {
  const id = owner.slice(owner.indexOf(':') + 1);
  if (owner.startsWith('tier:')) return `Tier ${id}`;
  if (owner.startsWith('centre:')) return centres.find((one) => one.id === id)?.title ?? id;
  const slash = id.indexOf('/');
  const centre = centres.find((one) => one.id === id.slice(0, slash))?.title ?? id.slice(0, slash);
  return `${centre}, ${id.slice(slash + 1)}`;
}
