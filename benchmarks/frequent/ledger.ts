import { createHash } from 'node:crypto';
import { bench, group } from 'mitata';
import type { Digest } from '#base';
import { createLedgerWriter } from '#ledger';
import { warmed } from './repeatable.ts';

const sha256: Digest = (bytes) => createHash('sha256').update(bytes).digest();
const noHash = new Uint8Array(32);

/** One entry: its six stores, and its part of the hashing of the block. Blocks are thrown away. */
export function benchLedger(): void {
  group('ledger', () => {
    benchEntry('ledger entry: append and SHA-256', sha256);
    benchEntry('ledger entry: append alone', () => noHash);
  });
}

function benchEntry(name: string, digest: Digest): void {
  bench(name, function* () {
    const header = {
      scenarioHash: '00'.repeat(32),
      scenarioName: 'bench',
      seed: '1',
      replication: 0,
      engineVersion: 'bench',
      timeZoneVersion: 'bench',
    };
    const ledger = createLedgerWriter({ header, digest, write: () => {} });
    let count = 0;
    yield warmed(() => {
      count = (count + 1) | 0;
      ledger.act(1_000_000, 5, 2, count, 3, 4, 5, count);
    });
  });
}
