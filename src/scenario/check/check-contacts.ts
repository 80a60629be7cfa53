import { shown } from '#base';
import { CHANNELS, type Channel, TIERS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { mostInHand, speedsOf } from '../resolve/groups.ts';
import { agentsOf } from '../resolve/headcounts.ts';
import { channelsOf, tiersOf } from '../resolve/reach.ts';
import type { GroupFile, ScenarioFile } from '../shape/scenario-file.ts';

/** Handle times are required for the tiers and channels that cases reach, and for no others. */
export function checkHandleTimes(file: ScenarioFile, list: IssueList): void {
  const segments = Object.values(file.segments);
  const used = CHANNELS.filter((channel) =>
    segments.some((segment) => channelsOf(file, segment).includes(channel)),
  );
  for (const tier of tiersReached(file)) {
    const times = file.work.handle[tier];
    const at = ['work', 'handle', tier];
    if (times === undefined) {
      if (used.length > 0) missing(at, used, tier, list);
      continue;
    }
    const absent = used.filter((channel) => times[channel] === undefined);
    for (const channel of absent) missing([...at, channel], [channel], tier, list);
  }
}

function missing(path: SourcePath, channels: readonly Channel[], tier: TierKey, list: IssueList): void {
  const key = String(path.at(-1));
  const message = `the key '${key}' is missing: cases on ${channels.join(', ')} reach tier ${tier.slice(-1)}`;
  const example = 'lognormal 12 min sigma 0.8';
  const value =
    path.length === 3 ? `{ ${channels.map((channel) => `${channel}: ${example}`).join(', ')} }` : example;
  list.error('missing-key', path, message, `add '${key}: ${value}' with your own handle times`);
}

type TierKey = keyof ScenarioFile['work']['handle'] & `tier${number}`;

/** Tiers that cases of some product reach. */
function tiersReached({ products, work }: ScenarioFile): readonly TierKey[] {
  const reached = Object.keys(products).flatMap((product) => tiersOf(work, product));
  return TIERS.filter((tier) => reached.includes(tier)).map((tier) => `tier${tier}` as const);
}

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
    const remedy = 'write a factor no larger than the one before';
    list.error('out-of-range', [...path, 'slowdown', k], message, remedy);
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
    const pause = KEYS_OF_PAUSES.find((key) => isPausedBy(work, key, channel));
    if (pause !== undefined) return `'pause' in 'work.${pause}'`;
  }
  return null;
}

type RuleFile = NonNullable<NonNullable<ScenarioFile['work']['consultation']>['tier1']>;

/** A time limit requires a wait, and a contact that waits for a colleague must not be paused or interrupted. */
export function checkConsultation(file: ScenarioFile, list: IssueList): void {
  for (const { path, rule } of rulesOf(file)) {
    const { atMost, whenNobodyIsFree } = rule;
    const waits = whenNobodyIsFree === 'wait';
    if (waits && atMost === undefined) {
      const message = "the key 'atMost' is missing: how long does the contact wait?";
      list.error('missing-key', [...path, 'atMost'], message, "write 'atMost: 5 min', or 'go on alone'");
    }
    if (!waits && atMost !== undefined) {
      const message = "'atMost' has no effect on a contact that continues alone at once";
      list.error('alternatives', [...path, 'atMost'], message, "remove it, or write 'wait'", 'key');
    }
    const what = waits ? interruptionIn(file) : null;
    if (what === null) continue;
    const message = `a contact that waits for a second agent would be paused or interrupted because of ${what}`;
    const remedy = "write 'go on alone', or remove preemption and 'pause' for work in hand";
    list.error('alternatives', [...path, 'whenNobodyIsFree'], message, remedy);
  }
}

/** The key that lets contacts be paused or interrupted; null if there is none. */
function interruptionIn({ routing, work }: ScenarioFile): string | null {
  if (routing?.preemption !== undefined) return "'routing.preemption'";
  for (const key of KEYS_OF_PAUSES) {
    const channel = CHANNELS.find((one) => isPausedBy(work, key, one));
    if (channel !== undefined) return `'work.${key}.${channel}'`;
  }
  return null;
}

/** What can interrupt work in hand. */
export const KEYS_OF_PAUSES = ['shiftEnd', 'outage', 'absence'] as const;

/** Whether work in hand on a channel is paused, at least that of some severity. */
export function isPausedBy(
  work: ScenarioFile['work'],
  key: (typeof KEYS_OF_PAUSES)[number],
  channel: Channel,
): boolean {
  const policy = work[key]?.[channel];
  return (typeof policy === 'object' ? [policy.A, policy.B, policy.C] : [policy]).includes('pause');
}

/** Checks that there is somebody who could be consulted. */
export function checkConsulted(file: ScenarioFile, list: IssueList): void {
  const products = Object.keys(file.products);
  const groups = Object.values(file.centres)
    .flatMap((centre) => Object.values(centre.groups))
    .filter((group) => agentsOf(group) > 0);
  for (const { path, rule } of rulesOf(file)) {
    const { product, products: shares, share, tier } = rule;
    const asking = products.filter((name) => (Object.hasOwn(shares, name) ? shares[name] : share) !== 0);
    const wanted = product === undefined || asking.length === 0 ? asking : [product];
    const unknown = wanted.find((name) =>
      groups.every((group) => group.tier !== tier || !((speedsOf(group.products, products)[name] ?? 0) > 0)),
    );
    if (unknown === undefined) continue;
    const message = `no group with agents at tier ${tier} knows '${shown(unknown)}'`;
    const remedy = 'add such a group, or name another tier or another product';
    list.error('no-eligible-group', [...path, 'tier'], message, remedy);
  }
}

function rulesOf({ work }: ScenarioFile) {
  return TIERS.flatMap((tier) => {
    const rule: RuleFile | undefined = work.consultation?.[`tier${tier}`];
    return rule === undefined ? [] : [{ rule, path: ['work', 'consultation', `tier${tier}`] }];
  });
}
