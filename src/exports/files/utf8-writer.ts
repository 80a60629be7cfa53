import { UTF8_MOST, writeUtf8 } from '#base';
import type { Instants } from '#cases';
import { ByAct, customerIn, type KnownActs, NOT_KNOWN, withCustomer } from '#cases';
import type { ActNumbers } from '#domain';
import { MEMBER_BYTES } from './gzip.ts';
import type { Sink } from './sinks.ts';

/** The most bytes that one text takes beyond a full buffer. */
const MARGIN = 1 << 12;
/** The most UTF-16 units whose UTF-8 fits into the margin. Longer texts are written in parts. */
const TEXT_MOST = Math.floor(MARGIN / UTF8_MOST);
/** Numbers up to this are written digit by digit. */
const SMALL_MOST = 2 ** 31 - 1;
const DIGIT_0 = 0x30;

export type KeptText = number;

/**
 * Writes the text of a large file as UTF-8. Texts that many rows contain are encoded once and kept. Writing one again only moves its bytes,
 * which costs a fraction of joining and encoding strings.
 *
 *   bytes not yet passed on │ margin │ kept texts
 *
 * All are in one array, because bytes move fastest within an array. The file is passed on in pieces of one gzip member, so that a compressed
 * file need not copy them.
 */
export class Utf8Writer {
  private readonly sink: Sink;
  private readonly instants: Instants;
  private bytes = new Uint8Array(2 * (MEMBER_BYTES + MARGIN));
  private filled = 0;
  /** Kept text k is from `ends[k]` to `ends[k + 1]`. */
  private readonly ends: number[] = [MEMBER_BYTES + MARGIN];

  constructor(sink: Sink, instants: Instants) {
    this.sink = sink;
    this.instants = instants;
  }

  keep(text: string): KeptText {
    const { ends } = this;
    const kept = ends.length - 1;
    const start = ends[kept] as number;
    const wanted = start + UTF8_MOST * text.length;
    if (wanted > this.bytes.length) {
      const bytes = new Uint8Array(2 * wanted);
      bytes.set(this.bytes);
      this.bytes = bytes;
    }
    ends.push(start + writeUtf8(text, this.bytes, start));
    return kept;
  }

  kept(text: KeptText): void {
    let from = this.ends[text] as number;
    const to = this.ends[text + 1] as number;
    for (; to - from > MARGIN; from += MARGIN) this.move(from, from + MARGIN);
    this.move(from, to);
  }

  text(text: string): void {
    if (text.length <= TEXT_MOST) {
      this.filled += writeUtf8(text, this.bytes, this.filled);
      this.passOnFull();
      return;
    }
    for (let from = 0; from < text.length; ) {
      const end = from + TEXT_MOST;
      // Both halves of a code point stay together.
      const to = isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
      this.text(text.slice(from, to));
      from = to;
    }
  }

  /** A whole number, at least 0. */
  number(value: number): void {
    if (value > SMALL_MOST) {
      this.text(String(value));
      return;
    }
    let digits = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) digits++;
    const { bytes } = this;
    const end = this.filled + digits;
    for (let at = end - 1, rest = value; at >= this.filled; at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = DIGIT_0 + rest - 10 * tenth;
      rest = tenth;
    }
    this.filled = end;
    this.passOnFull();
  }

  /** A time since the start of the run, as RFC 3339 in UTC. */
  instant(timeMs: number): void {
    this.filled += this.instants.write(timeMs, this.bytes, this.filled);
    this.passOnFull();
  }

  /** Passes on what is left. Call it at the end, and before anything is written to the sink directly. */
  flush(): void {
    if (this.filled > 0) this.sink.bytes(this.bytes.subarray(0, this.filled));
    this.filled = 0;
  }

  private move(from: number, to: number): void {
    this.bytes.copyWithin(this.filled, from, to);
    this.filled += to - from;
    this.passOnFull();
  }

  private passOnFull(): void {
    if (this.filled < MEMBER_BYTES) return;
    this.sink.bytes(this.bytes.subarray(0, MEMBER_BYTES));
    this.bytes.copyWithin(0, MEMBER_BYTES, this.filled);
    this.filled -= MEMBER_BYTES;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Writes texts that follow from a key alone, and keeps each of them. There must be few keys. */
export class KeyTextWriter<Key> {
  private readonly writer: Utf8Writer;
  private readonly make: (key: Key) => string;
  private readonly kept = new Map<Key, KeptText>();

  constructor(writer: Utf8Writer, make: (key: Key) => string) {
    this.writer = writer;
    this.make = make;
  }

  write(key: Key): void {
    let kept = this.kept.get(key);
    if (kept === undefined) {
      kept = this.writer.keep(this.make(key));
      this.kept.set(key, kept);
    }
    this.writer.kept(kept);
  }
}

/**
 * Stands for the customer in texts that are the same for all customers. It need not be rare: a text in which its digits also stand for something else is
 * not kept.
 */
const ANY_CUSTOMER = 4_123_456_789;

/** Writes texts that follow from an act alone. Those of known acts are kept, and those that differ only in a customer are kept in parts. */
export class ActTextWriter {
  private readonly writer: Utf8Writer;
  private readonly acts: KnownActs;
  private readonly make: (kind: number, act: ActNumbers) => string;
  private readonly kept: ByAct<KeptText>;
  /** By place of acts for all customers: the texts between the numbers of the customer; null if there are no such texts. */
  private readonly betweenCustomers: (readonly KeptText[] | null)[] = [];

  constructor(writer: Utf8Writer, acts: KnownActs, make: (kind: number, act: ActNumbers) => string) {
    this.writer = writer;
    this.acts = acts;
    this.make = make;
    this.kept = new ByAct(acts, (kind, act) => writer.keep(make(kind, act)));
  }

  write(kind: number, act: ActNumbers): void {
    const kept = this.kept.ofKnown(kind, act);
    if (kept !== null) this.writer.kept(kept);
    else if (!this.writeForCustomer(kind, act)) this.writer.text(this.make(kind, act));
  }

  /** False if the act names no customer, or its text cannot be kept in parts. */
  private writeForCustomer(kind: number, act: ActNumbers): boolean {
    const customer = customerIn(kind, act);
    const place = customer === null ? NOT_KNOWN : this.acts.placeForAllCustomers(kind, act);
    if (customer === null || customer === ANY_CUSTOMER || place === NOT_KNOWN) return false;
    let parts = this.betweenCustomers[place];
    if (parts === undefined) {
      parts = this.partsOf(kind, act, customer);
      this.betweenCustomers[place] = parts;
    }
    if (parts === null) return false;
    parts.forEach((part, i) => {
      if (i > 0) this.writer.number(customer);
      this.writer.kept(part);
    });
    return true;
  }

  private partsOf(kind: number, act: ActNumbers, customer: number): readonly KeptText[] | null {
    const parts = this.make(kind, withCustomer(kind, act, ANY_CUSTOMER)).split(String(ANY_CUSTOMER));
    if (parts.join(String(customer)) !== this.make(kind, act)) return null;
    return parts.map((part) => this.writer.keep(part));
  }
}
