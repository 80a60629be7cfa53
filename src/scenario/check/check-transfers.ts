import { CHANNELS, TIERS, type Tier } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { chanceOf } from '../resolve/chances.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { KEYS_OF_WAY } from '../shape/transfers.ts';

type TransferFile = NonNullable<ScenarioFile['work']['transfer']>;
type FromTier = NonNullable<TransferFile['tier1']>;

/** At least this share of the contacts of a tier must not send the case to a lower tier: otherwise it could go round for ever. */
const LOWER_MOST = 0.95;
const TOLERANCE = 1e-6;

/** Each way of transfer has its own keys, all of them required. From each tier, cases go to each other tier once. */
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
    work.transfer?.[`tier${tier}`]?.some(({ to, way }) => to < tier && way === undefined),
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
  own.forEach(({ to, way, ...rule }, k) => {
    const at = [...path, k];
    checkWay(rule, way, at, list);
    if (rule.otherwise === 'block' && to < tier) {
      const message = 'agents of two tiers could wait for room at the tier of the other for ever';
      const remedy = "write 'lost' or 'go on': only transfers to a higher tier can block";
      list.error('alternatives', [...at, 'otherwise'], message, remedy);
    }
    if (to === tier) {
      const remedy = `write another tier; for more contacts at tier ${tier}, use 'customerWait'`;
      list.error('out-of-range', [...at, 'to'], `the case is at tier ${tier} already`, remedy);
    } else if (own.findIndex((one) => one.to === to) < k)
      list.error('duplicate-entry', [...at, 'to'], `tier ${to} is a duplicate`, 'keep one of the two');
  });
  checkShares(file, tier, own, list);
}

/** Of the contacts of a tier, not more than all may send the case elsewhere. */
function checkShares({ products }: ScenarioFile, tier: Tier, own: FromTier, list: IssueList): void {
  const path = ['work', 'transfer', `tier${tier}`];
  for (const product of Object.keys(products)) {
    const sumOf = (some: FromTier) => some.reduce((sum, one) => sum + chanceOf(one, product), 0);
    const [all, down] = [sumOf(own), sumOf(own.filter(({ to }) => to < tier))];
    if (all <= 1 + TOLERANCE && down <= LOWER_MOST + TOLERANCE) continue;
    const isTooMany = all > 1 + TOLERANCE;
    const share = Number((isTooMany ? all : down).toPrecision(7));
    const where = isTooMany
      ? 'goes to other tiers'
      : 'goes to a lower tier, so that cases could go round for ever';
    const message = `a share of ${share} of the contacts of tier ${tier} for '${product}' ${where}`;
    const remedy = `lower the shares: together they are at most ${isTooMany ? 1 : LOWER_MOST}`;
    return list.error('out-of-range', path, message, remedy, 'key');
  }
}
