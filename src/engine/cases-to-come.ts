import type { Sampler } from '#base';
import type { Scenario } from '#domain';
import type { ContactModel } from './contact-model.ts';
import { AHEAD, happens, pick } from './draws.ts';
import type { Source } from './source.ts';
import type { StreamTable } from './world.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * What is drawn about cases before they arrive, for `AHEAD` cases of a stream at a time. Nothing that happens in a run can
 * change these draws. Columns by place: see `placeOf`.
 */
export interface CasesToCome {
  readonly severity: Uint8Array;
  /** What the case is about, and what its customer declares. */
  readonly trueProduct: Uint16Array;
  readonly trueLanguage: Uint16Array;
  readonly product: Uint16Array;
  readonly language: Uint16Array;
  readonly solvedAtTier: Uint8Array;
  /** How long the customer waits for the first answer, ms; Infinity where the channel knows no patience. */
  readonly patienceMs: Float64Array;
  /** Work of the first contact, ms at speed 1. */
  readonly contentMs: Float64Array;
  /** Where the columns hold the case of that number, which is not above the one that arrives now. */
  placeOf(source: Source, ordinal: number): number;
  /** The tier that solves a case about that product. */
  tierOf(source: Source, ordinal: number, product: number): number;
}

/** How long customers of a channel wait for the first answer; null: for ever. */
export interface Patience {
  readonly patience: Sampler | null;
  /** The same by the severity with which the case comes; null where it goes by the channel alone. */
  readonly patienceBySeverity: readonly (Sampler | null)[] | null;
}

/** `patience`: by channel. */
export function createCasesToCome(
  scenario: Scenario,
  patience: readonly Patience[],
  firstContentMs: ContactModel['firstContentMs'],
): CasesToCome {
  const { segments, streams, work } = scenario;
  const tier1Fails = work.escalation.map(([share]) => share);
  const tier2Fails = work.escalation.map(([, share]) => share);
  const mayFail = tier1Fails.some((share) => share > 0);
  const { language: languageMisdeclared, product: productMisdeclared } = work.misrouted;
  const mayChangeMix = segments.some(({ mixes }) => mixes !== undefined);
  const places = AHEAD * Math.max(2, streams.length);
  const severity = new Uint8Array(places);
  const trueProduct = new Uint16Array(places);
  const trueLanguage = new Uint16Array(places);
  const product = new Uint16Array(places);
  const language = new Uint16Array(places);
  const solvedAtTier = new Uint8Array(places).fill(1);
  const patienceMs = new Float64Array(places).fill(NEVER);
  const contentMs = new Float64Array(places);

  function placeOf(source: Source, ordinal: number): number {
    const place = Math.imul(source.index, AHEAD) + (ordinal & (AHEAD - 1));
    if ((ordinal & (AHEAD - 1)) === 0) drawAhead(source, ordinal, place);
    return place;
  }

  function drawAhead(source: Source, first: number, from: number): void {
    const { draws, table } = source;
    const { channel, languages, onlyLanguage, onlyProduct, onlySeverity, severities } = table;
    const patienceOfChannel = patience[channel]?.patience ?? null;
    const bySeverity = patience[channel]?.patienceBySeverity ?? null;
    for (let k = 0; k < AHEAD; k++) {
      const ordinal = first + k;
      const place = from + k;
      const products = mayChangeMix ? productsAt(table, source.arrivals.timeOf(ordinal)) : table.products;
      const itsProduct = onlyProduct === -1 ? pick(products, draws.product.uniform(ordinal, 0)) : onlyProduct;
      const itsLanguage =
        onlyLanguage === -1 ? pick(languages, draws.language.uniform(ordinal, 0)) : onlyLanguage;
      severity[place] =
        onlySeverity === -1 ? pick(severities, draws.severity.uniform(ordinal, 0)) : onlySeverity;
      trueProduct[place] = itsProduct;
      trueLanguage[place] = itsLanguage;
      product[place] =
        productMisdeclared > 0 && happens(draws.productMisdeclared, ordinal, productMisdeclared)
          ? pickAnother(products, itsProduct, draws.declaredProduct.uniform(ordinal, 0))
          : itsProduct;
      language[place] =
        languageMisdeclared > 0 && happens(draws.languageMisdeclared, ordinal, languageMisdeclared)
          ? pickAnother(languages, itsLanguage, draws.declaredLanguage.uniform(ordinal, 0))
          : itsLanguage;
      if (mayFail) solvedAtTier[place] = tierOf(source, ordinal, itsProduct);
      if (bySeverity !== null) {
        const own = bySeverity[severity[place] as number] ?? null;
        patienceMs[place] = own === null ? NEVER : Math.round(own.of(draws.patience.word(ordinal, 0)));
      } else if (patienceOfChannel !== null) {
        patienceMs[place] = Math.round(patienceOfChannel.of(draws.patience.word(ordinal, 0)));
      }
      const declared = product[place] as number;
      const isMisrouted = declared !== itsProduct || language[place] !== itsLanguage;
      contentMs[place] = firstContentMs(channel, declared, draws.handle.word(ordinal, 0), isMisrouted);
    }
  }

  function tierOf({ draws }: Source, ordinal: number, ofProduct: number): number {
    if (!happens(draws.tier1Fails, ordinal, tier1Fails[ofProduct] as number)) return 1;
    return happens(draws.tier2Fails, ordinal, tier2Fails[ofProduct] as number) ? 3 : 2;
  }

  return {
    ...{ severity, trueProduct, trueLanguage, product, language, solvedAtTier, patienceMs, contentMs },
    ...{ placeOf, tierOf },
  };
}

/** Cumulative shares of the products of a case that arrives then. */
function productsAt({ mixes, products }: StreamTable, nowMs: number): Float64Array {
  let k = mixes.length - 1;
  while (k >= 0 && (mixes[k] as StreamTable['mixes'][number]).fromMs > nowMs) k--;
  return k < 0 ? products : (mixes[k] as StreamTable['mixes'][number]).products;
}

/** A class other than `not`, by the remaining shares; `not` itself where there is no other. */
function pickAnother(cumulative: Float64Array, not: number, uniform: number): number {
  const below = not === 0 ? 0 : (cumulative[not - 1] as number);
  const share = (cumulative[not] as number) - below;
  if (share >= 1 - 1e-12) return not;
  const scaled = uniform * (1 - share);
  return pick(cumulative, scaled < below ? scaled : scaled + share);
}
