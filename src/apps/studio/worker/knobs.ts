import { editScenarioText, type ScenarioInput, scenarioTree, type TextEdit, type TreeValue } from '#scenario';
import { KNOBS_MOST, type Knob, type KnobTurn } from '../protocol.ts';
import { Refusal } from './work.ts';

/** Sliders of agents go up to so many times what there is. */
const MOST = 2;
/** A centre that is taken down is down for so long. */
const OUTAGE = '4 h';

/** What planners change most, as the file (laid over what it extends) has it. Nothing where it is no scenario yet. */
export function knobsOf(input: ScenarioInput): readonly Knob[] {
  const tree = scenarioTree(input);
  if (!tree.ok) return [];
  const membersOf = (section: string) => Object.entries(mapAt(tree.value, [section])).slice(0, KNOBS_MOST);
  const promises = membersOf('promises').map(([id]) => id);
  const [centres, segments] = [membersOf('centres'), membersOf('segments')];
  return [
    ...centres.map(([id, centre]): Knob => {
      const value = shiftsOf(tree.value, id).reduce((sum, { agents }) => sum + agents, 0);
      return { kind: 'agents', id, title: titleOf(centre, id), value, most: Math.max(1, value * MOST) };
    }),
    ...centres.flatMap(([id, centre]) =>
      windowsOf(centre, id).map(
        ({ from, id: window, title, to }): Knob => ({
          ...{ kind: 'hours', id: window, centre: titleOf(centre, id), title },
          ...{ from: minutesOf(from), to: minutesOf(to) },
        }),
      ),
    ),
    ...segments.map(([id, segment]): Knob => ({ kind: 'demand', id, title: titleOf(segment, id) })),
    ...segments.map(([id, segment]): Knob => {
      const value = String(valueAt(segment, ['promise']) ?? '');
      const choices = value === '' || promises.includes(value) ? promises : [value, ...promises];
      return { kind: 'promise', id, title: titleOf(segment, id), value, choices };
    }),
    ...centres.map(([id, centre]): Knob => {
      const planned = valueAt(centre, ['outages', 'planned']);
      return {
        kind: 'outage',
        id,
        title: titleOf(centre, id),
        value: Array.isArray(planned) ? planned.length : 0,
      };
    }),
  ];
}

/** The file after a knob was turned; all that is not concerned stays as it was written. */
export function turned(input: ScenarioInput, turn: KnobTurn): string {
  const tree = scenarioTree(input);
  if (!tree.ok) throw new Refusal('mend what is wrong first');
  const edited = editScenarioText(input.text, editsOf(tree.value, ownTree(input), turn));
  if (!edited.ok) throw new Refusal(edited.problem);
  return edited.value;
}

/** What stands in the file itself: lists that it does not have itself are taken over whole. */
function ownTree(input: ScenarioInput): TreeValue {
  const own = scenarioTree({ ...input, text: input.text.replace(/^extends:.*$/m, '') });
  return own.ok ? own.value : {};
}

function editsOf(tree: TreeValue, own: TreeValue, { id, kind, value }: KnobTurn): readonly TextEdit[] {
  switch (kind) {
    case 'agents': {
      const shifts = shiftsOf(tree, id);
      const before = shifts.reduce((sum, { agents }) => sum + agents, 0);
      return spread(shifts, Number(value), before);
    }
    case 'hours':
      return hoursEdits(tree, own, id, value);
    case 'demand':
      return demandEdits(tree, own, id, Number(value));
    case 'promise':
      return promiseEdits(tree, id, value);
    case 'outage': {
      const path = ['centres', id, 'outages', 'planned'];
      if (value === '') return [{ path, value: [] }];
      const planned = valueAt(tree, path);
      const outage = { from: value, for: OUTAGE };
      return [{ path, value: [...(Array.isArray(planned) ? planned : []), outage] }];
    }
  }
}

/** The customers of a segment get another promise, and are stored where others are to whom it was made. */
function promiseEdits(tree: TreeValue, id: string, promise: string): readonly TextEdit[] {
  const segments = mapAt(tree, ['segments']);
  const placements = Object.values(segments).flatMap((segment) =>
    valueAt(segment, ['promise']) === promise ? [valueAt(segment, ['placement'])] : [],
  );
  const own = valueAt(segments[id] ?? {}, ['placement']);
  const [placement] = placements;
  const edit = { path: ['segments', id, 'promise'], value: promise };
  if (placement === undefined || own === undefined || placements.includes(own)) return [edit];
  return [edit, { path: ['segments', id, 'placement'], value: placement }];
}

interface ShiftAgents {
  readonly path: readonly string[];
  readonly agents: number;
}

function shiftsOf(tree: TreeValue, centre: string): readonly ShiftAgents[] {
  const groups = mapAt(tree, ['centres', centre, 'groups']);
  return Object.entries(groups).flatMap(([group, value]) =>
    Object.keys(mapAt(value, ['shifts'])).flatMap((shift): ShiftAgents[] => {
      const agents = valueAt(value, ['shifts', shift, 'agents']);
      const path = ['centres', centre, 'groups', group, 'shifts', shift, 'agents'];
      return typeof agents === 'number' ? [{ path, agents }] : [];
    }),
  );
}

/** So many agents in all, in the proportions that there are: whole ones, rounded so that the sum is met. */
function spread(shifts: readonly ShiftAgents[], total: number, before: number): readonly TextEdit[] {
  let [given, reached] = [0, 0];
  return shifts.map(({ agents, path }) => {
    reached += before === 0 ? total / shifts.length : (agents * total) / before;
    const value = Math.max(0, Math.round(reached) - given);
    given += value;
    return { path, value };
  });
}

/** A time of day from which and to which a centre is open, or its shifts of one name work. */
interface Window {
  readonly id: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  /** Where it stands: maps with `from` and `to`. */
  readonly paths: readonly (readonly (string | number)[])[];
}

function windowsOf(centre: TreeValue, id: string): readonly Window[] {
  const windows = new Map<string, Window>();
  const add = (name: string, title: string, entry: TreeValue, path: Window['paths'][number]) => {
    const [from, to] = [valueAt(entry, ['from']), valueAt(entry, ['to'])];
    if (typeof from !== 'string' || typeof to !== 'string') return;
    const key = [name, from, to].join(' ');
    const before = windows.get(key);
    const days = valueAt(entry, ['days']);
    windows.set(key, {
      // The same after its times have changed, so that a slider stays the one that it is.
      id: before?.id ?? `${id}/${windows.size}`,
      title: typeof days === 'string' ? `${title}, ${days}` : title,
      ...{ from, to },
      paths: [...(before?.paths ?? []), path],
    });
  };
  const opening = valueAt(centre, ['hours']);
  if (Array.isArray(opening))
    (opening as readonly TreeValue[]).forEach((entry, i) =>
      add(`hours ${i}`, 'open', entry, ['centres', id, 'hours', i]),
    );
  for (const [group, value] of Object.entries(mapAt(centre, ['groups'])))
    for (const [shift, entry] of Object.entries(mapAt(value, ['shifts'])))
      add(shift, shift, entry, ['centres', id, 'groups', group, 'shifts', shift]);
  return [...windows.values()].slice(0, KNOBS_MOST);
}

function hoursEdits(tree: TreeValue, own: TreeValue, id: string, value: string): readonly TextEdit[] {
  const [from, to] = value.split('-');
  const [centre = ''] = id.split('/');
  const found = windowsOf(mapAt(tree, ['centres'])[centre] ?? {}, centre).find((window) => window.id === id);
  if (found === undefined || from === undefined || to === undefined)
    throw new Refusal(`there are no hours ${id}`);
  const opening = ['centres', centre, 'hours'];
  const ownsOpening = Array.isArray(valueAt(own, opening));
  return found.paths.flatMap((path): readonly TextEdit[] => {
    const index = path.at(-1);
    if (typeof index !== 'number' || ownsOpening)
      return [
        { path: [...path, 'from'], value: from },
        { path: [...path, 'to'], value: to },
      ];
    const list = valueAt(tree, opening) as readonly TreeValue[];
    return [
      {
        path: opening,
        value: list.map((entry, i) => (i === index ? { ...(entry as object), from, to } : entry)),
      },
    ];
  });
}

/** `07:30` → 450. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function demandEdits(tree: TreeValue, own: TreeValue, segment: string, factor: number): readonly TextEdit[] {
  const path = ['segments', segment, 'customers'];
  const customers = valueAt(tree, path);
  if (!Array.isArray(customers))
    throw new Refusal(`${segment} has no list of customers whose rates could be changed`);
  const list = customers as readonly TreeValue[];
  if (Array.isArray(valueAt(own, path))) {
    return list.flatMap((entry, i): TextEdit[] => {
      const rate = scaledRate(valueAt(entry, ['rate']), factor);
      return rate === null ? [] : [{ path: [...path, i, 'rate'], value: rate }];
    });
  }
  const scaled = list.map((entry) => {
    const rate = scaledRate(valueAt(entry, ['rate']), factor);
    return rate === null ? entry : { ...(entry as object), rate };
  });
  return [{ path, value: scaled as readonly TreeValue[] }];
}

/** `700/week` twice is `1400/week`; null where there is no rate. */
function scaledRate(rate: TreeValue | undefined, factor: number): string | null {
  const match = /^\s*(\d+(?:\.\d+)?)(\s*\/.*)$/s.exec(typeof rate === 'string' ? rate : '');
  return match === null ? null : `${Number((Number(match[1]) * factor).toPrecision(6))}${match[2]}`;
}

function mapAt(tree: TreeValue, path: readonly string[]): { readonly [key: string]: TreeValue } {
  const value = valueAt(tree, path);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: TreeValue })
    : {};
}

function valueAt(tree: TreeValue, path: readonly string[]): TreeValue | undefined {
  let value: TreeValue | undefined = tree;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, key) ? (value as { readonly [key: string]: TreeValue })[key] : undefined;
  }
  return value;
}

function titleOf(entry: TreeValue, id: string): string {
  const title = valueAt(entry, ['title']);
  return typeof title === 'string' ? title : id;
}
