import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Of } from '#base';
import { ACT_NUMBERS, type ActNumbers, NONE_32 } from '#domain';
import { MemorySink } from '#exports';
import { Instants } from '../../src/cases/names/instants.ts';
import { KnownActs } from '../../src/cases/names/known-acts.ts';
import { MEMBER_BYTES } from '../../src/exports/files/gzip.ts';
import { ActTextWriter, Utf8Writer } from '../../src/exports/files/utf8-writer.ts';

const START_MS = Date.UTC(2014, 10, 3);
const { open: OPEN, view: VIEW } = ACT_NUMBERS;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  // Some longer than the margin of the writer.
  fc
    .tuple(fc.constantFrom('a', 'ü', '€', '😀'), fc.constantFrom(1_400, 5_000, 30_000))
    .map(([unit, n]) => unit.repeat(n)),
);
const number = fc.oneof(fc.nat({ max: 1_100 }), fc.maxSafeNat(), fc.constantFrom(2 ** 31 - 1, 2 ** 31));
const piece = fc.oneof(
  fc.record({ is: fc.constantFrom('text' as const, 'kept' as const), value: text }),
  fc.record({ is: fc.constantFrom('number' as const, 'instant' as const), value: number }),
);

/** Passes on bytes as a file does, which may not keep the array. */
class NotedSink extends MemorySink {
  readonly lengths: number[] = [];

  override bytes(bytes: Uint8Array): void {
    this.lengths.push(bytes.length);
    super.bytes(bytes);
  }
}

it('a writer writes the UTF-8 of all texts, numbers and instants, in their order', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const sink = new MemorySink();
      const writer = new Utf8Writer(sink, new Instants(START_MS));
      const kept = pieces.map(({ is, value }) => (is === 'kept' ? writer.keep(String(value)) : 0));
      let expected = '';
      // Three times, so that kept texts are written again when the buffer has moved on.
      for (const i of [...pieces, ...pieces, ...pieces].keys()) {
        const { is, value } = pieces[i % pieces.length] as (typeof pieces)[number];
        if (is === 'kept') writer.kept(kept[i % pieces.length] as number);
        else if (is === 'text') writer.text(String(value));
        else if (is === 'number') writer.number(Number(value));
        else writer.instant(Number(value) % 1e12);
        expected += is === 'instant' ? new Date(START_MS + (Number(value) % 1e12)).toISOString() : value;
      }
      writer.flush();
      // To compare such arrays by `toEqual` takes seconds.
      expect(Buffer.compare(sink.finish(), utf8Of(expected))).toBe(0);
    }),
    { numRuns: 100 },
  );
});

it('a writer passes on whole members, so that a compressed file need not copy them', () => {
  const sink = new NotedSink();
  const writer = new Utf8Writer(sink, new Instants(START_MS));
  const row = writer.keep('x'.repeat(1_000));
  for (let i = 0; i < 200; i++) writer.kept(row);
  writer.flush();
  expect(sink.lengths).toEqual([MEMBER_BYTES, MEMBER_BYTES, MEMBER_BYTES, 200_000 - 3 * MEMBER_BYTES]);
});

it('the text of an act is made once if the act is known, and each time if it is not', () => {
  const act: ActNumbers = { aux: 1, a: 2, b: 3, c: 4, d: 5 };
  const sink = new MemorySink();
  const writer = new Utf8Writer(sink, new Instants(START_MS));
  const made: number[] = [];
  const texts = new ActTextWriter(writer, new KnownActs(), (kind, { c }) => {
    made.push(kind);
    return `${kind} ${c};`;
  });
  for (const kind of [VIEW, OPEN, VIEW, OPEN]) texts.write(kind, act);
  texts.write(VIEW, { ...act, c: 6 });
  writer.flush();
  expect(sink.finish()).toEqual(utf8Of(`${VIEW} 4;${OPEN} 4;${VIEW} 4;${OPEN} 4;${VIEW} 6;`));
  expect(made).toEqual([VIEW, OPEN, OPEN, VIEW]);
});

it('the text of an act that names a customer is the same as if it were made each time', () => {
  const act: ActNumbers = { aux: 1, a: 2, b: 3, c: 4, d: 5 };
  const makers: readonly ((customer: number) => string)[] = [
    (customer) => `<${customer === NONE_32 ? 'unnamed' : customer}> and <${customer}>;`,
    // The digits that stand for any customer.
    (customer) => `${customer}, not 4123456789;`,
    () => 'nobody;',
  ];
  const customers = [4, 4, 0, 17, 2 ** 31, NONE_32, 4_123_456_789, 8];
  for (const make of makers) {
    let made = 0;
    const sink = new MemorySink();
    const writer = new Utf8Writer(sink, new Instants(START_MS));
    const texts = new ActTextWriter(writer, new KnownActs(), (_, { c }) => {
      made++;
      return make(c);
    });
    for (const c of customers) texts.write(OPEN, { ...act, c });
    writer.flush();
    expect(sink.finish()).toEqual(utf8Of(customers.map(make).join('')));
    expect(made).toBe(make === makers[1] ? customers.length + 2 : 4);
  }
});

it('texts longer than the margin leave the pieces as long as a gzip member', () => {
  const sink = new NotedSink();
  const writer = new Utf8Writer(sink, new Instants(START_MS));
  for (let i = 0; i < 20; i++) {
    writer.text('short');
    writer.text('€😀'.repeat(3_000));
  }
  const before = sink.lengths.length;
  expect(before).toBeGreaterThan(5);
  expect(sink.lengths.every((length) => length === MEMBER_BYTES)).toBe(true);
  writer.flush();
  expect(sink.lengths.length).toBe(before + 1);
});
