import {
  CASE_FIELDS,
  type CaseEvent,
  type CaseField,
  type CaseLog,
  EVENT_FIELDS,
  type EventField,
  type LoggedCase,
} from './case-log.ts';
import { growingDoubles, growingIntegers, Names } from './growing.ts';

/** Number of a text that is missing. */
export const MISSING = -1;

/** The event that is being read: numbers of texts, by field. The caller fills it and hands it over. */
export interface RawEvent {
  caseId: string;
  atMs: number;
  row: number;
  /** Numbers of texts, or `MISSING`. For `tier`: the tier itself. */
  readonly caseCodes: Record<CaseField, number>;
  readonly eventCodes: Record<EventField, number>;
}

export function newRawEvent(): RawEvent {
  const missing = <Field extends string>(fields: readonly Field[]) =>
    Object.fromEntries(fields.map((field) => [field, MISSING])) as Record<Field, number>;
  return { caseId: '', atMs: 0, row: 0, caseCodes: missing(CASE_FIELDS), eventCodes: missing(EVENT_FIELDS) };
}

/** Findings that show only when all events are known. */
export interface LogFindings {
  /** Events that come in the log after a later event of their case, and the row of the first. */
  readonly outOfOrder: { readonly count: number; readonly row: number | null };
  /** Events that equal another event of their case in everything but the row. They are kept. */
  readonly repeated: { readonly count: number; readonly row: number | null };
  /** Cases of which the log says different things, by field. */
  readonly changed: Readonly<Partial<Record<CaseField, number>>>;
  /** Cases that are open at the end of the log. */
  readonly openCount: number;
  /** First and last event, ms since 1970. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Events without a value, by field. */
  readonly missing: Readonly<Record<EventField, number>>;
}

/** Collects events in any order, and groups them by case. */
export class LogBuilder {
  readonly names: Readonly<Record<CaseField | EventField, Names>>;
  private readonly ids = new Names();
  private readonly caseOf = growingIntegers();
  private readonly atMs = growingDoubles();
  private readonly row = growingIntegers();
  private readonly codes = Object.fromEntries(
    EVENT_FIELDS.map((field) => [field, growingIntegers()]),
  ) as Record<EventField, ReturnType<typeof growingIntegers>>;
  private readonly latestMs = growingDoubles();
  private readonly firstRow = growingIntegers();
  private readonly attributes: readonly Attribute[];
  private readonly outOfOrder = { count: 0, row: null as number | null };

  /** `fields`: what the log can say about a case. */
  constructor(fields: readonly CaseField[]) {
    this.names = Object.fromEntries(
      [...CASE_FIELDS, ...EVENT_FIELDS].map((field) => [field, new Names()]),
    ) as Record<CaseField | EventField, Names>;
    this.attributes = fields.map((field) => new Attribute(field));
  }

  get eventCount(): number {
    return this.atMs.length;
  }

  /** The row of the first event of a case; null if the case is new. */
  rowOfCase(id: string): number | null {
    return this.ids.has(id) ? this.firstRow.at(this.ids.numberOf(id)) : null;
  }

  add(event: RawEvent): void {
    const number = this.ids.numberOf(event.caseId);
    const { atMs } = event;
    if (number === this.firstRow.length) this.firstRow.push(event.row);
    this.caseOf.push(number);
    this.atMs.push(atMs);
    this.row.push(event.row);
    for (const field of EVENT_FIELDS) this.codes[field].push(event.eventCodes[field]);
    const latest = number < this.latestMs.length ? this.latestMs.at(number) : Number.NEGATIVE_INFINITY;
    if (atMs < latest) {
      this.outOfOrder.count++;
      this.outOfOrder.row ??= event.row;
    } else this.latestMs.set(number, atMs, Number.NEGATIVE_INFINITY);
    for (const attribute of this.attributes) attribute.see(number, event.caseCodes[attribute.field], atMs);
  }

  /** Groups the events. `ends`: activities that end a case. */
  finish(ends: readonly string[]): { readonly log: CaseLog; readonly findings: LogFindings } {
    const order = this.eventsByCase();
    const sorted = this.casesInOrder(order);
    const endCodes = new Set(ends.map((activity) => this.names.activity.numberOf(activity)));
    const log: CaseLog = {
      caseCount: sorted.length,
      eventCount: this.eventCount,
      caseAt: (number) => this.caseAt(sorted[number] as number, order, endCodes),
    };
    const lastOf = (number: number) => order.events[(order.starts[number + 1] as number) - 1] as number;
    const times = this.extent();
    const findings = {
      ...times,
      openCount: sorted.filter((number) => !endCodes.has(this.codes.activity.at(lastOf(number)))).length,
      outOfOrder: this.outOfOrder,
      repeated: this.repeated(order),
      changed: Object.fromEntries(this.attributes.map(({ changedCount, field }) => [field, changedCount])),
      missing: Object.fromEntries(EVENT_FIELDS.map((field) => [field, this.missingIn(field)])) as Record<
        EventField,
        number
      >,
    };
    return { log, findings };
  }

  private extent(): { readonly firstMs: number; readonly lastMs: number } {
    let firstMs = Number.POSITIVE_INFINITY;
    let lastMs = Number.NEGATIVE_INFINITY;
    this.forEachTime((atMs) => {
      firstMs = Math.min(firstMs, atMs);
      lastMs = Math.max(lastMs, atMs);
    });
    return { firstMs, lastMs };
  }

  /** The times of all events, in the order of the log. */
  forEachTime(visit: (atMs: number) => void): void {
    for (let event = 0; event < this.eventCount; event++) visit(this.atMs.at(event));
  }

  private missingIn(field: EventField): number {
    let count = 0;
    for (let event = 0; event < this.eventCount; event++)
      if (this.codes[field].at(event) === MISSING) count++;
    return count;
  }

  /** Events by case in the order of ids, each in the order of time. */
  private eventsByCase(): ByCase {
    const starts = new Uint32Array(this.ids.count + 1);
    for (let event = 0; event < this.eventCount; event++) {
      const next = this.caseOf.at(event) + 1;
      starts[next] = (starts[next] as number) + 1;
    }
    for (let number = 0; number < this.ids.count; number++) {
      starts[number + 1] = (starts[number + 1] as number) + (starts[number] as number);
    }
    const events = new Uint32Array(this.eventCount);
    const next = starts.slice();
    for (let event = 0; event < this.eventCount; event++) {
      const number = this.caseOf.at(event);
      events[next[number] as number] = event;
      next[number] = (next[number] as number) + 1;
    }
    // The sort is stable on equal times, because event numbers are in the order of the log.
    const byTime = (left: number, right: number) => this.atMs.at(left) - this.atMs.at(right) || left - right;
    for (let number = 0; number < this.ids.count; number++) {
      events.subarray(starts[number], starts[number + 1]).sort(byTime);
    }
    return { starts, events };
  }

  private casesInOrder({ events, starts }: ByCase): Uint32Array {
    const first = (number: number) => events[starts[number] as number] as number;
    return Uint32Array.from({ length: this.ids.count }, (_, number) => number)
      .filter((number) => (starts[number] as number) < (starts[number + 1] as number))
      .sort(
        (left, right) => this.atMs.at(first(left)) - this.atMs.at(first(right)) || first(left) - first(right),
      );
  }

  private caseAt(number: number, { events, starts }: ByCase, endCodes: ReadonlySet<number>): LoggedCase {
    const own = events.subarray(starts[number], starts[number + 1]);
    const last = own.at(-1) as number;
    const attributes = Object.fromEntries(CASE_FIELDS.map((field) => [field, null as string | null]));
    for (const attribute of this.attributes) {
      attributes[attribute.field] = this.names[attribute.field].textOf(attribute.codeOf(number));
    }
    return {
      ...(attributes as Record<CaseField, string | null>),
      id: this.ids.textOf(number) ?? '',
      events: Array.from(own, (event) => this.eventAt(event)),
      endedAtMs: endCodes.has(this.codes.activity.at(last)) ? this.atMs.at(last) : null,
    };
  }

  private eventAt(event: number): CaseEvent {
    const text = (field: EventField) => this.names[field].textOf(this.codes[field].at(event));
    const tier = this.codes.tier.at(event);
    return {
      atMs: this.atMs.at(event),
      activity: text('activity'),
      tier: tier === MISSING ? null : tier,
      group: text('group'),
      centre: text('centre'),
      agent: text('agent'),
      place: text('place'),
      row: this.row.at(event),
    };
  }

  private repeated({ events, starts }: ByCase): { readonly count: number; readonly row: number | null } {
    const found = { count: 0, row: null as number | null };
    const seen = new Set<string>();
    for (let number = 0; number < this.ids.count; number++) {
      seen.clear();
      for (let at = (starts[number] as number) + 1; at < (starts[number + 1] as number); at++) {
        const [before, event] = [events[at - 1] as number, events[at] as number];
        // Events of one instant stand together.
        if (this.atMs.at(before) !== this.atMs.at(event)) {
          seen.clear();
          continue;
        }
        if (seen.size === 0) seen.add(this.contentOf(before));
        const content = this.contentOf(event);
        if (!seen.has(content)) {
          seen.add(content);
          continue;
        }
        found.count++;
        const row = this.row.at(event);
        found.row = found.row === null ? row : Math.min(found.row, row);
      }
    }
    return found;
  }

  /** All that is known of an event except its case, time and row. */
  private contentOf(event: number): string {
    return EVENT_FIELDS.map((field) => this.codes[field].at(event)).join(' ');
  }
}

interface ByCase {
  /** Where the events of each case begin in `events`, and the end of the last. */
  readonly starts: Uint32Array;
  readonly events: Uint32Array;
}

/** A field of all cases. The value of the earliest event that has one counts. */
class Attribute {
  readonly field: CaseField;
  private readonly codes = growingIntegers();
  private readonly sinceMs = growingDoubles();
  private readonly changed = growingIntegers();
  changedCount = 0;

  constructor(field: CaseField) {
    this.field = field;
  }

  codeOf(number: number): number {
    return number < this.codes.length ? this.codes.at(number) : MISSING;
  }

  see(number: number, code: number, atMs: number): void {
    if (code === MISSING) return;
    const known = this.codeOf(number);
    if (known === code) {
      if (atMs < this.sinceMs.at(number)) this.sinceMs.set(number, atMs, 0);
      return;
    }
    if (known !== MISSING) {
      if (number >= this.changed.length || this.changed.at(number) === 0) this.changedCount++;
      this.changed.set(number, 1, 0);
      if (atMs >= this.sinceMs.at(number)) return;
    }
    this.codes.set(number, code, MISSING);
    this.sinceMs.set(number, atMs, 0);
  }
}
