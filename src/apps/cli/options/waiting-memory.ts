import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { MOST_WAITING, type Scenario } from '#domain';
import { type Failure, refuse } from '../../shared/problem.ts';

/**
 * Memory of a waiting case in V8's heap, with its timers, bytes. For a million of them, the rest of a run hardly
 * counts.
 */
const BYTES_PER_CASE = 1300;
const MB = 1e6;

/**
 * Refuses a scenario that lets more cases wait than fit into memory, because the run would otherwise fail after
 * minutes. Null if they fit.
 */
export function tooManyWaiting({ mostWaiting = MOST_WAITING, name }: Scenario): Failure | null {
  if (mostWaiting <= MOST_WAITING) return null;
  const needed = mostWaiting * BYTES_PER_CASE;
  const most = getHeapStatistics().heap_size_limit;
  if (needed <= Math.min(most, totalmem())) return null;
  const mb = (bytes: number) => Math.ceil(bytes / MB).toLocaleString('en');
  const whose =
    needed > totalmem() ? `this machine has ${mb(totalmem())} MB` : `Node may use ${mb(most)} MB here`;
  const fits = Math.floor(Math.min(most, totalmem()) / BYTES_PER_CASE / 1e5) * 1e5;
  const remedy =
    needed > totalmem()
      ? ''
      : `let Node use more (NODE_OPTIONS=--max-old-space-size=${Math.ceil(needed / MB)}), or `;
  return refuse(
    `${name}: 'mostWaiting' lets ${mostWaiting.toLocaleString('en')} cases wait, which take some ${mb(needed)} MB; ${whose}`,
    `${remedy}write 'mostWaiting: ${Math.max(MOST_WAITING, fits)}' or less`,
  );
}
