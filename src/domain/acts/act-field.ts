import type { NumberOf } from '#base';
import type {
  AgentIndex,
  CaseNumber,
  CentreIndex,
  CustomerNumber,
  DataCentreIndex,
  EntityIndex,
  GroupIndex,
  ItemClassSet,
  LanguageIndex,
  PlaceIndex,
  ProductIndex,
  SoftwareIndex,
  StreamIndex,
} from '../indices.ts';

/** The numbers of an act besides its time, its kind and its case, which every act has. */
export interface ActNumbers {
  readonly aux: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}
export type Slot = keyof ActNumbers;

/** The case number of acts that concern no case. */
export const NO_CASE = 0xffffffff;
export const NONE_16 = 0xffff;
export const NONE_32 = 0xffffffff;
/** A number in two slots of 32 bits is low + high · WORD_32. */
export const WORD_32 = 2 ** 32;

const SLOT_BITS: Readonly<Record<Slot, number>> = { aux: 8, a: 16, b: 16, c: 32, d: 32 };
const POWERS_OF_2 = Float64Array.from({ length: 33 }, (_, power) => 2 ** power);

/** Things that the scenario names, or numbers. A *place* is a data centre, or the local system of a service centre. */
interface RowNumbers {
  agent: AgentIndex;
  centre: CentreIndex;
  'data centre': DataCentreIndex;
  entity: EntityIndex;
  group: GroupIndex;
  language: LanguageIndex;
  place: PlaceIndex;
  product: ProductIndex;
  software: SoftwareIndex;
  stream: StreamIndex;
}
export type RowKind = keyof RowNumbers;

/** What the number in a field stands for. */
export type FieldType =
  | { readonly is: 'flag' | 'count' | 'customer' | 'case' | 'item classes' }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | { readonly is: 'row'; readonly of: RowKind };

/** The kind of number that a field of a type holds. */
export type NumberIn<Type extends FieldType> = FieldType extends Type
  ? number
  : Type extends { readonly is: 'row'; readonly of: infer Of extends RowKind }
    ? RowNumbers[Of]
    : Type extends { readonly is: 'word'; readonly words: readonly (infer Word extends string)[] }
      ? NumberOf<Word>
      : Type extends { readonly is: 'case' }
        ? CaseNumber
        : Type extends { readonly is: 'customer' }
          ? CustomerNumber
          : Type extends { readonly is: 'item classes' }
            ? ItemClassSet
            : number;

/** A field: bits `shift` … `shift + bits − 1` of a number of the act. */
export interface ActField<
  Name extends string = string,
  In extends Slot = Slot,
  Type extends FieldType = FieldType,
> {
  readonly name: Name;
  readonly slot: In;
  readonly shift: number;
  readonly bits: number;
  readonly type: Type;
  /** The number that stands for "none"; null if the field always has a value. */
  readonly none: number | null;
  /** Meaning and unit, as a phrase. */
  readonly meaning: string;
}

/** Part of a number: `bits` bits from bit `shift`. */
export interface BitRange {
  readonly shift?: number;
  readonly bits?: number;
}

/** A field that takes a whole number of an act, or some of its bits. */
export function field<const Name extends string, In extends Slot, Type extends FieldType>(
  name: Name,
  slot: In,
  type: Type,
  meaning: string,
): ActField<Name, In, Type>;
export function field<const Name extends string, In extends Slot>(
  name: Name,
  slot: In,
  type: FieldType,
  meaning: string,
  range: BitRange,
): ActField<Name, In>;
export function field(
  name: string,
  slot: Slot,
  type: FieldType,
  meaning: string,
  range: BitRange = {},
): ActField {
  const { shift = 0, bits = SLOT_BITS[slot] - shift } = range;
  const isAgent = type.is === 'row' && type.of === 'agent';
  return { name, slot, shift, bits, type, none: isAgent ? NONE_32 : null, meaning };
}

/** Makes a field optional. `none`: the number that stands for "none"; the largest of the slot if left out. */
export function optional<Name extends string, In extends Slot, Type extends FieldType>(
  of: ActField<Name, In, Type>,
  none = 2 ** SLOT_BITS[of.slot] - 1,
): ActField<Name, In, Type> {
  return { ...of, none };
}

/** The number of the field in an act. */
export function numberIn(
  { bits, shift, slot }: Pick<ActField, 'bits' | 'shift' | 'slot'>,
  act: ActNumbers,
): number {
  const value = act[slot];
  // Most fields are a whole number. The operators on 32 bits are signed, so bits are taken by division.
  if (shift === 0 && bits === SLOT_BITS[slot]) return value;
  return Math.floor(value / (POWERS_OF_2[shift] as number)) % (POWERS_OF_2[bits] as number);
}
