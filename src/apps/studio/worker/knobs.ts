import { editScenarioText, type ScenarioInput, scenarioTree, type TextEdit, type TreeValue } from '#scenario';
import { KNOBS_MOST, type Knob, type KnobTurn, SHIFTS_MOST } from '../protocol.ts';
import { listAt, listEdits, mapAt, titleOf, valueAt } from './scenario-tree-access.ts';
import { agentsEdits, openingEdits, openingKnobs, shiftHoursEdits, shiftKnobs } from './shift-knobs.ts';
import { Refusal } from './work.ts';

/** Duration of an outage set with a knob. */
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
  return [
    ...centres.flatMap(([id, centre]) => shiftKnobs(centre, id)).slice(0, SHIFTS_MOST),
    ...centres.flatMap(([id, centre]) => openingKnobs(centre, id)),
    ...segments.map(([id, segment]): Knob => ({ kind: 'demand', id, title: titleOf(segment, id) })),
    ...segments.map(([id, segment]): Knob => {
      const value = String(valueAt(segment, ['promise']) ?? '');
      const choices = value === '' || promises.includes(value) ? promises : [value, ...promises];
      return { kind: 'promise', id, title: titleOf(segment, id), value, choices };
    }),
    ...centres.map(([id, centre]): Knob => {
      const planned = listAt(centre, ['outages', 'planned']);
      return { kind: 'outage', id, title: titleOf(centre, id), value: planned.length };
    }),
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
    case 'outage': {
      const path = ['centres', id, 'outages', 'planned'];
      if (value === '') return [{ path, value: [] }];
      return [{ path, value: [...listAt(tree, path), { from: value, for: OUTAGE }] }];
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
