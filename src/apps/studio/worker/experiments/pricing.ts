import { plural } from '#base';
import { drawnSections, priceSections } from '#report';
import {
  pricedFrom,
  priceFiles,
  pricePage,
  pricePlan,
  staffThatBuysBack,
} from '../../../shared/experiment/price-of-promise.ts';
import type { ExperimentAnswer, PriceRequest } from '../../protocol.ts';
import { endedEarly } from '../run-scenario.ts';
import { goesOn, goodValue, Refusal } from '../work.ts';
import { type Bench, withExecutor } from './executors.ts';
import { LEVEL, recordsOf } from './replicating.ts';

/** What the promise costs in service, step by step, and the staff that restores the service, as in `meridian price`. */
export async function priceOfPromise(request: PriceRequest, bench: Bench): Promise<ExperimentAnswer> {
  const parsed = goodValue(await bench.library.parse(request.scenario));
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
  const records = await recordsOf(variants, recorded, { replications, seed }, bench);
  const priced = pricedFrom(plan, records, LEVEL);
  const { goal, worse } = priced;
  let tried = 0;
  const staff =
    request.withStaff && goal !== null && worse.length > 0
      ? await withExecutor(bench, (executor) =>
          staffThatBuysBack(plan, worse, { goal, replications, seed, level: LEVEL, executor }, () =>
            goesOn(bench.work, 'searching', 0, tried++),
          ),
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
    sections: drawnSections(priceSections(page)),
    files: priceFiles(page),
    edited: null,
  };
}
