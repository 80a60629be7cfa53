import {
  type ActField,
  type ActKind,
  byKind,
  fieldsOfAct,
  ITEM_CLASSES,
  KINDS_OF_NO_CASE,
  NONE_32,
  type RowKind,
  type Scenario,
  type Slot,
  TIERS,
} from '#domain';
import type { LedgerHeader } from './header.ts';

/** What the entries of a run can hold, by its scenario. */
export interface EntryLimits {
  /** No entry is later, ms since the start of the run. */
  readonly untilMs: number;
  /** Number of rows of each kind. A field that names a row has a smaller number. */
  readonly rows: Readonly<Record<RowKind, number>>;
}

/** Finds the limits of a ledger by its header; null for none: then only the seal is verified. */
export type LimitsOf = (header: LedgerHeader) => EntryLimits | null;

export const NO_LIMITS: LimitsOf = () => null;

/** The limits of ledgers that were made from this scenario. */
export function entryLimits(scenario: Scenario): EntryLimits {
  const { centres, dataCentres, entities, groups, horizonMs, languages, products, software, streams } =
    scenario;
  const agents = groups.flatMap(({ shifts }) => shifts.map((shift) => shift.agents));
  return {
    untilMs: horizonMs,
    rows: {
      agent: agents.reduce((sum, count) => sum + count, 0),
      centre: centres.length,
      'data centre': dataCentres.length,
      entity: entities.length,
      group: groups.length,
      language: languages.length,
      place: dataCentres.length + centres.length,
      product: products.length,
      software: software?.length ?? 0,
      stream: streams.length,
    },
  };
}

const SLOTS = ['aux', 'a', 'b', 'c', 'd'] as const satisfies readonly Slot[];
/** Where a slot lies in an entry (`layout.ts`): its word, and its bits. */
const PLACES: Readonly<
  Record<Slot, { readonly word: number; readonly shift: number; readonly bits: number }>
> = {
  aux: { word: 1, shift: 24, bits: 8 },
  a: { word: 3, shift: 0, bits: 16 },
  b: { word: 3, shift: 16, bits: 16 },
  c: { word: 4, shift: 0, bits: 32 },
  d: { word: 5, shift: 0, bits: 32 },
};

/** Part of an entry, and the numbers that it can hold: 0 to `most`, or `none`. */
export interface LimitedPart {
  /** Field of the act; the slot, if no field lies in it. */
  readonly name: string;
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  readonly most: number;
  readonly none: number | null;
  readonly isCase: boolean;
  /** What the limit comes from, as the end of a sentence. */
  readonly why: string;
}

/** The parts of the entries of a kind. Every bit of the five numbers of an act is in one of them. */
function partsOf(kind: ActKind, limits: EntryLimits): readonly LimitedPart[] {
  const fields = fieldsOfAct(kind);
  const unused = SLOTS.filter((slot) => fields.every((field) => field.slot !== slot));
  return [
    ...fields.map((field) => {
      const { shift, word } = PLACES[field.slot];
      const { name, none, type } = field;
      const place = { word, shift: shift + field.shift, mask: maskOf(field.bits) };
      const { most, why } = limitOf(kind, field, limits);
      const isCase = type.is === 'case';
      return { ...place, name, none, isCase, why, most: Math.min(most, place.mask) };
    }),
    ...unused.map((slot) => {
      const { bits, shift, word } = PLACES[slot];
      const why = 'it means nothing there, and is 0';
      return { name: slot, word, shift, mask: maskOf(bits), most: 0, none: null, isCase: false, why };
    }),
  ];
}

function maskOf(bits: number): number {
  return 2 ** bits - 1;
}

function limitOf(
  kind: ActKind,
  { name, type }: ActField,
  { rows }: EntryLimits,
): Pick<LimitedPart, 'most' | 'why'> {
  switch (type.is) {
    case 'flag':
      return { most: 1, why: 'it is 0 or 1' };
    case 'word':
      return { most: type.words.length - 1, why: `there are ${type.words.length} words, from 0` };
    case 'item classes':
      return { most: maskOf(ITEM_CLASSES.length), why: `there are ${ITEM_CLASSES.length} classes` };
    case 'row':
      // A shift of nobody may come after the last agent. `EntryCheck` looks at the others.
      if (kind === 'duty' && name === 'firstAgent')
        return { most: rows.agent, why: `the scenario has ${rows.agent}, from 0` };
      return { most: rows[type.of] - 1, why: `the scenario has ${rows[type.of]}, from 0` };
    default:
      if (kind === 'duty' && name === 'agents')
        return { most: rows.agent, why: `the scenario has ${rows.agent}` };
      if (name === 'solvedAtTier') return { most: TIERS.length, why: `there are ${TIERS.length} tiers` };
      return { most: NONE_32, why: '' };
  }
}

/** The numbers in `LimitTables.exact` for each part: word, shift, mask, most, none, and 1 for a case. */
export const EXACT = 6;
export const SIGN = 0x80000000;

/** The limits of all kinds of entries, in tables for a check of every entry. Kinds of a later version have none. */
export class LimitTables {
  readonly parts: readonly (readonly LimitedPart[])[];
  /** The parts of each kind as numbers. `most` and `none` have their first bit flipped, since signed numbers are compared faster. */
  readonly exact: readonly Int32Array[];
  /** By the number of a kind: 1 if its entries name no case. */
  readonly hasNoCase: Uint8Array;

  constructor(limits: EntryLimits) {
    this.parts = byKind((kind) => partsOf(kind, limits));
    this.hasNoCase = Uint8Array.from(byKind((kind) => Number(KINDS_OF_NO_CASE.includes(kind))));
    this.exact = this.parts.map((parts) =>
      Int32Array.from(
        parts.flatMap(({ isCase, mask, most, none, shift, word }) => [
          ...[word, shift, mask, most ^ SIGN, (none ?? most) ^ SIGN, Number(isCase)],
        ]),
      ),
    );
  }
}
