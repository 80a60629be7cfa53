import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { UserProblem } from '#base';
import { MOST_WAITING, type Scenario } from '#domain';

/** What a waiting case takes of V8's heap, its timers among it, bytes; what else a run takes is little beside a million of them. */
const BYTES_PER_CASE = 1300;
const MB = 1e6;

/** Throws a UserProblem where more cases may wait than would fit into memory: better than a run that is lost after minutes. */
export function refuseTooManyWaiting({ mostWaiting = MOST_WAITING, name }: Scenario): void {
  if (mostWaiting <= MOST_WAITING) return;
  const needed = mostWaiting * BYTES_PER_CASE;
  const most = getHeapStatistics().heap_size_limit;
  if (needed <= Math.min(most, totalmem())) return;
  const mb = (bytes: number) => Math.ceil(bytes / MB).toLocaleString('en');
  const whose =
    needed > totalmem() ? `this machine has ${mb(totalmem())} MB` : `Node may use ${mb(most)} MB here`;
  const fits = Math.floor(Math.min(most, totalmem()) / BYTES_PER_CASE / 1e5) * 1e5;
  const remedy =
    needed > totalmem()
      ? ''
      : `let Node use more (NODE_OPTIONS=--max-old-space-size=${Math.ceil(needed / MB)}), or `;
  throw new UserProblem(
    `${name}: 'mostWaiting' lets ${mostWaiting.toLocaleString('en')} cases wait, which take some ${mb(needed)} MB; ${whose}`,
    `${remedy}write 'mostWaiting: ${Math.max(MOST_WAITING, fits)}' or less`,
  );
}
