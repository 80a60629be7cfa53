import { formatTimeOfDay } from '#base';
import { WEEKDAYS } from '#domain';
import type { GroupFile, ScenarioFile, ShiftFile } from '#scenario';
import {
  nodeAt,
  plainOf,
  readShape,
  type ScenarioSource,
  type SourceMap,
  type SourceNode,
  type SourcePath,
  type TreeValue,
  withRoot,
} from '#scenario';

export type RecoveryKind =
  | 'more agents'
  | 'new shift'
  | 'longer shift'
  | 'cross-training'
  | 'looser rule'
  /** Several of these together. */
  | 'combination';

/** A change of a scenario that may win service back. None of them touches a promise, a placement or the law. */
export interface RecoveryEdit {
  readonly kind: RecoveryKind;
  /** The group that it changes, as `centre/group`; null if it changes a rule of routing. */
  readonly group: string | null;
  /** Where the file is changed, and to what; undefined takes the key away. */
  readonly path: SourcePath;
  readonly value: TreeValue | undefined;
  /** The scenario with the change. */
  readonly source: ScenarioSource;
}

/** The scenario with several changes; null if two of them are of the same value. */
export function withEdits(source: ScenarioSource, edits: readonly RecoveryEdit[]): ScenarioSource | null {
  const paths = edits.map(({ path }) => path.join('.'));
  const isAbove = (one: string, other: string) => other === one || other.startsWith(`${one}.`);
  if (paths.some((one, i) => paths.some((other, j) => i !== j && isAbove(one, other)))) return null;
  return edits.reduce((changed, { path, value }) => withValue(changed, path, value), source);
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Hours in which a group without anybody on duty gets a new shift of one agent. */
const GAPS = [
  { id: 'added-night', minute: 2 * HOUR, days: 'daily', from: '22:00', to: '06:00' },
  { id: 'added-day', minute: 12 * HOUR, days: 'mon-fri', from: '09:00', to: '17:00' },
  { id: 'added-weekend', minute: 12 * HOUR, days: 'sat-sun', from: '09:00', to: '17:00' },
] as const;

/**
 * Everything of a list that may help when service has become worse: one more agent in each shift, an hour more at either end of a shift, a
 * shift where a group has none, a language or a product that a group does not know, and rules that keep free agents from cases. In the
 * order of the file. Returns nothing for a source that cannot be read.
 */
export function recoveryEdits(source: ScenarioSource): readonly RecoveryEdit[] {
  const { file } = readShape(source.root);
  if (file === null) return [];
  const edits: RecoveryEdit[] = [];
  for (const [centre, { groups }] of Object.entries(file.centres)) {
    for (const [id, group] of Object.entries(groups)) {
      const at = ['centres', centre, 'groups', id];
      const add = (kind: RecoveryKind, path: SourcePath, value: TreeValue | undefined) =>
        edits.push({
          kind,
          group: `${centre}/${id}`,
          path: [...at, ...path],
          value,
          source: withValue(source, [...at, ...path], value),
        });
      addStaff(group, source, at, add);
      addSkills(group, file, source, at, add);
      if (group.takesOnlyWhile !== undefined && group.takesOnlyWhile.length > 0)
        add('looser rule', ['takesOnlyWhile'], undefined);
    }
  }
  if (nodeAt(source.root, ['routing', 'hold']) !== undefined)
    edits.push({
      kind: 'looser rule',
      group: null,
      path: ['routing', 'hold'],
      value: undefined,
      source: withValue(source, ['routing', 'hold'], undefined),
    });
  return edits;
}

type Add = (kind: RecoveryKind, path: SourcePath, value: TreeValue | undefined) => void;

function addStaff(group: GroupFile, source: ScenarioSource, at: SourcePath, add: Add): void {
  for (const [id, shift] of Object.entries(group.shifts)) {
    add('more agents', ['shifts', id, 'agents'], shift.agents + 1);
    for (const [key, minute] of longerEnds(shift))
      add('longer shift', ['shifts', id, key], formatTimeOfDay(minute));
  }
  group.headcounts.forEach(({ agents }, k) => {
    const more = agents.map((count) => (count === 0 ? 0 : count + 1));
    const lists = plainAt(source, [...at, 'headcounts']);
    if (!Array.isArray(lists)) return;
    const changed = (lists as readonly TreeValue[]).map((list, i) =>
      i === k && isTree(list) ? { ...list, agents: more } : list,
    );
    add('more agents', ['headcounts'], changed);
  });
  for (const { days, from, id, minute, to } of GAPS) {
    const isOn = (day: number) => Object.values(group.shifts).some((shift) => isOnDuty(shift, day, minute));
    if (group.headcounts.length > 0 || WEEKDAYS.some((_, day) => falls(days, day) && isOn(day))) continue;
    add('new shift', ['shifts', id], { agents: 1, days, from, to });
  }
}

function falls(days: (typeof GAPS)[number]['days'], day: number): boolean {
  if (days === 'daily') return true;
  return days === 'sat-sun' ? day >= 5 : day < 5;
}

/** An hour earlier, and an hour later, where the shift stays on its day and shorter than a day. */
function longerEnds({ from, to }: ShiftFile): readonly (readonly ['from' | 'to', number])[] {
  if (from === undefined || to === undefined) return [];
  const length = to > from ? to - from : to + DAY - from;
  if (length + HOUR > DAY) return [];
  const later: readonly ['to', number] = ['to', to + HOUR > DAY ? to + HOUR - DAY : to + HOUR];
  return from < HOUR ? [later] : [['from', from - HOUR], later];
}

function isOnDuty({ days = [0, 1, 2, 3, 4, 5, 6], from, hours, to }: ShiftFile, day: number, minute: number) {
  const pieces =
    hours ?? (from === undefined || to === undefined ? [] : [{ days, dates: undefined, from, to }]);
  return pieces.some((piece) => {
    // Dated hours are taken to be everywhere, so that no shift is proposed on top of them.
    if (piece.dates !== undefined) return true;
    const on = piece.days ?? [0, 1, 2, 3, 4, 5, 6];
    const end = piece.to > piece.from ? piece.to : piece.to + DAY;
    const covers = (start: number, at: number) => on.includes(start % 7) && at >= piece.from && at < end;
    return covers(day, minute) || covers(day + 6, minute + DAY);
  });
}

/** Languages of customers, and products of segments, that the group does not know. */
function addSkills(
  group: GroupFile,
  { segments }: ScenarioFile,
  source: ScenarioSource,
  at: SourcePath,
  add: Add,
): void {
  const asked = (of: (segment: ScenarioFile['segments'][string]) => readonly string[]) =>
    [...new Set(Object.values(segments).flatMap(of))].sort();
  const languages = asked(({ customers }) => customers.flatMap((one) => Object.keys(one.languages)));
  for (const language of languages.filter((one) => !group.languages.includes(one)))
    add('cross-training', ['languages'], [...group.languages, language]);
  const known = plainAt(source, [...at, 'products']);
  if (group.products === 'all' || known === undefined) return;
  const products = asked((segment) => Object.keys(segment.products));
  for (const product of products) {
    if (Array.isArray(known) && !known.includes(product))
      add('cross-training', ['products'], [...(known as readonly TreeValue[]), product]);
    else if (isTree(known) && !Object.hasOwn(known, product))
      add('cross-training', ['products'], { ...known, [product]: 1 });
  }
}

function isTree(value: TreeValue | undefined): value is { readonly [key: string]: TreeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainAt({ root }: ScenarioSource, path: SourcePath): TreeValue | undefined {
  const node = nodeAt(root, path);
  return node === undefined ? undefined : plainOf(node);
}

/** The source with a value at the end of a path of keys; undefined takes the key away. The value is placed where its map is. */
function withValue(source: ScenarioSource, path: SourcePath, value: TreeValue | undefined): ScenarioSource {
  return withRoot(source, mapWith(source.root, path.map(String), value));
}

function mapWith(map: SourceMap, path: readonly string[], value: TreeValue | undefined): SourceMap {
  const [key = '', ...rest] = path;
  const entries = new Map(map.entries);
  const known = entries.get(key);
  if (value === undefined && rest.length === 0) entries.delete(key);
  else if (rest.length === 0)
    entries.set(key, { keyPlace: known?.keyPlace ?? map.place, node: nodeOf(value as TreeValue, map) });
  else {
    const below: SourceMap =
      known?.node.kind === 'map'
        ? known.node
        : { kind: 'map', place: map.place, isInline: true, entries: new Map() };
    entries.set(key, { keyPlace: known?.keyPlace ?? map.place, node: mapWith(below, rest, value) });
  }
  return { ...map, entries };
}

function nodeOf(value: TreeValue, within: SourceMap): SourceNode {
  const { place } = within;
  if (Array.isArray(value))
    return {
      kind: 'list',
      place,
      isInline: true,
      items: (value as readonly TreeValue[]).map((one) => nodeOf(one, within)),
    };
  if (isTree(value)) {
    const entries = Object.entries(value).map(
      ([key, one]) => [key, { keyPlace: place, node: nodeOf(one, within) }] as const,
    );
    return { kind: 'map', place, isInline: true, entries: new Map(entries) };
  }
  return { kind: 'scalar', place, isBlank: value === null, value: value as string | number | boolean | null };
}
