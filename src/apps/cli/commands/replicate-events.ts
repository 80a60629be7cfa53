import { assert, definite, RELEVANT } from '#base';
import { givenLaw, type Scenario } from '#domain';
import { type Executor, kindsOfCases, measureNamed, moreCases } from '#experiment';
import { withoutEvent } from '#planning';
import { type EventsPage, renderEventsText, worstHit } from '#report';
import { type DatedEvent, parseSource, type ReadScenario } from '#scenario';
import { plannedEvents } from '../../shared/experiment/action-search.ts';
import { orRefuse, refuse, unlessRefused } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { readScenario } from '../../shared/scenario/load-scenario.ts';
import { runExperiment, runSearch } from '../experiment/experiment-run.ts';
import { giveResults, PLAN, placeOf, RECORDS, type Results, TRIED } from '../experiment/result-place.ts';
import { type ExperimentOptions, type ExperimentTask, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';
import { findWithProgress } from '../run/try-changes.ts';

const EVENTS_MOST = 5;
/** Fewer replications of a temporary shift seldom tell that it helps. */
const REPLICATIONS_LEAST = 20;

/** `meridian run --events`: pairs of runs with and without each event of the scenario, under common random numbers. */
export async function replicateEvents(
  name: string,
  options: ExperimentOptions & Extent,
  context: CommandContext,
): Promise<void> {
  const read = readScenario(name, undefined, options.set);
  const scenario = withExtent(read.parsed.scenario, options);
  const all = plannedEvents(read.parsed.events, scenario);
  if (all.length === 0)
    return refuse(
      `${name} has no planned outage, closure or surge within the run`,
      'name one under `outages.planned`, `closures` or `surges`; changes of law are compared by `meridian compare`',
    );
  const events = all.slice(0, EVENTS_MOST);
  const others = events.map((event) => withExtent(scenarioWithout(read, event, name), options));
  const kinds = kindsOfCases([scenario]);
  const settings = settingsOfExperiment(options, []);
  const place = placeOf(options.out, `runs/${scenario.name}-events`);
  const scenarios = [
    { name: scenario.name, scenario },
    ...others.map((other, k) => ({ name: `without event ${k + 1}`, scenario: other })),
  ];
  const measures = kinds.flatMap((kind) => kind.measures);
  const seed = options.seed ?? scenario.seed;
  const task = { settings, place, options, context };
  const outcome = await runExperiment(
    { kind: 'events', seed, scenarios, measures: scenarios.map(() => measures) },
    task,
  );
  const [with_ = [], ...without] = outcome.records;
  const { level } = settings;
  const effects = events.map((event, k) => ({
    event,
    ...moreCases(kinds, [without[k] ?? [], with_], level),
  }));
  const hit = worstHit(effects);
  const helped =
    hit === null ? null : { ...hit, actions: await temporaryShifts(read, { ...hit, events, seed }, task) };
  const page: EventsPage = {
    title: scenario.title,
    name,
    level,
    replications: with_.length,
    leftOut: all.length - events.length,
    scenario,
    effects,
    helped,
  };
  const { scenario: _, ...json } = page;
  const files = { 'events.json': `${JSON.stringify(json, null, 2)}\n` };
  const text: Results['text'] = (style) => renderEventsText(page, style);
  const kept = helped === null ? [PLAN, RECORDS] : [PLAN, RECORDS, TRIED];
  return giveResults(place, { files, json, text, law: givenLaw(scenario) }, options, kept);
}

function scenarioWithout({ parsed, source }: ReadScenario, event: DatedEvent, name: string): Scenario {
  const { events, scenario } = orRefuse(parseSource(withoutEvent(source, event)));
  const others = parsed.events.filter((one) => one !== event);
  if (JSON.stringify(events) === JSON.stringify(others)) return scenario;
  return refuse(
    `${name}: the event of ${event.of.join(', ')} cannot be taken out of the file by itself`,
    'write it as a span of its own, or compare two files with `meridian compare`',
  );
}

interface AskedShifts extends NonNullable<ReturnType<typeof worstHit>> {
  readonly events: readonly DatedEvent[];
  readonly seed: string;
}

/** What could have been done for the cases that an event hit, while it lasted. */
async function temporaryShifts(
  read: ReadScenario,
  { channel, effect, events, seed, segment }: AskedShifts,
  task: ExperimentTask & { readonly options: ExperimentOptions & Extent },
) {
  const { options, settings } = task;
  const measure = `service level/${segment}/${channel}`;
  const named = measureNamed(measure, read.parsed.scenario.segments);
  assert(named.ok, `${measure} is a measure`);
  const question = {
    ...read,
    measures: [named.value],
    during: definite(events[effect], 'an effect has an event'),
    cut: (one: Scenario) => unlessRefused(() => withExtent(one, options)),
    seed,
    replications: Math.max(REPLICATIONS_LEAST, settings.stopping.minimum),
    level: settings.level,
    relevance: RELEVANT,
  };
  const search = (executor: Executor, goesOn: () => boolean) =>
    findWithProgress(question, executor, options.quiet === true, goesOn);
  return runSearch(search, `what would have helped ${read.parsed.scenario.name}`, task);
}
