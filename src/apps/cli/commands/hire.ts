import type { Executor } from '#experiment';
import { hiringCsv, renderHiring, renderHiringText } from '#report';
import { parseHiringPlan } from '#scenario';
import { hiringPage, requiredByGrowth, requiredByPlan } from '../../shared/experiment/hiring.ts';
import { resultFiles } from '../../shared/experiment/result-files.ts';
import { readText } from '../../shared/host.ts';
import { type Outcome, orRefuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { runSearch } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, resultsOf, TRIED } from '../experiment/result-place.ts';
import { share } from '../options/values.ts';
import { questionOf, type SearchOptions, tellingStaffings } from './staff.ts';

interface HireOptions extends SearchOptions {
  readonly plan: string;
  readonly safe?: string;
}

/** `meridian hire`: the fewest hires whose staff meets what each month requires, and when their classes start. */
export async function hire(name: string, options: HireOptions, context: CommandContext): Promise<Outcome> {
  const safe = options.safe === undefined ? null : share('--safe', options.safe);
  const source = openScenario(name, options.set);
  const text = orRefuse(readText(options.plan), 'name a hiring plan; docs/do/plan-hiring.md shows one');
  const groups = source.scenario.groups.map(({ id }) => id);
  const plan = orRefuse(parseHiringPlan(options.plan, text, groups));
  const place = placeOf(options.out, `runs/hiring-${source.scenario.name}`);
  const given = requiredByPlan(plan);
  const page = hiringPage(source.scenario, plan, given ?? (await searched()), safe);
  const files = resultFiles('hiring', page, hiringCsv(page), renderHiring(page));
  giveResults(place, resultsOf(page, files, renderHiringText), options, given === null ? [TRIED] : []);
  return page.groups.every(({ months }) => months.every(({ isMet }) => isMet)) ? 'clean' : 'violation';

  async function searched() {
    const { question, settings } = questionOf(source, options);
    const told = tellingStaffings(options);
    const search = (executor: Executor, goesOn: () => boolean) =>
      requiredByGrowth(question, plan, executor, told(goesOn));
    const kind = `hiring ${source.scenario.name}`;
    return orRefuse(await runSearch(search, kind, { settings, place, options, context }));
  }
}
