import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { definite, HASH_WORDS, LANES, SHA256_START, sha256Lanes } from '#base';

const BLOCK_BYTES = 64;

/** The message with its padding: whole blocks. */
function padded(message: Uint8Array): Buffer {
  const blocks = Math.ceil((message.length + 9) / BLOCK_BYTES);
  const bytes = Buffer.alloc(blocks * BLOCK_BYTES);
  bytes.set(message);
  bytes[message.length] = 0x80;
  bytes.writeUInt32BE(8 * message.length, bytes.length - 4);
  return bytes;
}

describe('four hashes at a time', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are those of the host', () => {
    const { block, compress, state } = definite(sha256Lanes(), 'lanes');
    const four = fc.nat({ max: 200 }).chain((length) => {
      const message = fc.uint8Array({ minLength: length, maxLength: length });
      return fc.tuple(message, message, message, message);
    });
    fc.assert(
      fc.property(four, (messages) => {
        const bytes = messages.map(padded);
        for (let i = 0; i < state.length; i++)
          state[i] = definite(SHA256_START[Math.floor(i / LANES)], 'word');
        for (let from = 0; from < definite(bytes[0], 'message').length; from += BLOCK_BYTES) {
          for (const [lane, one] of bytes.entries())
            for (let i = 0; i < BLOCK_BYTES / 4; i++) block[LANES * i + lane] = one.readInt32BE(from + 4 * i);
          compress();
        }
        for (const [lane, message] of messages.entries()) {
          const hash = Buffer.alloc(4 * HASH_WORDS);
          for (let i = 0; i < HASH_WORDS; i++)
            hash.writeInt32BE(definite(state[LANES * i + lane], 'word'), 4 * i);
          expect(hash.toString('hex')).toBe(createHash('sha256').update(message).digest('hex'));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are not there without WebAssembly, where it is forbidden, and in a page', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(sha256Lanes()).toBeNull();
    const forbidden = class {
      constructor() {
        throw new Error('forbidden');
      }
    };
    vi.stubGlobal('WebAssembly', { Module: forbidden, Instance: forbidden });
    expect(sha256Lanes()).toBeNull();
    vi.unstubAllGlobals();
    vi.stubGlobal('self', globalThis);
    expect(sha256Lanes()).toBeNull();
  });
});
