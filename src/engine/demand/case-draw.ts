import { assert, type Counter, uniformOf } from '#base';
import type { Scenario, StreamIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

/**
 * A draw that only some scenarios need: one word for each contact of each case, by the number of contacts finished. It depends on its
 * purpose, the case and the seed alone, so it never shifts other draws.
 */
export class CaseDraw {
  /** By stream. */
  private readonly counters: readonly Counter[];
  private readonly comesAgain: boolean;

  constructor(counters: readonly Counter[], comesAgain: boolean) {
    this.counters = counters;
    this.comesAgain = comesAgain;
  }

  word({ episode, ordinal, origin, source }: CaseRecord): number {
    const { index } = this.comesAgain ? origin : source;
    return (this.counters[index] as Counter).word(ordinal, episode);
  }

  /** Another word for each contact of a case, interrupted ones included. */
  wordOfContact({ contacts, episode, ordinal, origin, source }: CaseRecord): number {
    const { index } = this.comesAgain ? origin : source;
    return (this.counters[index] as Counter).word(ordinal, episode + contacts);
  }

  uniform(record: CaseRecord): number {
    return uniformOf(this.word(record));
  }
}

/** Makes the draw of a purpose. Two draws of one purpose would be equal, so each purpose can be taken once. */
export type DrawOf = (purpose: string) => CaseDraw;

/** `comesAgain`: whether a case can follow an earlier one, whose draws it then goes on with. */
export function createDraws(
  { streams }: Scenario,
  comesAgain: boolean,
  counterOf: (stream: StreamIndex, name: string) => Counter,
): DrawOf {
  const taken = new Set<string>();
  return (purpose) => {
    assert(!taken.has(purpose), `two draws have the purpose ${purpose}`);
    taken.add(purpose);
    const counters = streams.map(({ id }, stream) => counterOf(stream, `${id}/${purpose}`));
    return new CaseDraw(counters, comesAgain);
  };
}
