import { assert } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  type ActNumber,
  ESCALATION_REASONS,
  NONE_32,
  TRANSITION_EVENTS,
} from '#domain';
import type { CaseDecisions, ExploredAct } from '#engine';
import { roleNumber, type ScriptAct } from './effect-scripts.ts';

/** Fields of an act that a case writes, as expressions of the model. */
type Fields = Readonly<Record<'aux' | 'a' | 'b' | 'c' | 'd', string>>;

const SENTINELS = { a: 701, b: 702, c: 703, d: 704 } as const;

/**
 * Writes acts as they are recorded. A faulty record leaves out acts of a kind, or writes other fields; which, is found by recording one with
 * numbers that stand for the fields.
 */
export class ActsText {
  private readonly decisions: CaseDecisions;

  constructor(decisions: CaseDecisions) {
    this.decisions = decisions;
  }

  /** Null if acts of the kind are left out. */
  private recorded(kind: ActNumber, aux: number, fields: Omit<Fields, 'aux'>): Fields | null {
    const acts: readonly ExploredAct[] = this.decisions.recorded({ kind, aux, ...SENTINELS });
    const [act, ...more] = acts;
    assert(more.length === 0, 'each act is recorded once');
    if (act === undefined) return null;
    const expressionOf = (value: number): string => {
      const found = (['a', 'b', 'c', 'd'] as const).find((key) => SENTINELS[key] === value);
      if (found !== undefined) return fields[found];
      return value === NONE_32 ? 'NO_AGENT' : String(value);
    };
    return {
      aux: String(act.aux),
      a: expressionOf(act.a),
      b: expressionOf(act.b),
      c: expressionOf(act.c),
      d: expressionOf(act.d),
    };
  }

  /** The vendor records a transfer if the movement is one. `from`: an entity, ENTITIES for the customer. */
  private carry(from: string, place: string): string {
    const fields = { a: 'from', b: 'to', c: 'place', d: 'instrument' };
    const act = this.recorded(ACT_NUMBERS.transfer, 0, fields);
    if (act === null) return 'skip';
    assert(
      Object.keys(fields).every((key) => act[key as 'a'] === fields[key as 'a']),
      'transfers are recorded as they are',
    );
    return `CARRY(${from}, ${place})`;
  }

  store(role: number, place: string, from: string): string {
    const act = this.recorded(ACT_NUMBERS.store, role, { a: place, b: from, c: '', d: '' });
    const carried = this.carry(from === 'NONE' ? 'ENTITIES' : `entity[${from}]`, place);
    if (act === null) return carried;
    return `${carried};\nSTORE(${roleNumber(Number(act.aux))}, ${act.a}, ${act.b})`;
  }

  delete(role: number, place: string): string {
    const act = this.recorded(ACT_NUMBERS.delete, role, { a: place, b: '0', c: '', d: '' });
    return act === null ? 'skip' : `DELETE(${roleNumber(Number(act.aux))}, ${act.a})`;
  }

  view(consults: boolean, group: string, place: string): string {
    const fields = { a: `centre_of[${group}]`, b: group, c: agentOf(group, consults), d: place };
    const act = this.recorded(ACT_NUMBERS.view, purposeOf(consults), fields);
    const consent = this.recorded(ACT_NUMBERS.exception, 0, { a: '', b: 'consent', c: '', d: '' });
    const lines = [
      ...(consent === null ? [] : [`RELY(${group}, ${fields.c})`]),
      this.carry(`entity[${place}]`, `PLACE_OF(${group})`),
      ...(act === null ? [] : [`VIEW(${Number(consults)}, ${act.b}, ${act.c}, ${act.d})`]),
    ];
    return lines.join(';\n');
  }

  viewEnd(consults: boolean, group: string, place: string): string {
    const fields = { a: `centre_of[${group}]`, b: group, c: agentOf(group, consults), d: place };
    const act = this.recorded(ACT_NUMBERS['view end'], purposeOf(consults), fields);
    return act === null ? 'skip' : `VIEW_END(${Number(consults)}, ${act.b}, ${act.c}, ${act.d})`;
  }

  assign(group: string): string {
    const act = this.recorded(ACT_NUMBERS.assign, 0, { a: group, b: '1', c: agentOf(group, false), d: '0' });
    return act === null ? 'skip' : `ASSIGNED(${act.a}, ${act.c})`;
  }

  escalate(reason: string): string {
    const aux = ESCALATION_REASONS.indexOf(reason as (typeof ESCALATION_REASONS)[number]);
    const act = this.recorded(ACT_NUMBERS.escalate, aux, { a: '', b: 'group', c: '', d: 'tier' });
    if (act === null) return 'skip';
    return `ESCALATE(BY_${nameOf(ESCALATION_REASONS[Number(act.aux)] ?? '')}, ${act.b}, ${act.d})`;
  }

  transition(): string {
    const act = this.recorded(ACT_NUMBERS.transition, 0, { a: 'before_state', b: 'state', c: '', d: '' });
    return act === null ? 'skip' : `TRANSITION(tree, ${act.a}, ${act.b})`;
  }

  of(act: ScriptAct): string {
    switch (act.kind) {
      case 'store':
        return this.store(act.role, act.place, act.from);
      case 'delete':
        return this.delete(act.role, act.place);
      case 'view':
        return this.view(false, 'group', act.place);
      case 'view end':
        return this.viewEnd(false, 'group', act.place);
    }
  }
}

/** Agents of a model: 2g is the first of group g, 2g + 1 its last. */
function agentOf(group: string, isLast: boolean): string {
  return isLast ? `(2 * ${group} + 1)` : `(2 * ${group})`;
}

function purposeOf(consults: boolean): number {
  return ACCESS_PURPOSES.indexOf(consults ? 'consultation' : 'support');
}

export function nameOf(word: string): string {
  return word.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** `SHIFT_END`, or `T_HANDLING` for a timer. */
export function moveName(name: string): string {
  return /^[A-Z_]+$/.test(name) ? name : `T_${nameOf(name)}`;
}

/** Moves by their numbers in a model: those of the ledger, then those that no transition has. */
export const MODEL_MOVES: readonly string[] = [
  ...TRANSITION_EVENTS,
  'a dated change',
  'a consultation',
  'a consultation ends',
];
