import { plural } from '#base';
import { renderPriceSections } from '#report';
import {
  pricedFrom,
  priceFiles,
  pricePage,
  pricePlan,
  staffThatBuysBack,
} from '../../../shared/experiment/price-of-promise.ts';
import type { ExperimentAnswer, PriceRequest } from '../../protocol.ts';
import { goodValue } from '../bad-scenario.ts';
import type { Library } from '../library.ts';
import { endedEarly } from '../run-scenario.ts';
import { Refusal, type Work } from '../work.ts';
import { type Executors, withExecutor } from './executors.ts';
import { LEVEL, recordsOf } from './replicating.ts';

/** What the promise costs in service, step by step, and the staff that restores the service, as in `meridian price`. */
export async function priceOfPromise(
  library: Library,
  request: PriceRequest,
  executors: Executors,
  work: Work,
): Promise<ExperimentAnswer> {
  const parsed = goodValue(await library.parse(request.scenario));
  const scenario = endedEarly(parsed, request.until);
  const plan = pricePlan(scenario);
  if (plan === null)
    throw new Refusal(
      `${scenario.name} restricts nothing, so there is no price: choose a scenario in which a segment has a promise`,
    );
  const { replications } = request;
  const seed = request.seed ?? scenario.seed;
  const variants = plan.variants.map((variant) => variant.scenario);
  const recorded = [...plan.measures, ...plan.losses];
  const records = await recordsOf(variants, recorded, { replications, seed }, executors, work);
  const priced = pricedFrom(plan, records, LEVEL);
  const { goal, worse } = priced;
  let tried = 0;
  const staff =
    request.withStaff && goal !== null && worse.length > 0
      ? await withExecutor(
          executors,
          work,
          () => {},
          (executor) =>
            staffThatBuysBack(plan, worse, { goal, replications, seed, level: LEVEL, executor }, () => {
              work.progress({ share: 0, stage: 'searching', cases: tried++, waiting: 0 });
              return !work.signal.aborted;
            }),
        )
      : [];
  const page = pricePage(plan, priced, staff);
  return {
    heading: `The price of residency: ${scenario.title}`,
    extent: {
      simulatedMs: scenario.horizonMs,
      horizonMs: parsed.scenario.horizonMs,
      text: `${plural(replications, 'replication')} of each variant, seed ${seed}`,
    },
    sections: renderPriceSections(page),
    files: priceFiles(page),
    edited: null,
  };
}
