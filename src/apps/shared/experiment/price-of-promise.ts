import { assert } from '#base';
import { givenLaw, type Scenario } from '#domain';
import {
  addedFte,
  addedWages,
  buyBack,
  type Comparison,
  channelsOf,
  commonCurrency,
  compare,
  estimateOf,
  type Goal,
  groupsFor,
  lossesBehind,
  type Measure,
  measuresOf,
  measuresOver,
  type PriceInStaff,
  priceInStaff,
  promiseVariants,
  type ReplicationRecord,
  restrictedSegments,
  withMoreAgents,
  withWaitsByChannel,
} from '#experiment';
import { groupTitleOf } from '#planning';
import { type PriceInput, type PriceOfStaff, priceReason, renderComparisonCsv, renderPrice } from '#report';
import { boundsOf } from '#statistics';
import { resultFiles } from './result-files.ts';
import { auditorsPermissions } from './staff-search.ts';

/** Suffix of ids and titles of the measures of restricted customers. */
export const RESTRICTED = 'restricted customers';
/** The measure to restore by adding staff. */
export const PRICE_GOAL = `service level/${RESTRICTED}`;
/** Upper limit for added agents, as a multiple of the agents who may work on the cases. */
const MOST = 4;

type Variant = ReturnType<typeof promiseVariants>[number];

/** Scenarios to run for a price: without a promise, then with the promise step by step. */
export interface PricePlan {
  readonly scenario: Scenario;
  readonly restricted: readonly string[];
  readonly variants: readonly Variant[];
  readonly measures: readonly Measure[];
  /** Not shown: they tell whether a measure improved only because cases were lost. */
  readonly losses: readonly Measure[];
}

/** Null if the scenario restricts nothing. */
export function pricePlan(scenario: Scenario): PricePlan | null {
  const restricted = restrictedSegments(scenario);
  if (restricted.length === 0) return null;
  const currency = commonCurrency([scenario]);
  const overall = withWaitsByChannel(measuresOf([], currency), [scenario]);
  const ofRestricted = restrictedMeasures(scenario, restricted, currency);
  return {
    scenario,
    restricted,
    variants: promiseVariants(scenario),
    measures: [...overall, ...ofRestricted.shown],
    losses: [...lossesBehind(overall, []), ...ofRestricted.losses],
  };
}

/** Figures of the restricted customers; waits by channel, with the losses that may be behind them. */
function restrictedMeasures(scenario: Scenario, restricted: readonly string[], currency: string | null) {
  const together = measuresOver(RESTRICTED, restricted, currency);
  const used = restricted.flatMap((segment) => channelsOf(scenario, segment));
  const channels = [...new Set(used)];
  if (channels.length < 2) return { shown: together, losses: [] };
  const byChannel = channels.flatMap((channel) => measuresOver(RESTRICTED, restricted, null, channel));
  const isOf = (figure: string) => (measure: Measure) => measure.id.startsWith(`${figure}/`);
  return {
    shown: together.flatMap((measure) =>
      isOf('speed of answer')(measure) ? byChannel.filter(isOf('speed of answer')) : [measure],
    ),
    losses: byChannel.filter((measure) => isOf('abandonment')(measure) || isOf('unanswered')(measure)),
  };
}

export interface PricedPromise {
  readonly comparison: Comparison;
  /** Service level of restricted customers without any promise; null if it was never measured. */
  readonly goal: number | null;
  /** Variants that lower it detectably. */
  readonly worse: readonly Variant[];
}

export function pricedFrom(
  { measures, variants }: PricePlan,
  records: readonly (readonly ReplicationRecord[])[],
  level: number,
): PricedPromise {
  const comparison = compare(
    variants.map(({ id }) => id),
    measures,
    records,
    { level },
  );
  const row = comparison.measures.find(({ measure }) => measure.id === PRICE_GOAL);
  return {
    comparison,
    goal: estimateOf(records[0] ?? [], PRICE_GOAL, level)?.mean ?? null,
    worse: variants.slice(1).filter((_, i) => row?.others[i]?.verdict === 'worse'),
  };
}

type BuyBackRun = Pick<
  Parameters<typeof buyBack>[2],
  'executor' | 'goal' | 'level' | 'replications' | 'seed'
>;

/**
 * For each variant that lowers the service level, the staff that restores it. Calls `watch` before each number is
 * tried; if it returns false, returns what was found so far.
 */
export async function staffThatBuysBack(
  { restricted }: PricePlan,
  worse: readonly Variant[],
  run: BuyBackRun,
  watch: (variant: string, added: number) => boolean,
): Promise<readonly PriceOfStaff[]> {
  const measure = measuresOver(RESTRICTED, restricted).find(({ id }) => id === PRICE_GOAL);
  assert(measure !== undefined, `there is no measure ${PRICE_GOAL}`);
  const staff: PriceOfStaff[] = [];
  for (const variant of worse) {
    const watchVariant = (added: number) => watch(variant.id, added);
    const found = await buyBackFor(variant, restricted, { ...run, measure, watch: watchVariant });
    if (found === null) break;
    staff.push(found);
  }
  return staff;
}

/** What both staffs have to reach. Where fewer cases are answered, a service level alone would be no equal service. */
const EQUAL = ['service level', 'abandonment', 'unanswered'];

/** The service of today's staff under the promise, less what chance makes. */
export function equalService(
  { measures }: Pick<PricePlan, 'measures'>,
  { comparison }: Pick<PricedPromise, 'comparison'>,
  level: number,
): readonly Goal[] {
  const ids = EQUAL.flatMap((id) => [id, `${id}/${RESTRICTED}`]);
  return measures.flatMap((measure) => {
    if (!ids.includes(measure.id)) return [];
    const row = comparison.measures.find((one) => one.measure.id === measure.id);
    const today = row?.others.at(-1)?.estimate ?? null;
    if (today === null) return [];
    const { high, low } = boundsOf(today);
    // No case in n runs does not show that there is none: a mean of −ln(1 − level) ÷ n a run would show none just as well.
    const unseen = measure.unit === 'cases' ? -Math.log(1 - level) / comparison.replications : 0;
    return [{ measure, value: measure.better === 'more' ? low : Math.max(high, unseen) }];
  });
}

/** What the promise costs in staff at equal service. Null if a search finds no staff, or was ended. */
export function staffWithoutPromise(
  plan: PricePlan,
  priced: PricedPromise,
  run: Omit<Parameters<typeof priceInStaff>[2], 'goals' | 'permissionsIn'>,
): Promise<PriceInStaff | null> {
  const { scenario, variants } = plan;
  const goals = equalService(plan, priced, run.level);
  const without = variants[0]?.scenario ?? scenario;
  return priceInStaff(scenario, without, { ...run, goals, permissionsIn: auditorsPermissions });
}

/** Null if interrupted. */
async function buyBackFor(
  { id: variant, scenario }: Variant,
  restricted: readonly string[],
  run: Omit<Parameters<typeof buyBack>[2], 'most'>,
): Promise<PriceOfStaff | null> {
  const groups = groupsFor(scenario, restricted);
  const agentsOf = (group: number) =>
    (scenario.groups[group]?.shifts ?? []).reduce((sum, { agents }) => sum + agents, 0);
  const have = groups.reduce((sum, group) => sum + agentsOf(group), 0);
  const found = await buyBack(scenario, groups, { ...run, most: MOST * have });
  if (found === null) return null;
  const places = found.places.map(({ agents, group }) => {
    const { centre = -1, languages = [] } = scenario.groups[group] ?? {};
    const spoken = languages.map((l) => scenario.languages[l]).join(', ');
    const title = scenario.centres[centre]?.title ?? '';
    return { group: groupTitleOf(group, scenario), centre: title, languages: spoken, agents };
  });
  const staffed = found.places.reduce(
    (so, { agents, group }) => withMoreAgents(so, [group], agents),
    scenario,
  );
  const wages = found.places.length === 0 ? null : addedWages(scenario, staffed);
  return {
    variant,
    goal: run.goal,
    buyBack: found,
    places,
    wages,
    fte: addedFte(scenario, staffed),
  };
}

export function pricePage(
  { restricted, scenario, variants }: PricePlan,
  { comparison }: PricedPromise,
  staff: readonly PriceOfStaff[],
  inStaff: PriceInput['inStaff'] = null,
): PriceInput {
  const without = variants[0]?.scenario ?? scenario;
  return {
    title: scenario.title,
    law: givenLaw(scenario),
    comparison,
    variants: variants.map(({ beyond, id, keeps, scenario: promised, title }, v) => ({
      beyond,
      id,
      keeps,
      title,
      reason: v === 0 ? null : priceReason(without, promised, restricted),
    })),
    restricted: scenario.segments
      .filter(({ id }) => restricted.includes(id))
      .map(({ id, title: name }) => ({ id, title: name })),
    staff,
    inStaff,
  };
}

export function priceFiles(page: PriceInput) {
  const { comparison, inStaff, law, staff, variants } = page;
  const restricted = page.restricted.map(({ id }) => id);
  const json = { law, comparison, variants, restricted, staff, inStaff };
  return resultFiles('price', json, renderComparisonCsv(comparison), renderPrice(page));
}
