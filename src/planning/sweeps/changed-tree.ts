import { failure, ownMember, type Result, rowAt, success } from '#base';
import { isTree, nearest, parseDuration, parseRate, suggestion, type TreeValue } from '#scenario';

/** A change of the values at the places that a path matches. */
export interface TreeChange {
  /** Keys from the root, and positions in lists; `*` stands for every one. */
  readonly path: readonly string[];
  /** `set` puts the value there, where null removes the key; `times` multiplies all numbers there. */
  readonly mode: 'set' | 'times';
  readonly value: TreeValue;
  /** Whether the path may end with keys that are not there yet. Left out: no. */
  readonly adds?: boolean;
}

/** Why a path leads nowhere, or what is there cannot be multiplied. */
interface ChangeProblem {
  readonly message: string;
  readonly remedy: string;
}

const STEP = /(?:^|\.)(?:"([^"]+)"|'([^']+)'|([^.[\]"'\s][^.[\]"']*))|\[(\d+|\*)\]/y;

/** The steps of a path such as `segments.premier.customers[0].rate`; keys with dots are quoted. Null for text that is none. */
export function stepsOf(path: string): readonly string[] | null {
  const steps: string[] = [];
  STEP.lastIndex = 0;
  for (let end = 0; end < path.length; end = STEP.lastIndex) {
    const match = STEP.exec(path);
    if (match === null) return null;
    steps.push(match.slice(1).find((step) => step !== undefined) ?? '');
  }
  return steps.length === 0 ? null : steps;
}

/** The tree with one change. Calls `touched` with each place that changes. */
export function changedTree(
  tree: TreeValue,
  change: TreeChange,
  touched: (place: readonly string[]) => void = () => {},
): Result<TreeValue, ChangeProblem> {
  const changed = changedAt(tree, [], change, touched);
  return changed.ok ? success(changed.value ?? {}) : changed;
}

/** Undefined for what is removed. */
function changedAt(
  below: TreeValue | undefined,
  place: readonly string[],
  change: TreeChange,
  touched: (place: readonly string[]) => void,
): Result<TreeValue | undefined, ChangeProblem> {
  const { adds = false, mode, path, value } = change;
  const step = path[place.length];
  if (step === undefined) {
    touched(place);
    if (mode === 'set') return success(value ?? undefined);
    const scaled = below === undefined ? null : times(below, Number(value), true);
    return scaled === null ? failure(NO_NUMBER) : success(scaled);
  }
  if (Array.isArray(below)) {
    const items: TreeValue[] = [...below];
    for (const index of step === '*' ? items.keys() : [Number(step)]) {
      if (!(index in items)) return failure(noEntry(step, items.length));
      const changed = changedAt(rowAt(items, index), [...place, String(index)], change, touched);
      if (!changed.ok) return changed;
      items[index] = changed.value ?? null;
    }
    return success(items);
  }
  const map = below === undefined ? {} : below;
  if (!isTree(map)) return failure(noKeys(step));
  const entries = new Map(Object.entries(map));
  for (const key of step === '*' ? [...entries.keys()] : [step]) {
    const isLast = place.length === path.length - 1;
    const isNew = !entries.has(key);
    if (isNew && !(adds && mode === 'set' && (isLast || mayGrow(key, map))))
      return failure(noKey(key, [...entries.keys()], place));
    const changed = changedAt(ownMember(map, key), [...place, key], change, touched);
    if (!changed.ok) return changed;
    if (changed.value === undefined) entries.delete(key);
    else entries.set(key, changed.value);
  }
  return success(Object.fromEntries(entries));
}

/** Whether a key may be missing on the way: not in a map of ids, all of whose values are maps, and not if it looks like a slip. */
function mayGrow(key: string, map: Readonly<Record<string, TreeValue>>): boolean {
  const isOfIds = Object.keys(map).length > 0 && Object.values(map).every(isTree);
  return !isOfIds && nearest(key, Object.keys(map)) === null;
}

const NO_NUMBER: ChangeProblem = {
  message: 'the value there is not a number that can be multiplied',
  remedy: 'name the place of a number, a duration or a rate',
};

function noEntry(step: string, length: number): ChangeProblem {
  return {
    message: `there is no entry ${step} in a list of ${length}`,
    remedy: length === 0 ? 'set the whole list' : `count from 0: the last one is [${length - 1}]`,
  };
}

function noKeys(step: string): ChangeProblem {
  return { message: `there are no keys below it, so no ${step}`, remedy: 'end the path before it' };
}

function noKey(key: string, keys: readonly string[], place: readonly string[]): ChangeProblem {
  const where = place.length === 0 ? '' : ` in ${place.join('.')}`;
  return {
    message: `there is no ${key}${where}; there are ${keys.join(', ')}`,
    remedy: suggestion(key, keys, 'key'),
  };
}

/** A number, or a text that begins with one, such as `45/min`, multiplied by the factor; below a map or a list, every number. */
function times(value: TreeValue, factor: number, isNamed: boolean): TreeValue | null {
  if (typeof value === 'number') return Number((value * factor).toPrecision(12));
  if (typeof value === 'string') {
    if (!isNamed && !parseDuration(value).ok && !parseRate(value).ok) return null;
    const match = /^(\D*?)(\d+(?:\.\d+)?)(.*)$/s.exec(value);
    if (match === null) return null;
    return `${match[1]}${Number((Number(match[2]) * factor).toPrecision(12))}${match[3]}`;
  }
  if (typeof value !== 'object' || value === null) return null;
  const members = Object.entries(value).map(([key, one]) => [key, one, times(one, factor, false)] as const);
  if (members.every(([, , scaled]) => scaled === null)) return null;
  const all = members.map(([key, one, scaled]) => [key, scaled ?? one] as const);
  return Array.isArray(value) ? all.map(([, one]) => one) : Object.fromEntries(all);
}
