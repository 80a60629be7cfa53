import { shown } from '#base';
import { CHANNELS, CONTACT_TURNS, type ContactTurn, TIERS, type Tier } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { chanceOf } from '../resolve/reach.ts';
import type { ScenarioFile, TransferFile } from '../shape/scenario-file.ts';
import { KEYS_OF_WAY } from '../shape/transfers.ts';

type FromTier = NonNullable<TransferFile['tier1']>;

/** At least this share of the contacts of a tier must not send the case to a lower tier, or within the tier: otherwise it could go round for ever. */
const LOWER_MOST = 0.95;
const TOLERANCE = 1e-6;

/** Each way of transfer has its own keys, all of them required. From each tier, cases go to each tier, and to each group, once. */
export function checkTransfers(file: ScenarioFile, list: IssueList): void {
  const { transfer } = file.work;
  for (const channel of CHANNELS) {
    const rule = transfer?.[channel];
    if (rule === undefined) continue;
    checkWay(rule, rule.way, ['work', 'transfer', channel], list);
    checkBlocking(file, rule, ['work', 'transfer', channel], list);
  }
  for (const tier of TIERS) {
    const own = transfer?.[`tier${tier}`];
    if (own !== undefined) checkFromTier(file, tier, own, list);
  }
}

/** `way`: undefined for that of the channel. */
function checkWay(
  rule: Omit<NonNullable<TransferFile['phone']>, 'way'>,
  way: NonNullable<TransferFile['phone']>['way'] | undefined,
  path: SourcePath,
  list: IssueList,
): void {
  const keys: readonly string[] = way === undefined ? [] : KEYS_OF_WAY[way];
  const needed = [...keys, ...(rule.otherwise === 'go on' ? ['speed'] : [])];
  for (const key of ['handOver', 'atMost', 'waiting', 'otherwise', 'speed'] as const) {
    const isThere = rule[key] !== undefined;
    if (isThere === needed.includes(key)) continue;
    if (isThere && way === undefined) {
      const message = `'${key}' needs a 'way'`;
      list.error('alternatives', [...path, key], message, "write 'way' beside it, or remove it", 'key');
    } else if (isThere) {
      const message = `'${key}' does not apply to a transfer that is ${way}`;
      list.error('alternatives', [...path, key], message, 'remove it', 'key');
    } else if (way !== undefined) {
      const message = `the key '${key}' is missing: the transfer is ${way}`;
      list.error('missing-key', [...path, key], message, `write '${key}', or another 'way'`);
    }
  }
}

/**
 * Transfers of a channel also go down, where tiers send cases back or where transfers of tiers have no way of their own; and they stay in their
 * tier, where the product or language was declared wrongly.
 */
function checkBlocking(
  { work }: ScenarioFile,
  rule: NonNullable<TransferFile['phone']>,
  path: SourcePath,
  list: IssueList,
): void {
  const goesDown = TIERS.some((tier) =>
    work.transfer?.[`tier${tier}`]?.some(
      ({ group, to, way }) => (to < tier || (to === tier && group !== undefined)) && way === undefined,
    ),
  );
  const { language, product } = work.misrouted;
  const staysInTier = language > 0 || product > 0;
  if (rule.otherwise !== 'block' || (work.returns === undefined && !goesDown && !staysInTier)) return;
  const message = staysInTier
    ? "cases with a wrong product or language ('misrouted') stay in their tier, whose agents could wait for room there for ever"
    : 'agents of two tiers could wait for room at the tier of the other for ever';
  const remedy =
    "write 'otherwise: block' for transfers to a higher tier (tier1, tier2), not for the channel";
  list.error('alternatives', [...path, 'otherwise'], message, remedy);
}

function checkFromTier(file: ScenarioFile, tier: Tier, own: FromTier, list: IssueList): void {
  const path = ['work', 'transfer', `tier${tier}`];
  const { escalation, returns } = file.work;
  const isEscalated = Object.keys(file.products).some((product) =>
    [escalation.tier1, escalation.tier2].some((chance) => chanceOf(chance, product) > 0),
  );
  if (isEscalated || returns !== undefined) {
    const other = isEscalated ? 'escalation' : 'returns';
    const message = `both 'transfer' and '${other}' say where cases go from a tier`;
    list.error('alternatives', path, message, `remove '${other}', and write it as transfers of tiers`, 'key');
  }
  own.forEach((one, k) => {
    const { group, to, way, ...rule } = one;
    const at = [...path, k];
    checkWay(rule, way, at, list);
    if (group !== undefined) checkGroup(file, tier, { group, to }, at, list);
    else if (to === tier) checkWithin(way, at, list);
    checkBlock(tier, own, k, at, list);
    const isSame = (other: FromTier[number]) =>
      other.to === to &&
      other.group === group &&
      (other.contact === undefined || one.contact === undefined || other.contact === one.contact);
    if (own.findIndex(isSame) < k) {
      const name = group === undefined ? `tier ${to}` : `the group '${shown(group)}'`;
      list.error('duplicate-entry', [...at, 'to'], `${name} is a duplicate`, 'keep one of the two');
    }
  });
  checkShares(file, tier, own, list);
}

/** A case that goes to a group waits for it alone, so the group is of the tier, and no other rule chooses a queue. */
function checkGroup(
  file: ScenarioFile,
  tier: Tier,
  { group, to }: Pick<FromTier[number], 'to'> & { readonly group: string },
  at: SourcePath,
  list: IssueList,
): void {
  const groups = Object.entries(file.centres).flatMap(([centre, own]) =>
    Object.entries(own.groups).map(([id, one]) => ({ name: `${centre}/${id}`, tier: one.tier ?? 1 })),
  );
  const named = groups.find(({ name }) => name === group);
  if (named !== undefined && named.tier !== to) {
    const message = `'${shown(group)}' is a group of tier ${named.tier}, but the case goes to tier ${to}`;
    list.error('out-of-range', [...at, 'group'], message, `write 'to: ${named.tier}', or name another group`);
  } else if (named !== undefined && to === tier && groups.filter((one) => one.tier === tier).length === 1) {
    const message = `'${shown(group)}' is the only group of tier ${tier}, and its own contacts stay with it`;
    list.error('out-of-range', [...at, 'group'], message, 'name a group of another tier, or remove it');
  }
  const { allocation, commitment, preference, stages = [] } = file.routing ?? {};
  const prefers = [preference, ...stages.map(({ prefer }) => prefer)].flat();
  const other =
    commitment !== undefined
      ? 'commitment'
      : allocation !== undefined
        ? 'allocation'
        : prefers.includes('local specialist')
          ? 'local specialist'
          : null;
  if (other === null) return;
  const message = `both '${other}' and 'group' say for whom the case waits`;
  list.error('alternatives', [...at, 'group'], message, `remove 'group', or '${other}'`, 'key');
}

/** Where nobody is free, the agent who passes a case on within the tier may take it back. So there is nothing to stay for. */
function checkWithin(way: FromTier[number]['way'], at: SourcePath, list: IssueList): void {
  if (way === undefined || way === 'cold') return;
  const message = `a transfer within the tier is ${way}, but its own agent may take the case back at once`;
  const remedy = "name the 'group' that is to get the case, or write 'cold'";
  list.error('alternatives', [...at, 'way'], message, remedy);
}

/** Agents who are blocked must never wait for each other in a circle. */
function checkBlock(tier: Tier, own: FromTier, k: number, at: SourcePath, list: IssueList): void {
  const blocksWithin = (one: FromTier[number]) => one.otherwise === 'block' && one.to === tier;
  const one = own[k] as FromTier[number];
  if (one.otherwise !== 'block') return;
  if (one.to < tier) {
    const message = 'agents of two tiers could wait for room at the tier of the other for ever';
    const remedy =
      "write 'lost' or 'go on': only transfers to a higher tier, or to one group of the tier, can block";
    list.error('alternatives', [...at, 'otherwise'], message, remedy);
  } else if (blocksWithin(one) && own.findIndex(blocksWithin) < k) {
    const message = 'agents of two groups of the tier could wait for room at the other for ever';
    const remedy = "write 'lost' or 'go on' for one of the two groups";
    list.error('alternatives', [...at, 'otherwise'], message, remedy);
  }
}

/** Not more than all contacts of a tier may send the case elsewhere, and not more than a share of `LOWER_MOST` to that or a lower tier. */
function checkShares({ products }: ScenarioFile, tier: Tier, own: FromTier, list: IssueList): void {
  const path = ['work', 'transfer', `tier${tier}`];
  for (const product of Object.keys(products)) {
    const sumAfter = (turn: ContactTurn, some: FromTier) =>
      some.reduce((sum, one) => sum + ((one.contact ?? turn) === turn ? chanceOf(one, product) : 0), 0);
    const all = Math.max(...CONTACT_TURNS.map((turn) => sumAfter(turn, own)));
    const down = sumAfter(
      'later',
      own.filter(({ to }) => to <= tier),
    );
    if (all <= 1 + TOLERANCE && down <= LOWER_MOST + TOLERANCE) continue;
    const isTooMany = all > 1 + TOLERANCE;
    const share = Number((isTooMany ? all : down).toPrecision(7));
    const where = isTooMany
      ? 'goes elsewhere'
      : 'goes to a lower tier or stays in the tier, so that cases could go round for ever';
    const message = `a share of ${share} of the contacts of tier ${tier} for '${product}' ${where}`;
    const remedy = `lower the shares: together they are at most ${isTooMany ? 1 : LOWER_MOST}`;
    return list.error('out-of-range', path, message, remedy, 'key');
  }
}
