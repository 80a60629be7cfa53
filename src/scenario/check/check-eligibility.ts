import { listInWords, ownMember } from '#base';
import {
  CHANNELS,
  type Channel,
  ITEM_CLASSES,
  isZoneMember,
  legalBegin,
  type PromiseDimension,
  type ResidencyPromise,
  servesLanguage,
  type Tier,
} from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { mayAsk } from '../resolve/arrivals.ts';
import { speedsOf } from '../resolve/groups.ts';
import { agentsOf } from '../resolve/headcounts.ts';
import { zonesOf } from '../resolve/promises.ts';
import { channelsOf, tiersOf } from '../resolve/reach.ts';
import { readLanguage } from '../shape/law-words.ts';
import type {
  CentreFile,
  EntityFile,
  GroupFile,
  PromiseFile,
  ScenarioFile,
  SegmentFile,
} from '../shape/scenario-file.ts';
import { isInForceAt, momentsInRun } from './check-law.ts';
import { momentsOf } from './check-promises.ts';

/**
 * Checks that for each segment × language × product × tier × channel that will occur, there is a group that may work it. The question is
 * asked as in routing: tier, channel, language and product of the group, then promise against centre, residence and company. Hours are left
 * out (waiting is no mistake of the file), and so is the law, whose gaps a run is meant to show.
 */
export function checkEligibility(file: ScenarioFile, list: IssueList): void {
  const candidates = candidatesOf(file);
  const skilled = skilledCandidates(candidates);
  const unanswered = checkOtherChannels(file, candidates, list);
  for (const [id, segment] of Object.entries(file.segments)) {
    const promise = file.promises[segment.promise];
    if (promise === undefined) continue;
    const zones = zonesOf(promise);
    const concerned = { consents: segment.consents, file, promise, zones };
    const moments = withSubcontracts(momentsOf([zones], file), file).map((atMs) => ({
      atMs,
      allowed: new Set(candidates.filter((one) => isCandidateAllowed(one, concerned, atMs))),
    }));
    checkEscorts(segment, concerned, candidates, list);
    const world: World = { candidates, skilled, moments, promise: segment.promise };
    segment.customers.forEach((customers, k) => {
      const { languages } = customers;
      if (!mayAsk(segment, customers)) return;
      for (const [tag, share] of Object.entries(languages)) {
        const language = readLanguage(tag);
        if (share === 0 || !language.ok) continue;
        const path = ['segments', id, 'customers', k, 'languages', tag];
        const left = channelsOf(file, segment).filter((channel) => !unanswered.has(channel));
        for (const tiers of workOf(segment, language.value, file)) judge(tiers, left, world, path, list);
      }
    });
  }
}

/**
 * Channels that customers switch to (messages, second attempts) although a tier has nobody for them. Reported where the scenario switches,
 * because no segment has a share of cases on them.
 */
function checkOtherChannels(
  file: ScenarioFile,
  candidates: readonly Candidate[],
  list: IssueList,
): ReadonlySet<Channel> {
  const segments = Object.values(file.segments);
  const isChosen = (channel: Channel) => segments.some(({ channels }) => (channels[channel] ?? 0) > 0);
  const unanswered = new Set<Channel>();
  for (const way of ['message', 'retry'] as const) {
    for (const from of CHANNELS) {
      const { channel = 'none' } = file.work[way]?.[from] ?? {};
      if (channel === 'none' || channel === from || isChosen(channel) || !isChosen(from)) continue;
      const tiers = [1, 2, 3].filter((tier) => {
        const groups = candidates.filter(({ group }) => group.tier === tier);
        return groups.length > 0 && !groups.some(({ group }) => group.channels.includes(channel));
      });
      if (tiers.length === 0) continue;
      unanswered.add(channel);
      const message = `no group at tier ${listInWords(tiers, 'or')} answers ${channel}, on which no segment has a share of cases`;
      const remedy = `name a channel that they answer, or add '${channel}' to the channels of groups at tier ${listInWords(tiers, 'and')}`;
      list.error('no-eligible-group', ['work', way, from, 'channel'], message, remedy);
    }
  }
  return unanswered;
}

/** Checks that somebody may be the escort whom the promise of the segment asks for, at some moment of the run. */
function checkEscorts(
  segment: SegmentFile,
  { file, promise, zones }: Concerned,
  candidates: readonly Candidate[],
  list: IssueList,
): void {
  const by = promise.access?.escorted?.by;
  if (by === undefined) return;
  const inside = { consents: segment.consents, file, promise: { ...promise, access: undefined }, zones };
  const mayEscort = (one: Candidate) =>
    momentsOf([zones], file).some(
      (atMs) => isZoneMember(by, one.centre.country, atMs) && isCandidateAllowed(one, inside, atMs),
    );
  if (candidates.some(mayEscort)) return;
  const message = `no group with agents is in ${by} and may see the cases of '${segment.promise}'`;
  const remedy = 'add a group there, or name another zone';
  list.error('no-eligible-group', ['promises', segment.promise, 'access', 'escorted', 'by'], message, remedy);
}

/** What the work of one segment is judged by. */
interface World {
  readonly candidates: readonly Candidate[];
  /** Groups that have the skills. */
  readonly skilled: (work: Work, channel: Channel) => readonly Candidate[];
  readonly promise: string;
  /** The start of the run, and each change of a zone or of a subcontractor's contract. */
  readonly moments: readonly Moment[];
}

interface Moment {
  /** Epoch ms. */
  readonly atMs: number;
  /** Groups that the promise allows from then on. */
  readonly allowed: ReadonlySet<Candidate>;
}

type Work = Omit<Need, 'channel'>;

/** Work that nobody may do, and why. */
interface Failure {
  readonly work: Work;
  readonly channels: readonly Channel[];
  readonly reason: Reason;
}

/** Reports one issue for all channels and tiers at which work fails for the same reason. */
function judge(
  tiers: readonly Work[],
  channels: readonly Channel[],
  world: World,
  path: SourcePath,
  list: IssueList,
): void {
  const failures: Failure[] = [];
  for (const work of tiers) {
    const skilled = channels.map((channel) => world.skilled(work, channel));
    const failing = channels.filter((_, k) => !world.moments.some(allowsOneOf(skilled[k] ?? [])));
    const [first] = failing;
    if (first === undefined) warnOfGap(work, skilled, world, path, list);
    else failures.push({ work, channels: failing, reason: reasonFor({ ...work, channel: first }, world) });
  }
  const isAlike = (one: Failure, other: Failure) =>
    one.reason.rule === other.reason.rule && one.channels.join() === other.channels.join();
  for (const [k, failure] of failures.entries()) {
    if (failures.findIndex((other) => isAlike(failure, other)) < k) continue;
    const others = failures.slice(k + 1).filter((other) => isAlike(failure, other));
    reportFailure(failure, others, path, list);
  }
}

function reportFailure(
  { channels, reason, work }: Failure,
  others: readonly Failure[],
  path: SourcePath,
  list: IssueList,
): void {
  const by = channels.length === CHANNELS.length ? '' : ` by ${channels.join(' or ')}`;
  const above = others.map(({ work: { tier } }) => `; tier ${tier} lacks such agents as well`).join('');
  const message = `nobody may work ${wordsOf(work)}${by}: ${reason.message}${above}`;
  list.error('no-eligible-group', path, message, reason.remedy, 'key');
}

function wordsOf({ language, product, tier }: Work): string {
  return `'${product}' in ${language} at tier ${tier}`;
}

/** Whether a moment allows one of the groups. */
function allowsOneOf(groups: readonly Candidate[]): (moment: Moment) => boolean {
  return ({ allowed }) => groups.some((group) => allowed.has(group));
}

/** `skilled`: the groups with the skills, by channel. Some moment allows one of each. */
function warnOfGap(
  work: Work,
  skilled: readonly (readonly Candidate[])[],
  { moments }: World,
  path: SourcePath,
  list: IssueList,
): void {
  if (moments.length === 1) return;
  const gap = moments.find((moment) => !skilled.every((groups) => allowsOneOf(groups)(moment)));
  if (gap !== undefined) {
    const message = `from ${legalBegin(gap.atMs)} on, nobody may work ${wordsOf(work)}: the promise leaves no centre`;
    const remedy = 'add a group inside the zone, or accept that cases wait';
    list.warn('eligible-for-a-part', path, message, remedy, 'key');
  }
}

/** Groups with the skills; the result for each need is cached. */
function skilledCandidates(candidates: readonly Candidate[]): World['skilled'] {
  const known = new Map<string, readonly Candidate[]>();
  return (work, channel) => {
    const key = `${work.tier} ${channel} ${work.language} ${work.product}`;
    let skilled = known.get(key);
    if (skilled === undefined) {
      const need = { ...work, channel };
      skilled = candidates.filter((one) => !SKILL_RULES.some((rule) => rule.lacks(one, need)));
      known.set(key, skilled);
    }
    return skilled;
  };
}

interface Reason {
  /** Index of the skill rule; the number of rules stands for the promise. */
  readonly rule: number;
  readonly message: string;
  readonly remedy: string;
}

/** The rule that excludes the last candidates. */
function reasonFor(need: Need, world: World): Reason {
  let left = world.candidates;
  for (const [place, rule] of SKILL_RULES.entries()) {
    const passing = left.filter((one) => !rule.lacks(one, need));
    if (passing.length === 0)
      return { rule: place, message: rule.message(need, left.length), remedy: rule.remedy(need) };
    left = passing;
  }
  const countries = [...new Set(left.map(({ centre }) => centre.country))].join(', ');
  return {
    rule: SKILL_RULES.length,
    message: `those with the skills are in ${countries}, which '${world.promise}' does not allow`,
    remedy: 'add such a group at a centre inside the zone, or change the promise',
  };
}

function candidatesOf(file: ScenarioFile): readonly Candidate[] {
  const products = Object.keys(file.products);
  return Object.values(file.centres).flatMap((centre) =>
    Object.values(centre.groups)
      .filter((group) => agentsOf(group) > 0)
      .map((group) => ({ group, centre, speeds: speedsOf(group.products, products) })),
  );
}

/** Work in one language that will occur: for each product with a share, the tiers that its cases reach. */
function workOf(segment: SegmentFile, language: string, file: ScenarioFile): readonly (readonly Work[])[] {
  return Object.entries(segment.products)
    .filter(([, share]) => share > 0)
    .map(([product]) => tiersOf(file.work, product).map((tier) => ({ tier, product, language })));
}

interface Concerned {
  readonly consents: SegmentFile['consents'];
  readonly file: ScenarioFile;
  readonly promise: PromiseFile;
  readonly zones: ResidencyPromise['zones'];
}

/** Compares the promise with a group: where its centre is, where its agents reside, and who employs them. */
function isCandidateAllowed(
  { centre, group }: Candidate,
  { consents, file, promise, zones }: Concerned,
  atMs: number,
): boolean {
  const { country, entity } = centre;
  const residence = group.residence ?? country;
  return (
    isCentreAllowed(centre, zones, consents, atMs, promise.access !== undefined) &&
    ITEM_CLASSES.every((itemClass) => isZoneMember(zones[itemClass].personnel, residence, atMs)) &&
    [entity, group.employer ?? entity].every((name) =>
      isAdmitted(ownMember(file.entities, name), promise, country, atMs),
    )
  );
}

function isAdmitted(
  entity: EntityFile | undefined,
  { subcontractors = 'any' }: PromiseFile,
  country: string,
  atMs: number,
): boolean {
  if (entity?.kind !== 'subcontractor' || subcontractors === 'any') return true;
  if (subcontractors === 'none') return false;
  const { announced, countries, flowDown } = entity;
  const isBound = flowDown !== undefined && isInForceAt(flowDown, atMs);
  return isBound && announced !== undefined && announced <= atMs && countries?.includes(country) !== false;
}

/** Adds the moments in the run at which a subcontractor is announced, bound, or released. */
function withSubcontracts(moments: readonly number[], file: ScenarioFile): readonly number[] {
  const dated = Object.values(file.entities).flatMap(({ announced, flowDown }) => [
    announced,
    flowDown?.from,
    flowDown?.to,
  ]);
  return momentsInRun([...moments, ...dated], file);
}

/**
 * Compares the promise with the country of a centre: viewing, processing, and keeping a working copy if it has a system. `isOpen`: cases may
 * be seen from anywhere by remote view, under escort or with an approval.
 */
function isCentreAllowed(
  { country, access }: CentreFile,
  zones: ResidencyPromise['zones'],
  consents: SegmentFile['consents'],
  atMs: number,
  isOpen: boolean,
): boolean {
  // The period of a consent depends on the run, and is not checked here.
  const isConsented = (dimension: PromiseDimension) =>
    consents.some(
      ({ dimensions: given, zone }) =>
        given.some((one) => one === dimension) && isZoneMember(zone, country, atMs),
    );
  if (isOpen && access === 'remote view') return true;
  const dimensions: readonly PromiseDimension[] =
    access === 'local system' ? ['access', 'processing', 'workingCopy'] : ['access', 'processing'];
  return dimensions.every(
    (dimension) =>
      isConsented(dimension) ||
      ITEM_CLASSES.every((itemClass) => isZoneMember(zones[itemClass][dimension], country, atMs)),
  );
}

/** A combination of skills that must be served. */
interface Need {
  readonly tier: Tier;
  readonly product: string;
  readonly channel: Channel;
  readonly language: string;
}

/** A group with agents, prepared for skill checks. */
interface Candidate {
  readonly group: GroupFile;
  readonly centre: CentreFile;
  readonly speeds: Readonly<Record<string, number>>;
}

interface SkillRule {
  lacks(one: Candidate, need: Need): boolean;
  message(need: Need, before: number): string;
  remedy(need: Need): string;
}

/** The skills in the order in which routing checks them. */
const SKILL_RULES: readonly SkillRule[] = [
  {
    lacks: ({ group }, { tier }) => group.tier !== tier,
    message: ({ tier }) => `there is no group with agents at tier ${tier}`,
    remedy: ({ tier }) => `add a group of tier ${tier}, or set the escalation to it to 0`,
  },
  {
    lacks: ({ group }, { channel }) => !group.channels.includes(channel),
    message: ({ tier, channel }, before) =>
      `of the groups at tier ${tier} (${before}), none answers ${channel}`,
    remedy: ({ channel }) => `add '${channel}' to the channels of a group`,
  },
  {
    lacks: ({ group }, { language }) => !group.languages.some((spoken) => servesLanguage(spoken, language)),
    message: ({ tier, channel, language }, before) =>
      `of the groups at tier ${tier} that answer ${channel} (${before}), none speaks ${language}`,
    remedy: ({ language }) => `add '${language}' to the languages of a group`,
  },
  {
    lacks: ({ speeds }, { product }) => !((ownMember(speeds, product) ?? 0) > 0),
    message: ({ language, product }, before) =>
      `of the groups that speak ${language} (${before}), none knows '${product}'`,
    remedy: ({ product }) => `add '${product}' to the products of a group`,
  },
];
