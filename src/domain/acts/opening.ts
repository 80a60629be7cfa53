import type { ChannelIndex, LanguageIndex, ProductIndex, SeverityIndex, TierNumber } from '../indices.ts';
import type { ActNumbers } from './act-field.ts';

/** The fields in the numbers `aux`, `b` and `d` of the act `open`. The table of acts gives their bits. */
export interface Opening {
  readonly channel: ChannelIndex;
  readonly severity: SeverityIndex;
  /** Language and product as the customer states them. */
  readonly language: LanguageIndex;
  readonly product: ProductIndex;
  /** Language and product as they really are. */
  readonly trueLanguage: LanguageIndex;
  readonly trueProduct: ProductIndex;
  readonly solvedAtTier: TierNumber;
}

export function openingIn({ aux, b, d }: Pick<ActNumbers, 'aux' | 'b' | 'd'>): Opening {
  return {
    channel: aux & 0b11,
    severity: openingSeverity(aux),
    language: b & 0xff,
    product: b >>> 8,
    trueLanguage: d & 0xff,
    trueProduct: (d >>> 8) & 0xff,
    solvedAtTier: d >>> 16,
  };
}

/** The severity in the number `aux` of the act `open`. */
export function openingSeverity(aux: number): SeverityIndex {
  return aux >>> 2;
}

export function packOpening(opening: Opening): Pick<ActNumbers, 'aux' | 'b' | 'd'> {
  return {
    aux: opening.channel | (opening.severity << 2),
    b: opening.language | (opening.product << 8),
    d: opening.trueLanguage | (opening.trueProduct << 8) | (opening.solvedAtTier << 16),
  };
}
