import { canonicalJson, hypercubeShares, ownMember, rowAt } from '#base';
import { isTree, type TreeValue } from '#scenario';
import { changedTree } from './changed-tree.ts';
import type { NumberRange, Sweep, SweepParameter } from './sweep-file.ts';

/** One point of a sweep: a value for each parameter, in their order. */
export type SweepPoint = readonly TreeValue[];

/**
 * The points of a sweep. A grid has every combination, with the last parameter changing fastest. A list steps the values together. A Latin
 * hypercube cuts every range into as many slices as there are points and uses each slice once, in an order drawn for each parameter.
 * Source: M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21 (1979).
 */
export function sweepPoints(sweep: Sweep, seed: string): readonly SweepPoint[] {
  switch (sweep.design) {
    case 'grid':
      return sweep.parameters.reduce<readonly SweepPoint[]>(
        (points, { values }) => points.flatMap((point) => listOf(values).map((value) => [...point, value])),
        [[]],
      );
    case 'list':
      return listOf(sweep.parameters[0]?.values ?? []).map((_, i) =>
        sweep.parameters.map(({ values }) => listOf(values)[i] as TreeValue),
      );
    case 'latin hypercube': {
      const columns = sweep.parameters.map((parameter) => hypercubeColumn(parameter, sweep.points, seed));
      return Array.from({ length: sweep.points }, (_, i) => columns.map((column) => rowAt(column, i)));
    }
  }
}

function hypercubeColumn(parameter: SweepParameter, points: number, seed: string): readonly TreeValue[] {
  const shares = hypercubeShares(points, seed, `latin hypercube/${parameter.name}`);
  return shares.map((share) => valueAt(parameter.values, share));
}

/** How many values a parameter can take; Infinity for a range without steps. */
export function levelsOf(values: SweepParameter['values']): number {
  if (isList(values)) return values.length;
  return values.step === null
    ? Number.POSITIVE_INFINITY
    : Math.round((values.high - values.low) / values.step) + 1;
}

/** The value at a share of the way through list or range. */
export function valueAt(values: SweepParameter['values'], share: number): TreeValue {
  if (isList(values)) return rowAt(values, Math.min(values.length - 1, Math.floor(share * values.length)));
  const { high, low, step } = values;
  if (step === null) return Number((low + share * (high - low)).toPrecision(9));
  const count = levelsOf(values);
  return Number((low + Math.min(count - 1, Math.floor(share * count)) * step).toPrecision(12));
}

function listOf(values: SweepParameter['values']): readonly TreeValue[] {
  return isList(values) ? values : [];
}

function isList(values: readonly TreeValue[] | NumberRange): values is readonly TreeValue[] {
  return Array.isArray(values);
}

export interface PathProblem {
  readonly parameter: SweepParameter;
  readonly message: string;
}

/**
 * What a point changes in the scenario file, as a tree to be merged over it. Lists are replaced as a whole. It is a problem if a path leads
 * nowhere, or a factor applies to something that is not a number.
 */
export function overrideOf(
  tree: TreeValue,
  parameters: readonly SweepParameter[],
  point: SweepPoint,
): { readonly override: TreeValue } | PathProblem {
  let changed = tree;
  for (const [i, parameter] of parameters.entries()) {
    const next = changedTree(changed, { ...parameter, value: rowAt(point, i) });
    if (!next.ok) return { parameter, message: next.problem.message };
    changed = next.value;
  }
  return { override: overlayOf(tree, changed) ?? {} };
}

/** The least that, merged over the first tree, gives the second; undefined if they are equal. */
function overlayOf(before: TreeValue, after: TreeValue): TreeValue | undefined {
  if (!isTree(before) || !isTree(after))
    return canonicalJson(before) === canonicalJson(after) ? undefined : after;
  const entries = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [old, now] = [ownMember(before, key), ownMember(after, key)];
    const over = now === undefined ? null : old === undefined ? now : overlayOf(old, now);
    return over === undefined ? [] : [[key, over] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
