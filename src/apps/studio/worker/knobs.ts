import { raised } from '#base';
import { CHANNELS, placeInEvent, SEVERITIES, WEEKDAYS } from '#domain';
import { groupInWords, shiftInWords } from '#planning';
import { kindOfCases } from '#report';
import {
  editScenarioText,
  isTree,
  parseDays,
  type ScenarioInput,
  scenarioTree,
  type TextEdit,
  type TreeValue,
} from '#scenario';
import { type DaySpan, KNOBS_MOST, type Knob, type KnobTurn, SHIFTS_MOST } from '../protocol.ts';
import { Refusal } from './work.ts';

/** Duration of an outage for which the knob gives none. */
const OUTAGE = '4 h';

/**
 * The knobs for what planners change most, from the file merged with those it extends. Empty if it is not a scenario
 * yet.
 */
export function knobsOf(input: ScenarioInput): readonly Knob[] {
  const tree = scenarioTree(input);
  if (!tree.ok) return [];
  const membersOf = (section: string) => Object.entries(mapAt(tree.value, [section])).slice(0, KNOBS_MOST);
  const promises = membersOf('promises').map(([id]) => id);
  const [centres, segments] = [membersOf('centres'), membersOf('segments')];
  const outagesIn = (section: string, named: (title: string) => string) =>
    membersOf(section).map(([id, place]): Knob => {
      const planned = listAt(place, ['outages', 'planned']);
      const title = named(titleOf(place, id));
      return { kind: 'outage', id: `${section}/${id}`, title, value: planned.length };
    });
  return [
    ...centres.flatMap(([id, centre]) => shiftsOf(centre, id).map(({ knob }) => knob)).slice(0, SHIFTS_MOST),
    ...centres.flatMap(([id, centre]) => openingKnobs(centre, id)),
    ...segments.map(([id, segment]): Knob => ({ kind: 'demand', id, title: titleOf(segment, id) })),
    ...segments.map(([id, segment]): Knob => {
      const value = String(valueAt(segment, ['promise']) ?? '');
      const choices = value === '' || promises.includes(value) ? promises : [value, ...promises];
      return { kind: 'promise', id, title: titleOf(segment, id), value, choices };
    }),
    ...targetKnobs(tree.value),
    ...outagesIn('centres', (title) => title),
    ...outagesIn('dataCentres', (title) => raised(placeInEvent(title))),
  ];
}

/** The text after turning a knob. Everything else stays as written. */
export function turned(input: ScenarioInput, turn: KnobTurn): string {
  const tree = scenarioTree(input);
  if (!tree.ok) throw new Refusal('the text cannot be read: correct it first');
  const edited = editScenarioText(input.text, editsOf(tree.value, ownTree(input), turn));
  if (!edited.ok) throw new Refusal(edited.problem);
  return edited.value;
}

/** The contents of the file itself, without those it extends. */
function ownTree(input: ScenarioInput): TreeValue {
  const own = scenarioTree({ ...input, text: input.text.replace(/^extends:.*$/m, '') });
  return own.ok ? own.value : {};
}

function editsOf(tree: TreeValue, own: TreeValue, { id, kind, value }: KnobTurn): readonly TextEdit[] {
  switch (kind) {
    case 'agents':
      return agentsEdits(tree, id, value);
    case 'shift hours':
      return shiftHoursEdits(tree, id, value);
    case 'opening':
      return openingEdits(tree, own, id, value);
    case 'demand':
      return demandEdits(tree, own, id, Number(value));
    case 'promise':
      return promiseEdits(tree, id, value);
    case 'target':
      return targetEdits(tree, own, id, value);
    case 'outage': {
      const path = [...id.split('/'), 'outages', 'planned'];
      if (value === '') return [{ path, value: [] }];
      const [from = '', lasts = OUTAGE] = value.split(' for ');
      return [{ path, value: [...listAt(tree, path), { from, for: lasts }] }];
    }
  }
}

/** Gives a segment another promise, and the placement of the segments that already have that promise. */
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

const LEVELS = 'serviceLevels';

/** Service levels, and targets that have a share to reach. */
function targetKnobs(tree: TreeValue): readonly Knob[] {
  const levels = listAt(tree, [LEVELS]).map((level, i) => [`${LEVELS}/${i}`, level] as const);
  const targets = Object.entries(mapAt(tree, ['targets'])).map(
    ([id, one]) => [`targets/${id}`, one] as const,
  );
  return [...levels, ...targets]
    .flatMap(([id, entry]): Knob[] => {
      const [target, within] = [valueAt(entry, ['target']), valueAt(entry, ['within'])];
      if (typeof target !== 'number') return [];
      const wordsAt = (key: string, all: readonly string[]) => {
        const own = [valueAt(entry, [key]) ?? 'all'].flat().map(String);
        return own.includes('all') ? all : own;
      };
      const segments = wordsAt('segment', []).map((id) => titleOf(mapAt(tree, ['segments'])[id] ?? {}, id));
      const cases = { channels: wordsAt('channel', CHANNELS), severities: wordsAt('severity', SEVERITIES) };
      const title = [...segments, kindOfCases(cases as Parameters<typeof kindOfCases>[0])].join(', ');
      return [{ kind: 'target', id, title, target, within: typeof within === 'string' ? within : '' }];
    })
    .slice(0, KNOBS_MOST);
}

/** `value`: `target 0.85` or `within 30 s`. */
function targetEdits(tree: TreeValue, own: TreeValue, id: string, value: string): readonly TextEdit[] {
  const [key = '', ...rest] = value.split(' ');
  const changed = { [key]: key === 'target' ? Number(rest[0]) : rest.join(' ') };
  const [section = '', name = ''] = id.split('/');
  if (section === LEVELS)
    return listEdits(tree, own, [LEVELS], (_, i) => (i === Number(name) ? changed : null));
  return Object.entries(changed).map(([part, next]) => ({ path: [section, name, part], value: next }));
}

function demandEdits(tree: TreeValue, own: TreeValue, segment: string, factor: number): readonly TextEdit[] {
  const path = ['segments', segment, 'customers'];
  if (!Array.isArray(valueAt(tree, path)))
    throw new Refusal(`${segment} has no list of customers whose rates could be changed`);
  return listEdits(tree, own, path, (entry) => {
    const rate = scaledRate(valueAt(entry, ['rate']), factor);
    return rate === null ? null : { rate };
  });
}

/** Doubles `700/week` to `1400/week`; null if there is no rate. */
function scaledRate(rate: TreeValue | undefined, factor: number): string | null {
  const match = /^\s*(\d+(?:\.\d+)?)(\s*\/.*)$/s.exec(typeof rate === 'string' ? rate : '');
  return match === null ? null : `${Number((Number(match[1]) * factor).toPrecision(6))}${match[2]}`;
}

/** A shift of a group, with its place in the file. */
interface Shift {
  readonly knob: Extract<Knob, { kind: 'shift' }>;
  readonly path: readonly string[];
}

/** Every shift of a centre. Each gets its own control, because agents and hours differ. */
function shiftsOf(centre: TreeValue, centreId: string): readonly Shift[] {
  const centreTitle = titleOf(centre, centreId);
  return Object.entries(mapAt(centre, ['groups'])).flatMap(([groupId, group]) => {
    const tier = valueAt(group, ['tier']);
    const groupName = groupInWords(groupId, typeof tier === 'number' ? tier : null);
    return Object.entries(mapAt(group, ['shifts'])).flatMap(([shiftId, shift]): Shift[] => {
      const agents = valueAt(shift, ['agents']);
      if (typeof agents !== 'number') return [];
      const path = ['centres', centreId, 'groups', groupId, 'shifts', shiftId];
      const days = parseDays(valueAt(shift, ['days']) ?? 'daily');
      const knob = {
        kind: 'shift' as const,
        id: [centreId, groupId, shiftId].join('/'),
        centreId,
        centre: centreTitle,
        group: groupName,
        shift: shiftInWords(shiftId),
        weekdays: days.ok ? days.value : [],
        hours: spanOf(shift),
        agents,
      };
      return [{ knob, path }];
    });
  });
}

/** Opening hours of a centre: one control for each list entry. */
function openingKnobs(centre: TreeValue, centreId: string): readonly Knob[] {
  return listAt(centre, ['hours'])
    .flatMap((entry, i): Knob[] => {
      const hours = spanOf(entry);
      const days = valueAt(entry, ['days']);
      if (hours === null) return [];
      const titles = { centre: titleOf(centre, centreId), days: typeof days === 'string' ? days : '' };
      return [{ kind: 'opening', id: `${centreId}/${i}`, centreId, ...titles, hours }];
    })
    .slice(0, KNOBS_MOST);
}

/** Sets the agents of one shift, `4`, or of one of its days, `4 on tue`, which gets a shift of its own. */
function agentsEdits(tree: TreeValue, id: string, value: string): readonly TextEdit[] {
  const { knob, path } = shiftNamed(tree, id);
  const [agents, day = ''] = value.split(' on ');
  const others = knob.weekdays.map((one) => WEEKDAYS[one] as string).filter((one) => one !== day);
  if (day === '' || others.length === 0) return [{ path: [...path, 'agents'], value: Number(agents) }];
  const shifts = path.slice(0, -1);
  const taken = mapAt(tree, shifts);
  let own = `${path.at(-1)}-${day}`;
  while (Object.hasOwn(taken, own)) own += `-${day}`;
  const shift = mapAt(tree, path);
  return [
    { path: [...path, 'days'], value: others },
    { path: [...shifts, own], value: { ...shift, days: day, agents: Number(agents) } },
  ];
}

function shiftHoursEdits(tree: TreeValue, id: string, value: string): readonly TextEdit[] {
  const { from, to } = spanIn(value);
  const { path } = shiftNamed(tree, id);
  return [
    { path: [...path, 'from'], value: from },
    { path: [...path, 'to'], value: to },
  ];
}

/** `own`: the contents of the file itself, without those it extends. */
function openingEdits(tree: TreeValue, own: TreeValue, id: string, value: string): readonly TextEdit[] {
  const span = spanIn(value);
  const cut = id.lastIndexOf('/');
  const [centre, index] = [id.slice(0, cut), Number(id.slice(cut + 1))];
  const path = ['centres', centre, 'hours'];
  if (listAt(tree, path)[index] === undefined) throw new Refusal(`opening hours ${id} do not exist`);
  return listEdits(tree, own, path, (_, i) => (i === index ? span : null));
}

function shiftNamed(tree: TreeValue, id: string): Shift {
  const centres = Object.entries(mapAt(tree, ['centres']));
  const shifts = centres.flatMap(([centreId, centre]) => shiftsOf(centre, centreId));
  const found = shifts.find(({ knob }) => knob.id === id);
  if (found === undefined) throw new Refusal(`shift ${id} does not exist`);
  return found;
}

function spanIn(value: string) {
  const [from, to] = value.split('-');
  if (from === undefined || to === undefined)
    throw new Refusal(`“${value}” is not a time range: write, for example, 08:00-16:30`);
  return { from, to };
}

/** Null if the text does not give both ends. */
function spanOf(entry: TreeValue): DaySpan | null {
  const [from, to] = [valueAt(entry, ['from']), valueAt(entry, ['to'])];
  return typeof from === 'string' && typeof to === 'string'
    ? { from: minutesOf(from), to: minutesOf(to) }
    : null;
}

/** `07:30` → 450. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Reads the tree of a file that may not be a valid scenario. Values that are missing or of another kind are left out. */

interface TreeMap {
  readonly [key: string]: TreeValue;
}

function valueAt(tree: TreeValue, path: readonly string[]): TreeValue | undefined {
  let value: TreeValue | undefined = tree;
  for (const key of path) {
    if (!isTree(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** The map at the path; empty if there is none. */
function mapAt(tree: TreeValue, path: readonly string[]): TreeMap {
  const value = valueAt(tree, path);
  return isTree(value) ? value : {};
}

/** The list at the path; empty if there is none. */
function listAt(tree: TreeValue, path: readonly string[]): readonly TreeValue[] {
  const value = valueAt(tree, path);
  return Array.isArray(value) ? (value as readonly TreeValue[]) : [];
}

/**
 * Edits to entries of the list at the path. `changeOf` returns new values of an entry by key, null to keep it. `own`:
 * the contents of the file itself. A list that comes from an extended file is written as a whole.
 */
function listEdits(
  tree: TreeValue,
  own: TreeValue,
  path: readonly string[],
  changeOf: (entry: TreeValue, index: number) => TreeMap | null,
): readonly TextEdit[] {
  const list = listAt(tree, path);
  const changes = list.map(changeOf);
  if (Array.isArray(valueAt(own, path)))
    return changes.flatMap((change, i) =>
      Object.entries(change ?? {}).map(([key, value]) => ({ path: [...path, i, key], value })),
    );
  return [
    {
      path,
      value: list.map((entry, i) => {
        const change = changes[i] ?? null;
        return change === null ? entry : { ...(entry as object), ...change };
      }),
    },
  ];
}

function titleOf(entry: TreeValue, id: string): string {
  const title = valueAt(entry, ['title']);
  return typeof title === 'string' ? title : id;
}
