import { groupInWords, shiftInWords } from '#planning';
import type { TextEdit, TreeValue } from '#scenario';
import { type DaySpan, KNOBS_MOST, type Knob } from '../protocol.ts';
import { listAt, listEdits, mapAt, type TreePath, titleOf, valueAt } from './scenario-tree-access.ts';
import { Refusal } from './work.ts';

/** Sliders for agents reach MOST times the present number, and at least MORE_LEAST above it. */
const MOST = 2;
const MORE_LEAST = 10;

/** A shift of a group, with its place in the file. */
interface Shift {
  readonly knob: Extract<Knob, { kind: 'shift' }>;
  readonly path: TreePath;
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
      const days = valueAt(shift, ['days']);
      const knob = {
        kind: 'shift' as const,
        id: [centreId, groupId, shiftId].join('/'),
        centreId,
        centre: centreTitle,
        group: groupName,
        shift: shiftInWords(shiftId),
        days: typeof days === 'string' ? days : '',
        hours: spanOf(shift),
        agents,
        most: Math.max(agents * MOST, agents + MORE_LEAST),
      };
      return [{ knob, path }];
    });
  });
}

export function shiftKnobs(centre: TreeValue, centreId: string): readonly Knob[] {
  return shiftsOf(centre, centreId).map(({ knob }) => knob);
}

/** Opening hours of a centre: one control for each list entry. */
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

/** Sets the agents of one shift. */
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

/** `own`: the contents of the file itself, without those it extends. */
export function openingEdits(
  tree: TreeValue,
  own: TreeValue,
  id: string,
  value: string,
): readonly TextEdit[] {
  const span = spanIn(value);
  const cut = id.lastIndexOf('/');
  const [centre, index] = [id.slice(0, cut), Number(id.slice(cut + 1))];
  const path = ['centres', centre, 'hours'];
  if (listAt(tree, path)[index] === undefined) throw new Refusal(`opening hours ${id} do not exist`);
  return listEdits(tree, own, path, (_, i) => (i === index ? span : null));
}

function shiftNamed(tree: TreeValue, id: string): TreePath {
  const centres = Object.entries(mapAt(tree, ['centres']));
  const shifts = centres.flatMap(([centreId, centre]) => shiftsOf(centre, centreId));
  const found = shifts.find(({ knob }) => knob.id === id);
  if (found === undefined) throw new Refusal(`shift ${id} does not exist`);
  return found.path;
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
