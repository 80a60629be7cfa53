import type { Strangers } from '#audit';
import { neutralise } from '#base';
import { NONE_16, NONE_32, type Scenario } from '#domain';
import type { Reference } from '../entry-fields.ts';

/** References of which a log may name what the scenario does not know. Without the stream of a case nothing can be said of it. */
export type OpenReference = Exclude<Reference, 'case' | 'stream'>;

/** What a log may name although the scenario does not know it. */
export type UnknownKind = 'agent' | 'entity' | 'group' | 'language' | 'place' | 'product';

/** A name that the scenario does not know. */
export interface UnknownName {
  readonly what: UnknownKind;
  /** As the log has it; of a place with what it is: `data centre atlantis`. */
  readonly name: string;
  /** How many fields name it, and the first line that does. */
  readonly fields: number;
  readonly line: number;
}

/** Different names of a kind, at most: beyond, the log tells of another world than the scenario. */
const NAMES_MAX: Readonly<Record<UnknownKind, number>> = {
  agent: 50_000,
  entity: 1000,
  group: 1000,
  language: 1000,
  place: 1000,
  product: 1000,
};
/** The number of the first; the others go down from there. The scenario's own, and numbers that a log gives, go up from 0. */
const FIRST_NUMBERS: Readonly<Record<UnknownKind, number>> = {
  agent: NONE_32 - 1,
  entity: NONE_16 - 1,
  group: NONE_16 - 1,
  language: 0,
  place: NONE_16 - 1,
  product: 0,
};
/** Characters of a name. */
const LENGTH_MAX = 200;
/** A place of which the log does not tell which it is. */
export const UNTOLD_PLACE = NONE_32;

interface Noted {
  readonly what: UnknownKind;
  readonly name: string;
  readonly line: number;
  readonly number: number;
  fields: number;
}

/** Gives numbers to what the scenario does not know, so that the auditor can tell one from the other, and say what the log calls it. */
export class UnknownNames implements Strangers {
  private readonly dataCentreCount: number;
  private readonly byName = new Map<string, Noted>();
  private readonly counts = new Map<UnknownKind, number>();
  private readonly byNumber = new Map<string, string>();

  constructor({ dataCentres }: Scenario) {
    this.dataCentreCount = dataCentres.length;
  }

  /** In the order in which the log first names them. */
  get all(): readonly UnknownName[] {
    return [...this.byName.values()].map(({ what, name, fields, line }) => ({ what, name, fields, line }));
  }

  /** The first line that names such a thing; null where none does. */
  first(what: UnknownKind): UnknownName | null {
    for (const one of this.byName.values()) if (one.what === what) return one;
    return null;
  }

  /** The number that stands for the name in a field that refers to such things; null where there are too many. */
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
    // Centres are counted for themselves: the first of them stands, among places, behind the data centres.
    return refersTo === 'centre' ? noted.number - this.dataCentreCount : noted.number;
  }

  place(place: number): string | null {
    return place === UNTOLD_PLACE ? 'a place that is not told' : this.nameOf('place', place);
  }

  group(group: number): string | null {
    return this.nameOf('group', group);
  }

  agent(agent: number): string | null {
    return this.nameOf('agent', agent);
  }

  entity(entity: number): string | null {
    return this.nameOf('entity', entity);
  }

  private nameOf(what: UnknownKind, number: number): string | null {
    return this.byName.size === 0 ? null : (this.byNumber.get(`${what} ${number}`) ?? null);
  }
}

/** Whether a field that refers to such things may hold a name that the scenario does not know, and this is of the form of one. */
export function mayBeUnknown(refersTo: Reference | undefined, name: string): refersTo is OpenReference {
  if (refersTo === undefined || refersTo === 'stream' || refersTo === 'case') return false;
  if (name === '' || name.length > LENGTH_MAX) return false;
  return refersTo !== 'place' || /^(data centre|centre) ./.test(name);
}

function kindOf(refersTo: OpenReference): UnknownKind {
  return refersTo === 'centre' || refersTo === 'data centre' ? 'place' : refersTo;
}

/** The text in memory of its own: a part of a longer one would keep that whole. */
export function ownText(text: string): string {
  return ` ${text}`.slice(1);
}
