import { expect, it } from 'vitest';
import { joinBytes } from '#base';
import {
  ReadRows,
  type RowKey,
  RowsByCustomer,
  type WantedRows,
} from '../../../src/statements/customer/index/rows-by-customer.ts';

const ROWS = 300_000;
const STREAMS = 40;
const CUSTOMERS = 997;
/** The highest number of a customer in a ledger, as an index has it. */
const LAST_CUSTOMER = 2 ** 32;

/** Row i has the numbers i and 3 i. */
function keyOf(i: number): RowKey {
  const customer = i === 7 ? LAST_CUSTOMER : (i * 31) % CUSTOMERS;
  return { stream: (i * 7) % STREAMS, customer };
}

function written(): Uint8Array {
  const pieces: Uint8Array[] = [];
  const rows = new RowsByCustomer((bytes) => pieces.push(bytes.slice()));
  for (let i = 0; i < ROWS; i++)
    rows.add(keyOf(i), (list) => {
      list.add(i);
      list.add(3 * i);
    });
  rows.finish();
  return joinBytes(pieces);
}

const file = written();

/** The wanted rows by their keys, and how many bytes of the file were read. */
function found(wanted: WantedRows): { readonly rows: Map<string, number[]>; readonly bytes: number } {
  let bytes = 0;
  const source = {
    size: file.length,
    read(offset: number, length: number) {
      bytes += length;
      return file.subarray(offset, offset + length);
    },
  };
  const rows = new Map<string, number[]>();
  new ReadRows(source, 0, file.length).forEach(wanted, ({ customer, stream }, next) => {
    const row = next();
    expect(next()).toBe(3 * row);
    const key = `${stream} ${customer}`;
    rows.set(key, [...(rows.get(key) ?? []), row]);
  });
  return { rows, bytes };
}

const EVERYTHING: WantedRows = { mayBeBetween: () => true, has: () => true };

it('rows sorted by customer piece by piece are all there, each under its own customer', () => {
  const expected = new Map<string, number[]>();
  for (let i = 0; i < ROWS; i++) {
    const { customer, stream } = keyOf(i);
    const key = `${stream} ${customer}`;
    expected.set(key, [...(expected.get(key) ?? []), i]);
  }
  expect(found(EVERYTHING).rows).toEqual(expected);
});

it('the rows of one customer are found in a small part of the file', () => {
  const asked = keyOf(1234);
  const isBefore = (left: RowKey, right: RowKey) =>
    left.stream < right.stream || (left.stream === right.stream && left.customer < right.customer);
  const { bytes, rows } = found({
    mayBeBetween: (first, last) => !isBefore(asked, first) && !isBefore(last, asked),
    has: ({ customer, stream }) => stream === asked.stream && customer === asked.customer,
  });
  expect([...rows.keys()]).toEqual([`${asked.stream} ${asked.customer}`]);
  expect(rows.get(`${asked.stream} ${asked.customer}`)).toContain(1234);
  expect(bytes).toBeLessThan(file.length / 20);
});

it('rows that are not wanted are counted and skipped', () => {
  let counted = 0;
  const { rows } = found({
    ...EVERYTHING,
    has: (_, count) => {
      counted += count;
      return false;
    },
  });
  expect(counted).toBe(ROWS);
  expect(rows.size).toBe(0);
});

it('a file without rows has none', () => {
  const pieces: Uint8Array[] = [];
  new RowsByCustomer((bytes) => pieces.push(bytes.slice())).finish();
  const bytes = joinBytes(pieces);
  const source = {
    size: bytes.length,
    read: (from: number, length: number) => bytes.subarray(from, from + length),
  };
  new ReadRows(source, 0, bytes.length).forEach(EVERYTHING, () => expect.unreachable());
});
