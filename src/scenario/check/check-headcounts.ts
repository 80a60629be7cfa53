import { MINUTE_MS, meanOf } from '#base';
import { CHANNELS, type Channel } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import type { GroupFile, ScenarioFile } from '../shape/scenario-file.ts';

type HeadcountFile = GroupFile['headcounts'][number];

/** A drop is fast if the work that leaving agents still do exceeds this share of what the remaining agents do in the interval. */
const EXTRA_WORK_MOST = 0.1;

/** Who leaves at a drop of head counts: what excludes the next to be free, and when a named agent is too optimistic. */
export function checkHeadcounts(file: ScenarioFile, list: IssueList): void {
  for (const [centre, { groups }] of Object.entries(file.centres)) {
    for (const [id, group] of Object.entries(groups)) {
      group.headcounts.forEach((headcount, k) => {
        const path = ['centres', centre, 'groups', id, 'headcounts', k];
        if (headcount.leaves === 'next to be free') checkRota(file, group, path, list);
        else warnOfFastDrop(file, group, headcount, path, list);
      });
    }
  }
}

function checkRota(file: ScenarioFile, group: GroupFile, path: SourcePath, list: IssueList): void {
  const barrier = barrierIn(file, group);
  if (barrier === null) return;
  const message = `agents leave as they become free, which excludes ${barrier}`;
  const remedy = `write 'leaves: named agent', or remove ${barrier}`;
  list.error('alternatives', [...path, 'leaves'], message, remedy, 'key');
}

/** What keeps an agent neither free nor busy, or counts on knowing whose duty ends; null if there is nothing. */
function barrierIn({ routing, work }: ScenarioFile, group: GroupFile): string | null {
  if (group.concurrency !== undefined) return "'concurrency'";
  if (routing?.preemption?.interrupted === 'pause') return "'pause' in 'routing.preemption'";
  for (const channel of CHANNELS) {
    const dayEnd = work.dayEnd?.[channel] ?? 'carry over';
    if (dayEnd !== 'carry over' && group.channels.includes(channel)) return `'work.dayEnd.${channel}'`;
    for (const key of ['shiftEnd', 'outage', 'absence'] as const) {
      const policy = work[key]?.[channel];
      const policies = typeof policy === 'object' ? [policy.A, policy.B, policy.C] : [policy];
      if (policies.includes('pause')) return `'pause' in 'work.${key}'`;
    }
  }
  return null;
}

/** Agents who have left finish their contacts while the others take new ones, so more agents are at work than the head counts say. */
function warnOfFastDrop(
  { work }: ScenarioFile,
  { channels, tier }: GroupFile,
  { agents, every }: HeadcountFile,
  path: SourcePath,
  list: IssueList,
): void {
  const isFinished = (channel: Channel) => work.shiftEnd[channel] === 'finish';
  const meansMs = CHANNELS.filter((channel) => channels.includes(channel) && isFinished(channel)).flatMap(
    (channel) => work.handle[`tier${tier}`]?.[channel] ?? [],
  );
  const handleMs = Math.max(0, ...meansMs.map(meanOf));
  const fast = agents.findIndex((wanted, k) => {
    const leaving = (agents[k - 1] ?? 0) - wanted;
    return wanted > 0 && leaving * Math.min(handleMs, every) > EXTRA_WORK_MOST * wanted * every;
  });
  if (fast === -1) return;
  const minutes = (ms: number) => `${Number((ms / MINUTE_MS).toFixed(1))} min`;
  const message =
    `the head counts drop from ${agents[fast - 1]} to ${agents[fast]} for ${minutes(every)}, and a contact takes ${minutes(handleMs)} on average: ` +
    'the agents who leave finish theirs while the others take new ones, so waits come out too short';
  const remedy = "write 'leaves: next to be free', unless the agents who leave are known beforehand";
  list.warn('fast-drop-of-staff', [...path, 'agents', fast], message, remedy);
}
