import { CHANNELS, type Channel, TIERS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { channelsOf, tiersOf } from '../resolve/reach.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

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
