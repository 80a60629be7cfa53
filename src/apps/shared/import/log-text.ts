import { joinBytes } from '#base';
import type { Known, LogProblem, TextPieces } from '#caselog';
import { refuse } from '../problem.ts';

/** Bytes that are looked at before the encoding is guessed. */
const SAMPLE_BYTES = 1 << 16;

const MARKS: readonly { readonly encoding: string; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The encoding that a byte-order mark names. */
function markIn(sample: Uint8Array): string | undefined {
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
  /** The first word with other letters than those of ASCII, if the encoding is guessed by them; null so far. */
  otherWord: string | null = null;
  private readonly given: string | null;
  private readonly sink: TextSink;
  private decoder: InstanceType<typeof TextDecoder> | null = null;
  private held: Uint8Array[] = [];
  private heldLength = 0;
  private lines = 1;

  /** `given`: the encoding that the user gave; null if it is to be found out. */
  constructor(given: string | null, sink: TextSink) {
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
    const { value } = this.encoding;
    // Decoders of other encodings put U+FFFD in place of what they cannot read. No text in these encodings contains it.
    this.decoder = new TextDecoder(value, { fatal: /^utf-/.test(value) });
    this.decode(sample, true);
  }

  private decode(bytes: Uint8Array, stream: boolean): void {
    if (this.problem !== null || this.decoder === null) return;
    let text: string;
    try {
      text = this.decoder.decode(bytes, { stream });
    } catch {
      // Bytes that continue a character of the piece before are no mistake.
      const begin = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
      const lossy = new TextDecoder(this.decoder.encoding).decode(bytes.subarray(Math.max(0, begin)));
      this.problem = this.problemAt(lossy, Math.max(0, lossy.indexOf('\ufffd')));
      return;
    }
    const at = text.search(this.noText);
    if (at !== -1) {
      this.problem = this.problemAt(text, at);
      return;
    }
    if (this.encoding?.value === GUESSED && this.otherWord === null)
      this.otherWord = /\S*[^\p{ASCII}]\S*/u.exec(text)?.[0].slice(0, 40) ?? null;
    for (let place = text.indexOf('\n'); place !== -1; place = text.indexOf('\n', place + 1)) this.lines++;
    this.sink.take(text);
  }

  /** What a text of this encoding does not contain. */
  private get noText(): RegExp {
    const { from = 'format', value = '' } = this.encoding ?? {};
    if (/^utf-/.test(value)) return NEVER;
    return from === 'guessed' ? NO_WESTERN_TEXT : NO_TEXT;
  }

  private problemAt(text: string, at: number): LogProblem {
    const { from = 'format', value = '' } = this.encoding ?? {};
    const before = text.slice(0, at);
    const line = before.slice(before.lastIndexOf('\n') + 1) + text.slice(at, at + 20).split('\n')[0];
    const isWestern = from === 'guessed' && value === GUESSED;
    return {
      row: this.lines + before.split('\n').length - 1,
      column: '',
      value: line.slice(-40),
      problem: isWestern
        ? `the line is text neither in utf-8 nor in ${GUESSED}`
        : `the line is not text in ${value}`,
      remedy: isWestern
        ? 'say encoding: in the mapping, e.g. windows-1250 for Central Europe or shift_jis for Japan, or export the log as UTF-8'
        : `say encoding: ${value === 'utf-8' ? GUESSED : 'utf-8'} in the mapping, or export the log as UTF-8`,
    };
  }
}

/** The encoding of logs that are not UTF-8 and do not say what they are. */
const GUESSED = 'windows-1252';

const NEVER = /(?!)/;
/** Bytes that stand for no character: some encodings give control characters for them. */
const NO_TEXT = /[\ufffd\x80-\x84\x86-\x9f]/;
/** Such bytes, or signs within words: Miko³aj is a text in another encoding that is taken for this one. */
const NO_WESTERN_TEXT = /[\ufffd\x80-\x9f]|(?<=[A-Za-z])[¡¢£¤¥¦§©±²³¶¹¼½¾¿](?=[A-Za-z])/;

function encodingOf(sample: Uint8Array, given: string | null): Known {
  if (given !== null) return { value: given, from: 'told' };
  const marked = markIn(sample);
  if (marked !== undefined) return { value: marked, from: 'byte-order mark' };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return { value: 'utf-8', from: 'guessed' };
  } catch {
    return { value: GUESSED, from: 'guessed' };
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
