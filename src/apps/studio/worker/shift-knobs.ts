import { groupInWords, shiftInWords } from '#report';
import type { TextEdit, TreeValue } from '#scenario';
import { KNOBS_MOST, type Knob } from '../protocol.ts';
import { listAt, mapAt, type TreePath, titleOf, valueAt } from './scenario-tree-access.ts';
import { Refusal } from './work.ts';

/** Sliders of agents go up to so many times what there is, and by so many at least. */
const MOST = 2;
const MORE_LEAST = 10;

/** A shift of a group, with where it stands in the file. */
interface Shift {
  readonly knob: Extract<Knob, { kind: 'shift' }>;
  readonly path: TreePath;
}

/** Every shift of a centre: each is a control of its own, since each has agents and hours of its own. */
function shiftsOf(centre: TreeValue, centreId: string): readonly Shift[] {
  const centreTitle = titleOf(centre, centreId);
  return Object.entries(mapAt(centre, ['groups'])).flatMap(([groupId, group]) =>
    Object.entries(mapAt(group, ['shifts'])).flatMap(([shiftId, shift]): Shift[] => {
      const agents = valueAt(shift, ['agents']);
      if (typeof agents !== 'number') return [];
      const path = ['centres', centreId, 'groups', groupId, 'shifts', shiftId];
      const days = valueAt(shift, ['days']);
      const knob = {
        ...{ kind: 'shift' as const, id: [centreId, groupId, shiftId].join('/'), centreId },
        ...{ centre: centreTitle, group: groupInWords(groupId, group), shift: shiftInWords(shiftId) },
        ...{ days: typeof days === 'string' ? days : '', hours: spanOf(shift), agents },
        most: Math.max(agents * MOST, agents + MORE_LEAST),
      };
      return [{ knob, path }];
    }),
  );
}

export function shiftKnobs(centre: TreeValue, centreId: string): readonly Knob[] {
  return shiftsOf(centre, centreId).map(({ knob }) => knob);
}

/** When a centre is open: a control for each entry of its list. */
export function openingKnobs(centre: TreeValue, centreId: string): readonly Knob[] {
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

/** So many agents in that shift, and in no other. */
export function agentsEdits(tree: TreeValue, id: string, value: string): readonly TextEdit[] {
  return [{ path: [...shiftNamed(tree, id), 'agents'], value: Number(value) }];
}

export function shiftHoursEdits(tree: TreeValue, id: string, value: string): readonly TextEdit[] {
  const { from, to } = spanIn(value);
  const path = shiftNamed(tree, id);
  return [
    { path: [...path, 'from'], value: from },
    { path: [...path, 'to'], value: to },
  ];
}

/** `own`: what stands in the file itself. A list that it takes over from another file is written whole. */
export function openingEdits(
  tree: TreeValue,
  own: TreeValue,
  id: string,
  value: string,
): readonly TextEdit[] {
  const { from, to } = spanIn(value);
  const cut = id.lastIndexOf('/');
  const [centre, index] = [id.slice(0, cut), Number(id.slice(cut + 1))];
  const path = ['centres', centre, 'hours'];
  const list = listAt(tree, path);
  if (list[index] === undefined) throw new Refusal(`there are no opening hours ${id}`);
  if (Array.isArray(valueAt(own, path)))
    return [
      { path: [...path, index, 'from'], value: from },
      { path: [...path, index, 'to'], value: to },
    ];
  const changed = list.map((entry, i) => (i === index ? { ...(entry as object), from, to } : entry));
  return [{ path, value: changed }];
}

function shiftNamed(tree: TreeValue, id: string): TreePath {
  const centres = Object.entries(mapAt(tree, ['centres']));
  const shifts = centres.flatMap(([centreId, centre]) => shiftsOf(centre, centreId));
  const found = shifts.find(({ knob }) => knob.id === id);
  if (found === undefined) throw new Refusal(`there is no shift ${id}`);
  return found.path;
}

function spanIn(value: string): { readonly from: string; readonly to: string } {
  const [from, to] = value.split('-');
  if (from === undefined || to === undefined) throw new Refusal(`“${value}” is not a begin and an end`);
  return { from, to };
}

/** Null where the text does not say both of its ends. */
function spanOf(entry: TreeValue): { readonly from: number; readonly to: number } | null {
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
