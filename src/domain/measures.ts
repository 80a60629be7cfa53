import type { Channel, Severity } from './vocabulary.ts';

/** Cases of a segment (its id), of a channel, severity and product; of all of them where one is left out. */
export interface CaseFilter {
  readonly segment?: string;
  readonly channel?: Channel;
  readonly severity?: Severity;
  /** Id of the product, as declared when the wait for the first answer ended; of an arrival, at arrival. */
  readonly product?: string;
  /** Id of the centre that answered them first. */
  readonly centre?: string;
  /** Text of a `HourSpan`: they joined the queue in these hours, local to the customer, or to the centre where one is named. */
  readonly hours?: string;
}

/** `germany/phone/A`; an asterisk stands for what is left out. Product, centre and hours follow where they are given. */
export function caseFilterKey({ centre, channel, hours, product, segment, severity }: CaseFilter): string {
  const cases = [segment ?? '*', channel ?? '*', severity ?? '*'].join('/');
  const ofProduct = product === undefined ? '' : `/product:${product}`;
  return `${cases}${ofProduct}${centre === undefined ? '' : `/centre:${centre}`}${hours === undefined ? '' : `@${hours}`}`;
}

/** How waits for the first answer have ended. */
interface EndsOfWaits {
  readonly answered: number;
  readonly answeredAtOnce: number;
  readonly abandoned: number;
  readonly balked: number;
  readonly messages: number;
  readonly cleared?: { readonly unanswered: number } | undefined;
}

/**
 * Share of those who had to wait, among all who were accepted and whose wait is over: neither answered at once nor balked. Null if there are
 * none.
 */
export function waitedShare({
  abandoned,
  answered,
  answeredAtOnce,
  balked,
  cleared,
  messages,
}: EndsOfWaits): number | null {
  const stayed = answered + abandoned + messages + (cleared?.unanswered ?? 0);
  return stayed + balked === 0 ? null : (stayed - answeredAtOnce) / (stayed + balked);
}
