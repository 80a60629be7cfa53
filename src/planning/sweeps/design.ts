import { hypercubeShares, ownMember, rowAt } from '#base';
import type { TreeValue } from '#scenario';
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
  let override: TreeValue = {};
  for (const [i, parameter] of parameters.entries()) {
    const changed = change(tree, override, parameter.path, parameter.mode, rowAt(point, i));
    if (typeof changed === 'string') return { parameter, message: changed };
    override = changed.value;
  }
  return { override };
}

function change(
  below: TreeValue | undefined,
  over: TreeValue | undefined,
  path: readonly string[],
  mode: SweepParameter['mode'],
  value: TreeValue,
): { readonly value: TreeValue } | string {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (mode === 'set') return { value };
    const scaled = times(over ?? below, Number(value));
    return scaled === null ? 'the value there is not a number that can be multiplied' : { value: scaled };
  }
  if (Array.isArray(below)) {
    const items: TreeValue[] = [...(Array.isArray(over) ? over : below)];
    const chosen = step === '*' ? items.map((_, index) => index) : [Number(step)];
    for (const index of chosen) {
      if (!(index in items)) return `there is no entry ${step} in a list of ${items.length}`;
      const changed = change(items[index], items[index], rest, mode, value);
      if (typeof changed === 'string') return changed;
      items[index] = changed.value;
    }
    return { value: items };
  }
  if (!isMap(below)) return `there are no keys below it, so no ${step}`;
  const entries: Record<string, TreeValue> = isMap(over) ? { ...over } : {};
  const keys = step === '*' ? Object.keys(below) : [step];
  for (const key of keys) {
    if (!Object.hasOwn(below, key)) return `there is no ${key}; there are ${Object.keys(below).join(', ')}`;
    const changed = change(below[key], ownMember(entries, key), rest, mode, value);
    if (typeof changed === 'string') return changed;
    entries[key] = changed.value;
  }
  return { value: entries };
}

/** A number, or the number at the beginning of a text such as `45/min`, multiplied by the factor. */
function times(value: TreeValue | undefined, factor: number): TreeValue | null {
  if (typeof value === 'number') return Number((value * factor).toPrecision(12));
  if (typeof value !== 'string') return null;
  const match = /^(\D*?)(\d+(?:\.\d+)?)(.*)$/s.exec(value);
  if (match === null) return null;
  return `${match[1]}${Number((Number(match[2]) * factor).toPrecision(12))}${match[3]}`;
}

function isMap(value: TreeValue | undefined): value is { readonly [key: string]: TreeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
