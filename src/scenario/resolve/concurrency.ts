import type { AgentGroup } from '#domain';
import type { GroupFile } from '../shape/scenario-file.ts';

type ConcurrencyFile = NonNullable<GroupFile['concurrency']>;

/** How many contacts an agent may have in hand at most. */
export function mostInHand({ 'e-mail': mail = 1, web = 1 }: ConcurrencyFile): number {
  return Math.max(mail, web);
}

export function concurrencyOf({ concurrency }: GroupFile): Pick<AgentGroup, 'concurrency'> {
  if (concurrency === undefined) return {};
  const { 'e-mail': mail = 1, slowdown, web = 1 } = concurrency;
  return { concurrency: { limits: { phone: 1, 'e-mail': mail, web }, slowdown } };
}
