import type { NameKind, Strangers } from '#audit';
import { neutralise } from '#base';
import { NONE_16, NONE_32, type Scenario } from '#domain';
import type { Reference } from '#exports';

/** References that may be unknown. A stream must be known: without it, the audit can say nothing about the case. */
export type OpenReference = Exclude<Reference, 'case' | 'stream'>;

/** A name that the scenario does not know. */
export interface UnknownName {
  readonly what: NameKind;
  /** The name as the log has it. A place includes its kind: `data centre atlantis`. */
  readonly name: string;
  /** How many fields have it, and the first line that does. */
  readonly fields: number;
  readonly line: number;
}

/** Most unknown names per kind. A log with more belongs to another scenario. */
const NAMES_MAX: Readonly<Record<NameKind, number>> = {
  agent: 50_000,
  entity: 1000,
  group: 1000,
  language: 1000,
  place: 1000,
  product: 1000,
  software: 1000,
};
/** Number of the first unknown name; the others count down. The scenario's own numbers count up from 0. */
const FIRST_NUMBERS: Readonly<Record<NameKind, number>> = {
  agent: NONE_32 - 1,
  entity: NONE_16 - 1,
  group: NONE_16 - 1,
  language: 0,
  place: NONE_16 - 1,
  product: 0,
  software: NONE_16 - 1,
};
/** Longest name. */
const LENGTH_MAX = 200;
/** Stands for a place that the log does not give. */
export const UNTOLD_PLACE = NONE_32;

interface Noted {
  readonly what: NameKind;
  readonly name: string;
  readonly line: number;
  readonly number: number;
  fields: number;
}

/** Numbers the names that the scenario does not know, so that the auditor can tell them apart and name them in messages. */
export class UnknownNames {
  private readonly dataCentreCount: number;
  private readonly byName = new Map<string, Noted>();
  private readonly counts = new Map<NameKind, number>();
  private readonly byNumber = new Map<string, string>();

  constructor({ dataCentres }: Scenario) {
    this.dataCentreCount = dataCentres.length;
  }

  /** All unknown names, in the order of their first line. */
  get all(): readonly UnknownName[] {
    return [...this.byName.values()].map(({ what, name, fields, line }) => ({ what, name, fields, line }));
  }

  /** First unknown name of that kind, or null. */
  first(what: NameKind): UnknownName | null {
    for (const one of this.byName.values()) if (one.what === what) return one;
    return null;
  }

  /** Number for the name in a field that refers to that kind; null if there are too many names. */
  numberOf(refersTo: OpenReference, name: string, line: number): number | null {
    const what = kindOf(refersTo);
    const whole = refersTo === 'centre' || refersTo === 'data centre' ? `${refersTo} ${name}` : name;
    const key = `${what} ${whole}`;
    let noted = this.byName.get(key);
    if (noted === undefined) {
      const count = this.counts.get(what) ?? 0;
      if (count === NAMES_MAX[what]) return null;
      this.counts.set(what, count + 1);
      const own = ownText(neutralise(whole));
      noted = { what, name: own, line, number: FIRST_NUMBERS[what] - count, fields: 0 };
      this.byName.set(ownText(key), noted);
      this.byNumber.set(`${what} ${noted.number}`, own);
    }
    noted.fields++;
    if (what === 'language' || what === 'product') return 0;
    // In the list of places, centres follow the data centres.
    return refersTo === 'centre' ? noted.number - this.dataCentreCount : noted.number;
  }

  readonly nameOf: Strangers = (what, number) => {
    if (what === 'place' && number === UNTOLD_PLACE) return 'a place that is not told';
    return this.byName.size === 0 ? null : (this.byNumber.get(`${what} ${number}`) ?? null);
  };
}

/** Whether the field may hold an unknown name, and the name is well formed. */
export function mayBeUnknown(refersTo: Reference | undefined, name: string): refersTo is OpenReference {
  if (refersTo === undefined || refersTo === 'stream' || refersTo === 'case') return false;
  if (name === '' || name.length > LENGTH_MAX) return false;
  return refersTo !== 'place' || /^(data centre|centre) ./.test(name);
}

function kindOf(refersTo: OpenReference): NameKind {
  return refersTo === 'centre' || refersTo === 'data centre' ? 'place' : refersTo;
}

/** Copies the text. A slice would keep the whole text that it comes from in memory. */
export function ownText(text: string): string {
  return ` ${text}`.slice(1);
}
