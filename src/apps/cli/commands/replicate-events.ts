import { assert, sumOf } from '#base';
import { CHANNELS, givenLaw, type Scenario } from '#domain';
import { type Measure, measureNamed, type ReplicationRecord } from '#experiment';
import { withoutEvent } from '#planning';
import { type EventsPage, renderEventsText } from '#report';
import { type DatedEvent, parseSource, type ReadScenario, touchesRun } from '#scenario';
import { estimateMean } from '#statistics';
import { type Outcome, orRefuse, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { readScenario } from '../../shared/scenario/load-scenario.ts';
import { runExperiment } from '../experiment/experiment-run.ts';
import { placeOf } from '../experiment/result-place.ts';
import { giveResults, type Results } from '../experiment/results.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, withExtent } from '../options/extent.ts';

const EVENTS_MOST = 5;

/** `meridian run --events`: pairs of runs with and without each event of the scenario, under common random numbers. */
export async function replicateEvents(
  name: string,
  options: ExperimentOptions & Extent,
  context: CommandContext,
): Promise<Outcome> {
  const read = readScenario(name, undefined, options.set);
  const scenario = withExtent(read.parsed.scenario, options);
  const all = read.parsed.events.filter(
    (event) => event.kind !== 'law' && touchesRun(event, scenario.horizonMs),
  );
  if (all.length === 0)
    return refuse(
      `${name} has no planned outage, closure or surge within the run`,
      'name one under `outages.planned`, `closures` or `surges`; changes of law are compared by `meridian compare`',
    );
  const events = all.slice(0, EVENTS_MOST);
  const others = events.map((event) => withExtent(scenarioWithout(read, event, name), options));
  const kinds = kindsOf(scenario);
  const settings = settingsOfExperiment(options, []);
  const place = placeOf(options.out, `runs/${scenario.name}-events`);
  const scenarios = [
    { name: scenario.name, scenario },
    ...others.map((other, k) => ({ name: `without event ${k + 1}`, scenario: other })),
  ];
  const measures = kinds.flatMap((kind) => kind.measures);
  const seed = options.seed ?? scenario.seed;
  const outcome = await runExperiment(
    { kind: 'events', seed, scenarios, measures: scenarios.map(() => measures) },
    { settings, place, options, context },
  );
  const [with_ = [], ...without] = outcome.records;
  const { level } = settings;
  const page: EventsPage = {
    title: scenario.title,
    name,
    level,
    replications: with_.length,
    leftOut: all.length - events.length,
    scenario,
    effects: events.map((event, k) => effectOf(event, kinds, [with_, without[k] ?? []], level)),
  };
  const { scenario: _, ...json } = page;
  const files = { 'events.json': `${JSON.stringify(json, null, 2)}\n` };
  const text: Results['text'] = (style) => renderEventsText(page, style);
  return giveResults(place, { files, json, text, law: givenLaw(scenario) }, options);
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

/** Cases of a segment on a channel, and what is counted of them. */
interface CasesOfKind {
  readonly segment: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly measures: readonly Measure[];
}

const COUNTED = ['service level', 'abandoned', 'balked', 'blocked'] as const;

function kindsOf({ segments, streams }: Scenario): readonly CasesOfKind[] {
  return segments.flatMap(({ id }, s) =>
    CHANNELS.filter((channel) => streams.some((one) => one.segment === s && one.channel === channel)).map(
      (channel) => ({
        segment: id,
        channel,
        measures: COUNTED.map((figure) => {
          const measure = measureNamed(`${figure}/${id}/${channel}`, segments);
          assert(measure.ok, `${figure} is a measure`);
          return measure.value;
        }),
      }),
    ),
  );
}

function effectOf(
  event: DatedEvent,
  kinds: readonly CasesOfKind[],
  pair: readonly [readonly ReplicationRecord[], readonly ReplicationRecord[]],
  level: number,
): EventsPage['effects'][number] {
  const [with_, without] = pair;
  const estimates = (whose: readonly CasesOfKind[]) => {
    const more = (of: 'bad' | 'lost') =>
      with_.map((record, r) =>
        sumOf(whose.map((kind) => countsOf(kind, record)[of] - countsOf(kind, without[r] ?? record)[of])),
      );
    return { lateOrLost: estimateMean(more('bad'), level), lost: estimateMean(more('lost'), level) };
  };
  return {
    event,
    all: estimates(kinds),
    by: kinds.map((kind) => ({ segment: kind.segment, channel: kind.channel, ...estimates([kind]) })),
  };
}

/** Cases of one run that were late or lost, and those lost. The service level judges those answered and those that gave up. */
function countsOf({ measures }: CasesOfKind, { contributions }: ReplicationRecord) {
  const [level, abandoned = 0, balked = 0, blocked = 0] = measures.map(({ id }, k) => {
    const { denominator = 0, numerator = 0 } = contributions[id] ?? {};
    // Shares have six digits.
    return Math.round(k === 0 ? denominator - numerator : numerator);
  });
  const lost = abandoned + balked + blocked;
  return { bad: Math.max(lost, (level ?? 0) + balked + blocked), lost };
}
