import { type JsonValue, utf8Of } from '#base';
import { ScenarioNames } from '#cases';
import {
  type ActKind,
  byKind,
  ITEM_CLASSES,
  kindNumbered,
  NO_CASE,
  NONE_16,
  NONE_32,
  type Scenario,
  type Slot,
} from '#domain';
import { ENTRY_FIELDS, type EntryField, EVENT_PREFIX, eventType } from '#exports';
import { ByteTable } from '../bytes/byte-table.ts';
import type { CaseIds } from './case-ids.ts';
import type { FieldCoverage } from './field-coverage.ts';
import type { LogEvent } from './log-event.ts';
import { mayBeUnknown, UNTOLD_PLACE, type UnknownNames } from './unknown-log-names.ts';

/** Fields without which the audit can say nothing about an event. */
const REQUIRED: Readonly<Partial<Record<ActKind, readonly string[]>>> = {
  open: ['stream'],
  store: ['place', 'role'],
  delete: ['place', 'role'],
  view: ['centre'],
  'view end': ['centre'],
};

/** Values for fields that a log leaves out: a copy holds everything it could hold; nobody is known to see it. */
const ASSUMED: Readonly<Record<string, number>> = {
  itemClasses: (1 << ITEM_CLASSES.length) - 1,
  copiedFrom: NONE_16,
  agent: NONE_32,
  firstAgent: NONE_32,
  exporter: NONE_16,
  instrument: NONE_32,
  readFrom: UNTOLD_PLACE,
};

/** If a log gives only the declared or only the true language (or product), that one is taken for both. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  language: 'declaredLanguage',
  product: 'declaredProduct',
  declaredLanguage: 'language',
  declaredProduct: 'product',
};

/** Length at which messages cut a value. */
const SHOWN_MAX = 100;

/** A field, and what to do if the log leaves it out. */
interface LogField {
  readonly entryField: EntryField;
  readonly isRequired: boolean;
  /** Another field to read instead. */
  readonly standIn: string | null;
  readonly assumed: number;
}

/** What is wrong with a field, and what to do about it. */
interface FieldProblem {
  readonly message: string;
  readonly remedy: string;
}

/** What is known of the log so far. */
interface Known {
  readonly cases: CaseIds;
  readonly coverage: FieldCoverage;
  readonly unknown: UnknownNames;
}

/** Translates the fields of events into the numbers of acts. */
export class EventFields {
  /** Problems of the last event that was read. The caller reports them and clears the list. */
  problems: FieldProblem[] = [];
  private readonly names: ScenarioNames;
  private readonly known: Known;
  private readonly fields: readonly (readonly LogField[])[] = byKind((kind) =>
    ENTRY_FIELDS[kind].map((entryField): LogField => {
      const { name } = entryField;
      return {
        entryField,
        isRequired: REQUIRED[kind]?.includes(name) ?? false,
        standIn: kind === 'open' ? (STANDS_FOR[name] ?? null) : null,
        assumed: ASSUMED[name] ?? 0,
      };
    }),
  );

  constructor(scenario: Scenario, known: Known) {
    this.names = new ScenarioNames(scenario);
    this.known = known;
  }

  /**
   * Sets the numbers of the event from its fields; its kind and line must be set. True if the same fields give the same numbers on any
   * other line, because none was missing or unknown. False if there are `problems`.
   */
  read(fields: Readonly<Record<string, JsonValue>>, event: LogEvent): boolean {
    const { kind, line } = event;
    const list = this.fields[kind] ?? [];
    event.clearNumbers();
    let isPlain = true;
    for (let i = 0; i < list.length; i++) {
      const field = list[i] as LogField;
      const { bits, codec, name, shift, slot } = field.entryField;
      let found = fields[name];
      if (found === undefined) {
        isPlain = false;
        if (field.isRequired) this.isMissing(kind, name);
        this.known.coverage.lacks(kind, i, line);
        if (field.standIn !== null) found = fields[field.standIn];
        if (found === undefined) {
          add(event, slot, field.assumed * 2 ** shift);
          continue;
        }
      }
      if (codec.refersTo === 'case') {
        isPlain = false;
        add(event, slot, this.caseOf(name, found));
        continue;
      }
      const number = codec.parse(found, this.names);
      if (number !== null && number < 2 ** bits) add(event, slot, number * 2 ** shift);
      else {
        isPlain = false;
        add(event, slot, this.unknownNumber(field.entryField, found, line) * 2 ** shift);
      }
    }
    return isPlain;
  }

  private isMissing(kind: number, name: string): void {
    this.problems.push({
      message: `${kindNumbered(kind)} has no ${name}`,
      remedy: 'without it nothing can be judged: add it to the log, or leave the event out',
    });
  }

  /** Number of a case that the log has mentioned, otherwise `NO_CASE`. */
  private caseOf(name: string, id: JsonValue): number {
    if (typeof id !== 'string' && typeof id !== 'number') {
      this.problems.push({
        message: `${name} is ${shown(id)}, not a case`,
        remedy: 'write the id of a case',
      });
      return NO_CASE;
    }
    const bytes = utf8Of(String(id));
    return this.known.cases.find(bytes, 0, bytes.length);
  }

  /** Number for a name that the scenario does not know. Where an unknown name is not allowed: 0, and a problem. */
  private unknownNumber({ codec, name }: EntryField, found: JsonValue, line: number): number {
    const { refersTo, values } = codec;
    if (typeof found === 'string' && mayBeUnknown(refersTo, found)) {
      const number = this.known.unknown.numberOf(refersTo, found, line);
      if (number !== null) return number;
      this.problems.push({
        message: `${name} is ${shown(found)}: the log has too many names that the scenario does not know, so it must be of another scenario`,
        remedy: `add the names to the scenario, or leave ${name} out of the log`,
      });
      return 0;
    }
    const whose =
      refersTo === undefined ? 'which is not one of its values' : 'which the scenario does not know';
    this.problems.push({ message: `${name} is ${shown(found)}, ${whose}`, remedy: `write ${values}` });
    return 0;
  }
}

function add(event: LogEvent, slot: Slot, number: number): void {
  event[slot] += number;
}

/** A value of the log, quoted and cut for a message. */
export function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

/** Types that have no meaning here: of another system, and misspelt types of ours. */
export const LEFT_OUT = -1;
export const UNKNOWN = -2;

/** Event types (`meridian.view-end`), numbered as their kinds. */
export const KIND_TYPES = new ByteTable();
for (const type of byKind((_, number) => eventType(number))) {
  const bytes = utf8Of(type);
  KIND_TYPES.add(bytes, 0, bytes.length);
}

/** Kinds by the names that a log may use: `meridian.view-end`, `view end`, `view-end`. */
const KINDS: ReadonlyMap<string, number> = new Map(
  byKind((kind, index) =>
    [eventType(index), kind, kind.replaceAll(' ', '-')].map((name): [string, number] => [name, index]),
  ).flat(),
);

/** Index of the kind with that name, or `LEFT_OUT` or `UNKNOWN`. */
export function kindNamed(name: string): number {
  return KINDS.get(name) ?? (name.startsWith(EVENT_PREFIX) ? UNKNOWN : LEFT_OUT);
}
