import type { Executor } from '#experiment';
import { hiringCsv, renderHiring, renderHiringText } from '#report';
import { parseHiringPlan } from '#scenario';
import { hiringPage, requiredByGrowth, requiredByPlan } from '../../shared/experiment/hiring.ts';
import { readText } from '../../shared/host.ts';
import { type Outcome, orRefuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { openScenario } from '../../shared/scenario/load-scenario.ts';
import { runSearch } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, TRIED } from '../experiment/result-place.ts';
import { share } from '../options/values.ts';
import { progressLines } from '../progress.ts';
import { questionOf, type SearchOptions } from './staff.ts';

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
  const files = {
    'hiring.csv': hiringCsv(page),
    'hiring.json': `${JSON.stringify(page, null, 2)}\n`,
    'hiring.html': renderHiring(page),
  };
  const write = (style: Parameters<typeof renderHiringText>[1]) => renderHiringText(page, style);
  const results = { files, json: page, text: write, law: page.law };
  giveResults(place, results, options, given === null ? [TRIED] : []);
  return page.groups.every(({ months }) => months.every(({ isMet }) => isMet)) ? 'clean' : 'violation';

  async function searched() {
    const { question, settings } = questionOf(source, options);
    const progress = progressLines(options.quiet === true);
    const search = (executor: Executor, goesOn: () => boolean) =>
      requiredByGrowth(question, plan, executor, (evaluations, hours) => {
        progress(() => `staffing ${evaluations + 1}: ${Math.round(hours)} agent hours`);
        return goesOn();
      });
    const kind = `hiring ${source.scenario.name}`;
    return orRefuse(await runSearch(search, kind, { settings, place, options, context }));
  }
}
