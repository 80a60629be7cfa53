import { type GroupIndex, NONE } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { findsNothing } from '../demand/contact-outcomes.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';

/**
 * Transfers within a tier, and to single groups. A case that was passed on to a group waits for its agents only: its routing class is narrowed
 * to the group, so that agents, preemption and waiting causes need no further code. If promise, law or skills exclude the group, all groups
 * of the tier may take the case.
 *
 * Null if no transfer is of this kind.
 */
export function createPassingOn({ contacts, router }: Run): Feature | null {
  const { numbered } = contacts;
  if (numbered === null) return null;
  const wholeOf = ({ language, product, source, tier }: CaseRecord) =>
    source.classOf(product, language, tier);

  /** The group whose agents alone may take the case; NONE if any eligible agent may. */
  function groupOf(record: CaseRecord): GroupIndex {
    const group = numbered?.cameBy(record)?.group ?? NONE;
    return group !== NONE && wholeOf(record).permitted.some(({ index }) => index === group) ? group : NONE;
  }

  return {
    hooks: {
      // Before anything that asks by which transfer the case leaves.
      leavesWork(record) {
        if (!findsNothing(record)) numbered.leaves(record);
        return false;
      },
      beforeLooking(record) {
        const group = groupOf(record);
        if (group === NONE) return;
        const narrowed = router.narrowedTo(wholeOf(record), group);
        if (record.routingClass !== narrowed) router.move(record, narrowed);
      },
      excludes(record, { index }) {
        const group = groupOf(record);
        return group !== NONE && group !== index;
      },
    },
  };
}
