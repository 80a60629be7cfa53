import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { ProfileWeights } from '../resolve/arrival-profiles.ts';
import { chanceOf } from '../resolve/reach.ts';
import { WEIGHT_LISTS } from '../shape/profiles.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { parseDate } from '../shape/time-text.ts';

/** Shares are written as decimals, so thirds may miss 1 by this much. */
const TOLERANCE = 1e-6;
const LARGEST_BATCH = 1000;

/** Shares must add up to 1, and weights to more than 0. */
export function checkShares(file: ScenarioFile, list: IssueList): void {
  for (const [id, segment] of Object.entries(file.segments)) {
    const at = ['segments', id];
    checkSum(segment.products, [...at, 'products'], list);
    checkSum(segment.severities, [...at, 'severities'], list);
    checkSum(segment.channels, [...at, 'channels'], list);
    if (segment.arrivals?.batch !== undefined) {
      const path = [...at, 'arrivals', 'batch'];
      checkBatchSizes(segment.arrivals.batch, path, list);
      checkSum(segment.arrivals.batch, path, list);
    }
    segment.customers.forEach(({ languages }, k) => {
      checkSum(languages, [...at, 'customers', k, 'languages'], list);
    });
  }
  if (file.routing?.queueShares !== undefined) {
    checkSum(file.routing.queueShares, ['routing', 'queueShares'], list);
  }
  checkHandOns(file, list);
  for (const [id, profile] of Object.entries(file.profiles)) {
    checkProfile(profile, ['profiles', id], list);
    if (new ProfileWeights(profile).ofWeek > 0) continue;
    const message = 'every weight of the week is 0: no case would ever arrive';
    list.error('no-weight', ['profiles', id], message, 'give some hours and days a weight above 0');
  }
}

/** One list of weights or a sine, and dates that exist. */
function checkProfile(profile: ScenarioFile['profiles'][string], path: SourcePath, list: IssueList): void {
  const keys = [...WEIGHT_LISTS.map(({ key }) => key), 'sine'] as const;
  const one = (written: Partial<Record<(typeof keys)[number], unknown>>, at: SourcePath) => {
    const [, second] = keys.filter((key) => written[key] !== undefined);
    if (second === undefined) return;
    const message = 'the weights of a day are written twice';
    const remedy = `write one of ${keys.map((key) => `'${key}'`).join(', ')}`;
    list.error('alternatives', [...at, second], message, remedy);
  };
  one(profile, path);
  for (const [date, lists] of Object.entries(profile.dates ?? {})) {
    const at = [...path, 'dates', date];
    one(lists, at);
    const read = parseDate(date);
    if (!read.ok) list.error(read.problem.code, at, read.problem.message, read.problem.remedy, 'key');
  }
}

/** The contacts of tier 2 that go up, and those that go back, are together not more than all. */
function checkHandOns({ products, work }: ScenarioFile, list: IssueList): void {
  if (work.returns === undefined) return;
  const { tier2: back } = work.returns;
  for (const product of Object.keys(products)) {
    const sum = chanceOf(work.escalation.tier2, product) + chanceOf(back, product);
    if (sum <= 1 + TOLERANCE) continue;
    const named = typeof back === 'object' && Object.hasOwn(back.products, product);
    const path = ['work', 'returns', 'tier2', ...(named ? ['products', product] : [])];
    const message = `including the escalation of tier 2, a share of ${Number(sum.toPrecision(7))} of its contacts for '${product}' goes elsewhere`;
    list.error('out-of-range', path, message, 'lower one of the two: together they are at most 1');
    return;
  }
}

function checkBatchSizes(batch: object, path: SourcePath, list: IssueList): void {
  for (const size of Object.keys(batch)) {
    if (/^[1-9]\d*$/.test(size) && Number(size) <= LARGEST_BATCH) continue;
    const remedy = `write a whole number from 1 to ${LARGEST_BATCH}, as in { 1: 0.7, 5: 0.3 }`;
    list.error('bad-number', [...path, size], `this many cases cannot arrive together`, remedy, 'key');
  }
}

export function checkSum(
  shares: Readonly<Record<string, number | undefined>>,
  path: SourcePath,
  list: IssueList,
): void {
  const sum = Object.values(shares).reduce<number>((total, share) => total + (share ?? 0), 0);
  if (Math.abs(sum - 1) <= TOLERANCE) return;
  const message = `the shares add up to ${Number(sum.toPrecision(7))}, not to 1`;
  const remedy =
    sum > 1
      ? "lower some shares; in a scenario that extends another, delete inherited ones with 'key: null'"
      : `${Number((1 - sum).toPrecision(7))} is missing: raise some shares`;
  list.error('shares-not-one', path, message, remedy);
}
