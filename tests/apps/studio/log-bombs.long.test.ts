import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createAnswers } from '../../../src/apps/studio/worker/answers.ts';
import type { Work } from '../../../src/apps/studio/worker/work.ts';

const QUIET: Work = { signal: new AbortController().signal, progress: () => {}, breathe: async () => {} };

const MAPPING = `meridian-mapping: 1
timeZone: UTC
columns: { case: Ticket, time: When, activity: What }
`;

describe('a log in gzip that becomes more rows than a page can hold', () => {
  it('is refused with a remedy before all of it has been unpacked', async () => {
    const rows = gzipSync('a,2024-01-15 09:00,New\n'.repeat(1_000_000), { level: 9 });
    const copies = 40;
    const bomb = Buffer.concat([
      gzipSync('Ticket,When,What\n'),
      ...Array.from({ length: copies }, () => rows),
    ]);
    const shares: number[] = [];
    const work: Work = { ...QUIET, progress: ({ share }) => shares.push(share) };
    const answers = createAnswers();
    const file = { path: 'bomb.csv.gz', bytes: new Uint8Array(bomb).buffer };
    const reading = await answers.readLog({ file, mapping: MAPPING, choice: null }, work);
    expect(reading.issues[0]?.message).toMatch(/more than 5,000,000 rows/);
    expect(reading.issues[0]?.remedy).toMatch(/export a shorter time, or read it with meridian import/);
    expect(reading.cases).toBe(0);
    expect(Math.max(...shares)).toBeLessThan(0.5);
  });
});
