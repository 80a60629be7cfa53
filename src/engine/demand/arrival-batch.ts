import type { Counter, Sampler } from '#base';
import type { ProductIndex, RunMs, Scenario, SeverityIndex, TierNumber } from '#domain';
import { AHEAD, type ClassShares, happens } from '../world/draws.ts';
import type { SelectionTable } from '../world/selection-table.ts';
import type { StreamTable } from '../world/world.ts';
import type { ContactModel } from './contact-model.ts';
import type { Source } from './source.ts';
import type { OwnSampler } from './work-exceptions.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * What is drawn about cases before they arrive, for `AHEAD` cases of a stream at a time. Nothing that happens in a run changes these draws.
 * Columns are indexed by place (`placeOf`).
 */
export interface ArrivalBatch {
  readonly severity: Uint16Array;
  /** What the case is about, and what its customer declares. */
  readonly trueProduct: Uint16Array;
  readonly trueLanguage: Uint16Array;
  readonly product: Uint16Array;
  readonly language: Uint16Array;
  readonly solvedAtTier: Uint16Array;
  /** How long the customer waits for the first answer, ms; Infinity if the customers of the channel never give up. */
  readonly patienceMs: Float64Array;
  /** Work of the first contact, ms at speed 1. */
  readonly contentMs: Float64Array;
  /** The place of the case of that number, which is at most that of the case that arrives now. */
  placeOf(source: Source, ordinal: number): number;
  /** The tier that solves a case about that product. */
  tierOf(source: Source, ordinal: number, product: ProductIndex): TierNumber;
}

/** How long customers of a channel wait for the first answer; null if for ever. */
export interface Patience {
  readonly patience: Sampler | null;
  /** Patience by the severity at arrival, to be used instead of `patience`; null if it depends on the channel alone. */
  readonly patienceBySeverity: readonly (Sampler | null)[] | null;
}

/** The patience on a channel of customers whose case has that severity. */
export function patienceOf(
  { patience, patienceBySeverity }: Patience,
  severity: SeverityIndex,
): Sampler | null {
  return patienceBySeverity === null ? patience : (patienceBySeverity[severity] ?? null);
}

/** `patience`: by channel. `ownPatience`: of the cases that an exception selects. */
export function createArrivalBatch(
  scenario: Scenario,
  patience: readonly Patience[],
  ownPatience: SelectionTable<OwnSampler> | null,
  firstContentMs: ContactModel['firstContentMs'],
): ArrivalBatch {
  const { segments, streams, work } = scenario;
  const tier1Fails = Float64Array.from(work.escalation, ([share]) => share);
  const tier2Fails = Float64Array.from(work.escalation, ([, share]) => share);
  const mayFail = tier1Fails.some((share) => share > 0);
  const mayFailTwice = tier2Fails.some((share) => share > 0);
  const { language: languageMisdeclared, product: productMisdeclared } = work.misrouted;
  const mayChangeMix = segments.some(({ mixes }) => mixes !== undefined);
  const places = AHEAD * Math.max(2, streams.length);
  const column = () => new Uint16Array(places);
  const severity = column();
  const trueProduct = column();
  const trueLanguage = column();
  // If no customer is mistaken, what they declare is what the case is.
  const product = productMisdeclared > 0 ? column() : trueProduct;
  const language = languageMisdeclared > 0 ? column() : trueLanguage;
  const solvedAtTier = column().fill(1);
  const patienceMs = new Float64Array(places).fill(NEVER);
  const contentMs = new Float64Array(places);

  function placeOf(source: Source, ordinal: number): number {
    const place = source.index * AHEAD + (ordinal & (AHEAD - 1));
    if ((ordinal & (AHEAD - 1)) === 0) drawAhead(source, ordinal, place);
    return place;
  }

  /** Draws column by column, because draws of a short loop do not wait for each other. */
  function drawAhead(source: Source, first: number, from: number): void {
    const { draws, table } = source;
    const { languages, mixes, products, severities } = table;
    if (mayChangeMix && mixes.length > 0) drawProducts(source, first, from);
    else drawClasses(trueProduct, from, products, draws.product, first);
    drawClasses(trueLanguage, from, languages, draws.language, first);
    drawClasses(severity, from, severities, draws.severity, first);
    if (productMisdeclared > 0) declareProducts(source, first, from);
    if (languageMisdeclared > 0) declareLanguages(source, first, from);
    if (mayFail) {
      for (let k = 0; k < AHEAD; k++)
        solvedAtTier[from + k] = tierOf(source, first + k, trueProduct[from + k] as number);
    }
    drawPatience(source, first, from);
    drawContent(source, first, from);
  }

  function drawContent({ draws, table }: Source, first: number, from: number): void {
    for (let k = 0; k < AHEAD; k++) {
      const place = from + k;
      const declared = product[place] as number;
      const isMisrouted = declared !== trueProduct[place] || language[place] !== trueLanguage[place];
      contentMs[place] = firstContentMs(
        table.channel,
        declared,
        draws.handle.word(first + k, 0),
        isMisrouted,
      );
    }
  }

  function drawPatience({ draws, index, table }: Source, first: number, from: number): void {
    const ofChannel = patience[table.channel] as Patience;
    const { patience: ofAll, patienceBySeverity } = ofChannel;
    if (ownPatience !== null) {
      for (let k = 0; k < AHEAD; k++) {
        const its = severity[from + k] as number;
        // If it depends on the hour, it is drawn again at the arrival.
        const found = ownPatience.of(index, its, product[from + k] as number, 0);
        const own = found === undefined ? patienceOf(ofChannel, its) : found.sampler;
        patienceMs[from + k] = own === null ? NEVER : Math.round(own.of(draws.patience.word(first + k, 0)));
      }
    } else if (patienceBySeverity !== null) {
      for (let k = 0; k < AHEAD; k++) {
        const own = patienceBySeverity[severity[from + k] as number] ?? null;
        patienceMs[from + k] = own === null ? NEVER : Math.round(own.of(draws.patience.word(first + k, 0)));
      }
    } else if (ofAll !== null) {
      for (let k = 0; k < AHEAD; k++)
        patienceMs[from + k] = Math.round(ofAll.of(draws.patience.word(first + k, 0)));
    }
  }

  /** Draws products if their mix changes during the run. */
  function drawProducts({ arrivals, draws, table }: Source, first: number, from: number): void {
    for (let k = 0; k < AHEAD; k++) {
      const products = productsAt(table, arrivals.timeOf(first + k));
      trueProduct[from + k] = products.of(draws.product.word(first + k, 0));
    }
  }

  function declareProducts({ arrivals, draws, table }: Source, first: number, from: number): void {
    for (let k = 0; k < AHEAD; k++) {
      const ordinal = first + k;
      const its = trueProduct[from + k] as number;
      const products = mayChangeMix ? productsAt(table, arrivals.timeOf(ordinal)) : table.products;
      product[from + k] = happens(draws.productMisdeclared, ordinal, productMisdeclared)
        ? products.another(its, draws.declaredProduct.uniform(ordinal, 0))
        : its;
    }
  }

  function declareLanguages({ draws, table }: Source, first: number, from: number): void {
    for (let k = 0; k < AHEAD; k++) {
      const its = trueLanguage[from + k] as number;
      language[from + k] = happens(draws.languageMisdeclared, first + k, languageMisdeclared)
        ? table.languages.another(its, draws.declaredLanguage.uniform(first + k, 0))
        : its;
    }
  }

  /** Has no branch that a processor would have to predict. */
  function tierOf({ draws }: Source, ordinal: number, ofProduct: ProductIndex): TierNumber {
    const first = Number(draws.tier1Fails.uniform(ordinal, 0) < (tier1Fails[ofProduct] as number));
    if (!mayFailTwice) return 1 + first;
    const second = Number(draws.tier2Fails.uniform(ordinal, 0) < (tier2Fails[ofProduct] as number));
    return 1 + first + (first & second);
  }

  return {
    severity,
    trueProduct,
    trueLanguage,
    product,
    language,
    solvedAtTier,
    patienceMs,
    contentMs,
    placeOf,
    tierOf,
  };
}

/** The classes of `AHEAD` cases. */
function drawClasses(
  column: Uint16Array,
  from: number,
  shares: ClassShares,
  counter: Counter,
  first: number,
): void {
  if (shares.only === -1) {
    for (let k = 0; k < AHEAD; k++) column[from + k] = shares.of(counter.word(first + k, 0));
  } else if (first === 0) column.fill(shares.only, from, from + AHEAD);
}

/** The product shares of cases that arrive at that time. */
function productsAt({ mixes, products }: StreamTable, nowMs: RunMs): ClassShares {
  let k = mixes.length - 1;
  while (k >= 0 && (mixes[k] as StreamTable['mixes'][number]).fromMs > nowMs) k--;
  return k < 0 ? products : (mixes[k] as StreamTable['mixes'][number]).products;
}
