import { CHANNELS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { mostInHand } from '../resolve/groups.ts';
import type { GroupFile, ScenarioFile } from '../shape/scenario-file.ts';

/**
 * Requires a factor for each number in hand, and forbids other features that take a contact from an agent for a while, or keep agents idle.
 */
export function checkConcurrency(file: ScenarioFile, list: IssueList): void {
  const groups = Object.entries(file.centres).flatMap(([centre, { groups: own }]) =>
    Object.entries(own).map(([id, group]) => ({ group, path: ['centres', centre, 'groups', id] })),
  );
  const barrier = barrierIn(file);
  for (const { group, path } of groups) {
    if (group.concurrency === undefined) continue;
    const at = [...path, 'concurrency'];
    checkSlowdown(group.concurrency, at, list);
    if (barrier === null) continue;
    const message = `agents handle several contacts at a time, which excludes ${barrier}`;
    list.error('alternatives', at, message, `remove it, or remove ${barrier}`, 'key');
  }
}

function checkSlowdown(
  concurrency: NonNullable<GroupFile['concurrency']>,
  path: SourcePath,
  list: IssueList,
): void {
  const { slowdown } = concurrency;
  const most = mostInHand(concurrency);
  if (most === 1) {
    const message = 'agents handle several contacts at a time on no channel';
    list.error('alternatives', path, message, "write 'e-mail: 3', 'web: 2', or both", 'key');
  } else if (slowdown.length !== most - 1) {
    const message = `up to ${most} contacts are in hand, but ${slowdown.length} factors are given: 2, 3 and so on in hand need ${most - 1}`;
    list.error('alternatives', [...path, 'slowdown'], message, `write ${most - 1} factors`, 'key');
  }
  slowdown.forEach((factor, k) => {
    if (factor <= (slowdown[k - 1] ?? 1)) return;
    const message = 'each contact would go faster with more in hand';
    list.error(
      'out-of-range',
      [...path, 'slowdown', k],
      message,
      'write a factor no larger than the one before',
    );
  });
}

/** The first feature that excludes concurrency; null if there is none. */
function barrierIn({ routing, work }: ScenarioFile): string | null {
  if (routing?.preemption !== undefined) return "'routing.preemption'";
  if (routing !== undefined && routing.order !== 'first in first out') return `order '${routing.order}'`;
  for (const tier of ['tier1', 'tier2', 'tier3'] as const)
    if (work.transfer?.[tier]?.some(({ way = 'cold' }) => way !== 'cold'))
      return `transfers in 'work.transfer.${tier}' but cold`;
  for (const channel of CHANNELS) {
    if ((work.transfer?.[channel]?.way ?? 'cold') !== 'cold') return `'work.transfer.${channel}' but cold`;
    for (const key of ['shiftEnd', 'outage', 'absence'] as const) {
      const policy = work[key]?.[channel];
      const policies = typeof policy === 'object' ? [policy.A, policy.B, policy.C] : [policy];
      if (policies.includes('pause')) return `'pause' in 'work.${key}'`;
    }
  }
  return null;
}
