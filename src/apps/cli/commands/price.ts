import { DAY_MS, formatDuration, MINUTE_MS, plural, SECOND_MS, sumOf } from '#base';
import type { Executor, PriceInStaff } from '#experiment';
import { type PriceOfStaff, renderPriceText } from '#report';
import {
  PRICE_GOAL,
  type PricedPromise,
  priceFiles,
  pricePage,
  RESTRICTED,
  staffThatBuysBack,
  staffWithoutPromise,
} from '../../shared/experiment/price-of-promise.ts';
import { refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { note } from '../../shared/terminal.ts';
import { runSearch } from '../experiment/experiment-run.ts';
import { giveResults, PLAN, placeOf, RECORDS, type Results, TRIED } from '../experiment/result-place.ts';
import { settingsOfExperiment } from '../experiment/settings.ts';
import { wholeNumber } from '../options/values.ts';
import { progressLines } from '../progress.ts';
import { type PriceOptions, type PriceTask, planFor, pricedVariants, priceLevels } from './price-levels.ts';

/** `meridian price`: what the promise costs in service, and the staff that restores it. */
export async function price(name: string, options: PriceOptions, context: CommandContext): Promise<void> {
  if (options.levels === true) return priceLevels(name, options, context);
  const plan = planFor(name, options);
  const { scenario } = plan;
  const searches = wholeNumber('--restaff', options.restaff ?? '0', 0, 100);
  const settings = settingsOfExperiment(options, [PRICE_GOAL]);
  if (searches > 0 && settings.stopping.minimum < 2) {
    return refuse(
      "--restaff holds the service of today's staff, which one replication does not tell",
      'give --replications 10',
    );
  }
  const place = placeOf(options.out, `runs/price-${scenario.name}`);
  const seed = options.seed ?? scenario.seed;
  const task: PriceTask = { plan, seed, settings, place, options, context };
  const priced = await pricedVariants('price', task);
  const { goal, worse } = priced;
  const isBought = options.staff !== false && goal !== null && worse.length > 0;
  const staff = isBought ? await staffFor(task, priced, goal) : [];
  const inStaff = searches === 0 ? null : await restaffed(name, task, priced, searches);
  const page = pricePage(plan, priced, staff, inStaff);
  const { comparison, law } = page;
  const json = { law, comparison, restricted: plan.restricted, staff, inStaff };
  const text: Results['text'] = (style) => {
    const answer = renderPriceText(page, RESTRICTED, style).replace(/\n$/, '');
    return options.staff !== false && worse.length === 0 ? `${answer}\n${NOTHING_TO_BUY}` : answer;
  };
  const kept = isBought || searches > 0 ? [PLAN, RECORDS, TRIED] : [PLAN, RECORDS];
  return giveResults(place, { files: priceFiles(page), json, text, law }, options, kept);
}

/** For each variant that lowers the service level, the staff that restores it. */
async function staffFor(
  task: PriceTask,
  { comparison, worse }: PricedPromise,
  goal: number,
): Promise<readonly PriceOfStaff[]> {
  const { options, plan, seed } = task;
  const { level } = task.settings;
  const { replications } = comparison;
  const progress = progressLines(options.quiet === true);
  const search = (executor: Executor, goesOn: () => boolean) =>
    staffThatBuysBack(plan, worse, { goal, replications, seed, level, executor }, (variant, added) => {
      progress(() => `${variant}: ${added} more agents …`);
      return goesOn();
    });
  return runSearch(search, `price of ${plan.scenario.name}`, task);
}

/** What the promise costs in staff at equal service. `name`: the scenario, as the command takes it. */
function restaffed(
  name: string,
  task: PriceTask,
  priced: PricedPromise,
  searches: number,
): Promise<PriceInStaff | 'not found'> {
  const { options, plan, seed, settings } = task;
  const progress = progressLines(options.quiet === true);
  const shifts = sumOf(plan.scenario.groups.map((group) => group.shifts.length));
  const startedMs = performance.now();
  let tried = 0;
  const search = async (executor: Executor, goesOn: () => boolean) => {
    const { level } = settings;
    const { replications } = priced.comparison;
    const run = { searches, replications, level, seed, executor };
    const found = await staffWithoutPromise(plan, priced, {
      ...run,
      watch: () => {
        tried++;
        progress(() => `with and without the promise: staffing ${tried} …`);
        if (tried === PACED) {
          const eachMs = (performance.now() - startedMs) / (PACED - 1);
          const long = longNote(name, {
            eachMs,
            horizonMs: plan.scenario.horizonMs,
            replications,
            searches,
            shifts,
          });
          if (long !== null) note(long);
        }
        return goesOn();
      },
    });
    return found ?? 'not found';
  };
  return runSearch(search, `staff without the promise of ${plan.scenario.name}`, task);
}

/** Staffings after which the pace of the search is known. */
const PACED = 4;
const LONG_MS = 10 * MINUTE_MS;
/** Two searches of two replications are the fewest that give an interval. */
const FEWEST = 2;

interface Pace {
  /** Time of one staffing. */
  readonly eachMs: number;
  readonly horizonMs: number;
  readonly replications: number;
  readonly searches: number;
  readonly shifts: number;
}

/**
 * If a search takes more than ten minutes: how long, and a command that takes less, or that there is none. A search tries each shift at least once, with
 * the promise and without it, and seldom more often than three times. Null if it does not take as long.
 */
export function longNote(
  name: string,
  { eachMs, horizonMs, replications, searches, shifts }: Pace,
): string | null {
  const leastMs = 2 * searches * shifts * eachMs;
  if (leastMs <= LONG_MS) return null;
  const fewestMs = (3 * leastMs * FEWEST * FEWEST) / (searches * replications);
  const days = Math.floor((horizonMs * Math.min(1, LONG_MS / fewestMs)) / DAY_MS);
  const shorter = `meridian price ${name} --restaff ${FEWEST} --replications ${FEWEST} --until "${plural(days, 'day')}"`;
  const advice =
    days === 0
      ? 'the scenario is too large: not even a day of it takes less than ten minutes'
      : `in about ten minutes: ${shorter}`;
  return `the search tries each of ${shifts} shifts several times, which takes ${formatDuration(leastMs / SECOND_MS)} or more at this pace; ${advice}`;
}

const NOTHING_TO_BUY =
  'No variant detectably lowers the service level of restricted customers: there is nothing to restore.';
