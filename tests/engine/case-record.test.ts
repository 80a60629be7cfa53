import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'rolldown';
import { expect, it } from 'vitest';
import { ROOT } from '../running.ts';

/**
 * Prints the bytes of a record before and after records share boxes: the largest of three measurements, since earlier garbage may be
 * collected.
 */
const PROGRAM = `
const RECORDS = 30000;
function bytesOfRecord() {
  const sizes = [0, 1, 2].map(() => {
    const records = new Array(RECORDS).fill(null);
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let row = 0; row < RECORDS; row++) records[row] = newCaseRecord(row, {});
    gc();
    const bytes = (process.memoryUsage().heapUsed - before) / RECORDS;
    return records.length === RECORDS ? bytes : 0;
  });
  return Math.max(...sizes);
}
const own = bytesOfRecord();
shareBoxes(newCaseRecord(0, {}));
console.log(JSON.stringify([own, bytesOfRecord()]));
`;

it('a record shares the boxes of rarely used times: it takes a fifth less memory', async () => {
  const input = join(ROOT, 'src/engine/cases/case-record.ts');
  const { output } = await build({ input, write: false, cwd: ROOT, treeshake: true });
  // In its own process: once records share boxes, they do so for the rest of the process.
  const program = `${output[0].code}\n${PROGRAM}`;
  const options = ['--expose-gc', '--input-type=module', '-'];
  const [own, shared] = JSON.parse(
    execFileSync('node', options, { input: program, encoding: 'utf8' }),
  ) as number[];
  expect(own).toBeGreaterThan(300);
  expect(shared).toBeLessThan(0.85 * (own as number));
});
