import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryBytes } from '#ledger';
import { anyAct, partsOf, writeLedger } from './examples.ts';

const BLOCK_HEADER_BYTES = 16;

describe('entryBytes', () => {
  it('are the bytes in the ledger', () => {
    fc.assert(
      fc.property(anyAct, (act) => {
        const { bytes } = writeLedger([act], 4);
        const from =
          (partsOf(bytes, 1, 4).find(({ name }) => name === 'block')?.from ?? 0) + BLOCK_HEADER_BYTES;
        const [timeMs, kind, aux, caseNumber, a, b, c, d] = act;
        expect(entryBytes({ timeMs, kind, aux, caseNumber, a, b, c, d })).toEqual(
          bytes.slice(from, from + 24),
        );
      }),
    );
  });
});
