import { type Indexed, rowAt } from '#base';
import { NONE_32 } from './acts/act-field.ts';
import type { CustomerNumber, StreamIndex } from './indices.ts';
import type { ArrivalStream, MessageRule } from './scenario/arrival-streams.ts';
import type { Channel } from './vocabulary.ts';

/** For each stream all streams of the same customers, itself included, in ascending order; they differ in their channel. */
export function streamsOfSameCustomers(
  streams: Indexed<StreamIndex, ArrivalStream>,
): Indexed<StreamIndex, readonly StreamIndex[]> {
  const found = new Map<string, StreamIndex[]>();
  return streams.map(({ country, segment, timeZone }, index) => {
    const key = `${segment} ${country} ${timeZone}`;
    const all = found.get(key) ?? [];
    found.set(key, all);
    all.push(index);
    return all;
  });
}

/**
 * What the customers of each stream are called, by all channels alike: `premier/DE`, with the time zone where the ids of the streams have it.
 * A customer is one of them by number.
 */
export function customersNames(streams: Indexed<StreamIndex, ArrivalStream>): Indexed<StreamIndex, string> {
  return streamsOfSameCustomers(streams).map(([first = 0]) => {
    const { channel, id } = rowAt(streams, first);
    const ending = `/${channel}`;
    return id.endsWith(ending) ? id.slice(0, -ending.length) : id;
  });
}

/** `premier/DE/17`: one of the customers that are called so. `unnamed` where the ledger does not say which. */
export function customerName(customers: string, number: CustomerNumber): string {
  return `${customers}/${number === NONE_32 ? 'unnamed' : number}`;
}

/** Whether messages of some channel are worked as cases. */
export function answersMessages(message: Readonly<Record<Channel, MessageRule | null>> | undefined): boolean {
  return message !== undefined && Object.values(message).some((rule) => (rule?.channel ?? null) !== null);
}
