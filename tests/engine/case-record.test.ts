import { expect, it } from 'vitest';
import { CaseRecord, shareBoxes } from '../../src/engine/cases/case-record.ts';
import type { Source } from '../../src/engine/demand/source.ts';

const RECORDS = 30_000;

/** Bytes of the heap that a record takes: the most of three, since what was there before may be collected meanwhile. */
function bytesOfRecord(): number {
  const sizes = [0, 1, 2].map(() => {
    const records = new Array<CaseRecord | null>(RECORDS).fill(null);
    const before = process.memoryUsage().heapUsed;
    for (let row = 0; row < RECORDS; row++) records[row] = new CaseRecord(row, {} as Source);
    const bytes = (process.memoryUsage().heapUsed - before) / RECORDS;
    return records.length === RECORDS ? bytes : 0;
  });
  return Math.max(...sizes);
}

it('a record shares the boxes of times that few scenarios use: it takes a fifth less memory', () => {
  const before = bytesOfRecord();
  shareBoxes(new CaseRecord(0, {} as Source));
  expect(bytesOfRecord()).toBeLessThan(0.85 * before);
});
