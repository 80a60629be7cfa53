import { joinBytes } from '#base';
import type { Encoding, Known, LogProblem, TextPieces } from '#caselog';
import { refuse } from '../problem.ts';

/** Bytes that are looked at before the encoding is guessed. */
const SAMPLE_BYTES = 1 << 16;

const MARKS: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The encoding that a byte-order mark names. */
function markIn(sample: Uint8Array): Encoding | undefined {
  return MARKS.find(({ bytes }) => bytes.every((byte, at) => sample[at] === byte))?.encoding;
}

interface TextSink {
  take(text: string): void;
  end(): void;
}

/** Decodes a log that arrives in pieces of any size. */
export class LogText {
  encoding: Known | null = null;
  /** The first place that is not text of this encoding; null so far. */
  problem: LogProblem | null = null;
  private readonly given: Encoding | null;
  private readonly sink: TextSink;
  private decoder: InstanceType<typeof TextDecoder> | null = null;
  private held: Uint8Array[] = [];
  private heldLength = 0;
  private lines = 1;

  /** `given`: the encoding that the user gave; null if it is to be found out. */
  constructor(given: Encoding | null, sink: TextSink) {
    this.given = given;
    this.sink = sink;
  }

  take(bytes: Uint8Array): void {
    if (this.decoder !== null) return this.decode(bytes, true);
    this.held.push(bytes.slice());
    this.heldLength += bytes.length;
    if (this.heldLength >= SAMPLE_BYTES) this.open();
  }

  end(): void {
    if (this.decoder === null) this.open();
    this.decode(new Uint8Array(0), false);
    if (this.problem === null) this.sink.end();
  }

  private open(): void {
    const sample = joinBytes(this.held);
    this.held = [];
    this.encoding = encodingOf(sample, this.given);
    this.decoder = new TextDecoder(this.encoding.value, { fatal: true });
    this.decode(sample, true);
  }

  private decode(bytes: Uint8Array, stream: boolean): void {
    if (this.problem !== null || this.decoder === null) return;
    let text: string;
    try {
      text = this.decoder.decode(bytes, { stream });
    } catch {
      this.problem = this.problemIn(bytes);
      return;
    }
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.lines++;
    this.sink.take(text);
  }

  private problemIn(bytes: Uint8Array): LogProblem {
    const encoding = this.encoding?.value ?? '';
    // Bytes that continue a character of the piece before are no mistake.
    const begin = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
    const text = new TextDecoder(encoding).decode(bytes.subarray(Math.max(0, begin)));
    const at = Math.max(0, text.indexOf('\ufffd'));
    const before = text.slice(0, at);
    const line = before.slice(before.lastIndexOf('\n') + 1) + text.slice(at, at + 20).split('\n')[0];
    const other = encoding === 'utf-8' ? 'windows-1252' : 'utf-8';
    return {
      row: this.lines + before.split('\n').length - 1,
      column: '',
      value: line.slice(-40),
      problem: `the line is not text in ${encoding}`,
      remedy: `say encoding: ${other} in the mapping, or export the log as UTF-8`,
    };
  }
}

function encodingOf(sample: Uint8Array, given: Encoding | null): Known {
  if (given !== null) return { value: given, from: 'told' };
  const marked = markIn(sample);
  if (marked !== undefined) return { value: marked, from: 'byte-order mark' };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return { value: 'utf-8', from: 'guessed' };
  } catch {
    return { value: 'windows-1252', from: 'guessed' };
  }
}

/** `format`: `gzip` or `Brotli`. */
export function cannotUnpack(log: string, format: string, why: string): never {
  return refuse(
    `${log} cannot be decompressed as ${format}: ${why}`,
    'compress the whole log again, or name the uncompressed file',
  );
}

export function compressedTwice(workbook: string): never {
  return refuse(`${workbook} is compressed twice: a workbook is a zip`, 'decompress it first');
}

/** Parts of workbooks are in UTF-8, or in UTF-16 with a byte-order mark. */
export class WorkbookText implements TextPieces {
  private decoder: InstanceType<typeof TextDecoder> | null = null;

  decode(bytes: Uint8Array, isLast: boolean): string | null {
    this.decoder ??= new TextDecoder(markIn(bytes) ?? 'utf-8', { fatal: true });
    try {
      return this.decoder.decode(bytes, { stream: !isLast });
    } catch {
      return null;
    }
  }
}
