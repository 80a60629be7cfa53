import { assert, DAY_MS, definite, formatTimeOfDay, MINUTE_MS, present, RELEVANT, sumOf } from '#base';
import {
  type CasesByHour,
  casesBefore,
  clockOf,
  forecastSeries,
  type Holidays,
  openCasesOfLog,
  pooledSeries,
  type RestBacktest,
  type RestOfDay,
  readStories,
  restOfDay,
  settle,
} from '#calibration';
import { civilDateOf, type DayNumber, givenLaw, judgedKinds, levelKey, type Scenario } from '#domain';
import {
  casesByRates,
  type Executor,
  type Measure,
  measureNamed,
  replicateOnce,
  wantedShares,
} from '#experiment';
import type { TodayPage, TodayTarget } from '#report';
import {
  type DatedEvent,
  idOf,
  loadSource,
  parseSource,
  type ReadScenario,
  type ScenarioInput,
} from '#scenario';
import { type DatedCaseLog, instantOf } from '../calibration/dated-log.ts';
import { extendsPath, inputFor } from '../calibration/overlay-place.ts';
import { findActions } from '../experiment/action-search.ts';
import { spanOf } from '../import/log-backlog.ts';
import { orRefuse, refuse } from '../problem.ts';
import type { OpenedScenario } from '../scenario/load-scenario.ts';
import { type Demand, type DemandWords, demandOfCases, demandWithin } from './demand.ts';

/** A time of a day on the clock of a log. */
interface Now {
  readonly atMs: number;
  readonly day: DayNumber;
  readonly minute: number;
  /** End of the day, epoch ms. */
  readonly endMs: number;
}

export interface TodayQuestion {
  /** Whole days before the day. */
  readonly demand: Demand;
  readonly now: Now;
  readonly base: OpenedScenario;
  /** The log, if it is one of cases; null for a table of counts. */
  readonly log: DatedCaseLog | null;
  /** Folder of the files. */
  readonly out: string;
  readonly named: Holidays;
  readonly replications: number;
  readonly seed: string;
}

/** Level of the intervals of demand and of service. */
const LEVEL = 0.95;

/** Where an instant lies in its day, on a clock. */
function nowAt(atMs: number, timeZone: string): Now {
  const clock = clockOf(timeZone, { fromMs: atMs - DAY_MS, untilMs: atMs + 2 * DAY_MS });
  const day = clock.dayAt(atMs);
  const wallMs = atMs + clock.offsetAt(atMs) - day * DAY_MS;
  return { atMs, day, minute: wallMs / MINUTE_MS, endMs: clock.instantOf(day + 1, 0) };
}

/** A log until now. */
export type LogUntilNow = Pick<TodayQuestion, 'demand' | 'log' | 'now'>;

/** A case log until an instant, which is that of its last event if it is left out. */
export function casesUntilNow(
  whole: DatedCaseLog,
  at: string | undefined,
  { log: path, of }: DemandWords,
): LogUntilNow {
  const lastMs = spanOf(whole.cases)?.lastMs ?? whole.untilMs;
  const atMs = instantOf(of.origin, at, whole.clockZone) ?? lastMs + 1;
  if (atMs > lastMs + 1 || atMs <= whole.fromMs) {
    return refuse(
      `${of.origin} ${at} is not within ${path}: its events are from ${new Date(whole.fromMs).toISOString()} to ${new Date(lastMs).toISOString()}`,
      'name an instant between them',
    );
  }
  const log = { ...whole, untilMs: atMs };
  return { demand: demandOfCases(log), now: nowAt(atMs, log.clockZone), log };
}

/** A table of counts until an instant, which is the end of its last hour with cases if it is left out. */
export function countsUntilNow(demand: Demand, at: string | undefined, { of }: DemandWords): LogUntilNow {
  const days = [...(demand.hours ?? [])].sort(([one], [other]) => other - one);
  const [day = 0, hours = []] = days[0] ?? [];
  const dayMs = day * DAY_MS;
  const clock = clockOf(demand.timeZone, { fromMs: dayMs, untilMs: dayMs + 2 * DAY_MS });
  const lastHour = hours.findLastIndex((count) => count > 0);
  const atMs = instantOf(of.origin, at, demand.timeZone) ?? clock.instantOf(day, 60 * (lastHour + 1));
  return { demand, now: nowAt(atMs, demand.timeZone), log: null };
}

/** The days before the day of now, which must have hours. */
export function daysBefore({ demand, now }: LogUntilNow, words: DemandWords): Demand {
  if (demand.hours !== null) return demandWithin(demand, { from: null, origin: now.day }, words);
  return refuse(
    `${words.log} has no times of the day`,
    'name a table with a time in each row, or a case log',
  );
}

/** What the rest of a day brings to a desk, and what could be done about it. Null if it was ended. */
export async function todayPage(
  question: TodayQuestion,
  executor: Executor,
  goesOn: () => boolean,
): Promise<{ readonly page: TodayPage; readonly text: string } | null> {
  const { base, demand, now, replications, seed } = question;
  const hours = definite(demand.hours, 'the log has times');
  const found = restOf(question, hours);
  const { backlog, notes, read, scenario, text } = scenarioOfRest(question, hours, found.rest);
  const wanted = wantedShares(scenario);
  if (wanted.length === 0)
    return refuse(
      `${base.input.path} has no service level and no target`,
      "write 'serviceLevels' or 'targets'",
    );
  const measures = wanted.map(({ measure }) => measure);
  const watch = { isInterrupted: () => !goesOn(), done: () => {} };
  const records = await replicateOnce(scenario, { measures, replications, seed }, executor, watch);
  if (records === null) return null;
  const soFar = question.log === null ? null : levelsSoFar(question.log, scenario, now);
  const targets = wanted.map(({ measure, wanted: least }): TodayTarget => {
    const known = soFar?.get(measure.id) ?? null;
    const shares = records.flatMap(({ contributions }) => {
      const judged = (known?.judged ?? 0) + (contributions[measure.id]?.denominator ?? 0);
      const inTime = (known?.inTime ?? 0) + (contributions[measure.id]?.numerator ?? 0);
      return judged === 0 ? [] : [inTime / judged];
    });
    return {
      id: measure.id,
      title: measure.title,
      wanted: least,
      soFar: known,
      ...outcomesOf(shares, least),
    };
  });
  const moves = await movesFor(question, { read, scenario }, targets, executor, goesOn);
  if (moves === null) return null;
  return {
    text,
    page: {
      title: base.scenario.title,
      log: demand.name,
      at: `${civilDateOf(now.day)} ${formatTimeOfDay(now.minute)}`,
      timeZone: demand.timeZone,
      level: LEVEL,
      ...found,
      targets,
      replications,
      moves,
      backlog,
      notes: [...notes, ...demand.assumptions],
      law: givenLaw(scenario),
    },
  };
}

/** Mean, interval and chance of the day's outcome, from one share for each run. */
function outcomesOf(shares: readonly number[], least: number): Pick<TodayTarget, 'byEnd' | 'chance'> {
  if (shares.length === 0) return { byEnd: null, chance: null };
  const inOrder = [...shares].sort((one, other) => one - other);
  const at = (share: number) => inOrder[Math.round(share * (inOrder.length - 1))] ?? Number.NaN;
  const tail = (1 - LEVEL) / 2;
  return {
    byEnd: { mean: sumOf(shares) / shares.length, low: at(tail), high: at(1 - tail) },
    chance: shares.filter((share) => share >= least).length / shares.length,
  };
}

function restOf(
  { demand, named, now }: TodayQuestion,
  hours: CasesByHour,
): { readonly rest: RestOfDay; readonly tested: RestBacktest | null } {
  const soFar = casesBefore(hours.get(now.day), now.minute) ?? 0;
  const about = { day: now.day, minute: now.minute, soFar };
  const found = restOfDay(pooledSeries(demand.series), hours, about, { level: LEVEL, named });
  return (
    found ??
    refuse(
      `${demand.name}: no cases can be expected after ${formatTimeOfDay(now.minute)} on ${civilDateOf(now.day)} from the days before it`,
      'name a longer log, of two whole weeks before the day at least, or another time with --at',
    )
  );
}

/** The scenario of the rest of the day. */
interface RestScenario {
  /** The file, for people. */
  readonly text: string;
  readonly read: ReadScenario;
  readonly scenario: Scenario;
  /** Open cases that it starts from; null for a table of counts. */
  readonly backlog: number | null;
  readonly notes: readonly string[];
}

/**
 * The base from now until the end of the day: each segment has the cases that are expected of it, and all share one factor of the day. A case
 * log gives the open cases; with a table of counts the run begins at midnight and is measured from now on.
 */
function scenarioOfRest(
  { base, demand, log, named, now, out }: TodayQuestion,
  hours: CasesByHour,
  rest: RestOfDay,
): RestScenario {
  const shares = sharesOfRest(demand, now, named);
  const beginMs = log === null ? now.endMs - DAY_MS : now.atMs;
  const cut = (scenario: Scenario): Scenario => {
    const { warmUp: _, ...whole } = scenario;
    return log === null ? { ...whole, warmUp: { forMs: now.atMs - beginMs } } : whole;
  };
  const cases =
    log === null ? null : openCasesOfLog(log.cases, base.scenario, { atMs: now.atMs, writtenAtMs: now.atMs });
  const backlog =
    cases === null || cases.lines.length === 0 ? undefined : { file: 'open cases', text: cases.csv };
  const readOf = (factors: ReadonlyMap<string, number>) => {
    const text = overlayText({ base, factors, out, error: rest.error, beginMs, endMs: now.endMs });
    const input: ScenarioInput = { ...inputFor(`${out}/scenario.yaml`, text, base.input), backlog };
    const source = orRefuse(loadSource(input));
    return { text, read: { source, parsed: orRefuse(parseSource(source)) } };
  };
  const ids = base.scenario.segments.map(({ id }) => id);
  const known = ids.filter((id) => (shares.get(id) ?? 0) > 0);
  if (known.length === 0) {
    return refuse(
      `${base.input.path} has none of the segments of the log: ${[...shares.keys()].slice(0, 5).join(', ')}`,
      `translate them into ${ids.join(', ')}`,
    );
  }
  const plain = cut(readOf(new Map(known.map((id) => [id, 1]))).read.parsed.scenario);
  const factors = new Map(
    known.map((id) => {
      const usual = casesByRates(plain, segmentOf(plain, id), now.atMs - beginMs);
      return [id, usual > 0 ? Math.min(1000, (rest.cases * (shares.get(id) ?? 0)) / usual) : 1];
    }),
  );
  const { read, text } = readOf(factors);
  return {
    text,
    read,
    scenario: cut(read.parsed.scenario),
    backlog: log === null ? null : (cases?.lines.length ?? 0) - (cases?.resolved ?? 0),
    notes: [
      ...notesOf(shares, ids),
      ...(cases?.assumptions ?? []),
      ...(hours.has(now.day) ? [] : ['No case came today so far.']),
    ],
  };
}

function segmentOf({ segments }: Scenario, id: string): Scenario['streams'][number]['segment'] {
  return segments.findIndex((one) => one.id === id) as Scenario['streams'][number]['segment'];
}

function notesOf(shares: ReadonlyMap<string, number>, ids: readonly string[]): readonly string[] {
  const lacking = [...shares.keys()].filter((id) => !ids.includes(id));
  const others = ids.filter((id) => !shares.has(id));
  return [
    ...lacking.map((id) => `The scenario has no segment ${id}: its cases are left out of the runs.`),
    ...others.map((id) => `The log has no cases of ${id}: the scenario's own are simulated.`),
  ];
}

/** By segment: its share of the cases that are expected after now. */
function sharesOfRest(
  { series }: Demand,
  { day, minute }: Now,
  named: Holidays,
): ReadonlyMap<string, number> {
  const [first] = series;
  const ahead = day - (first?.firstDay ?? day) - (first?.dayCount ?? 0) + 1;
  const expected = new Map<string, number>();
  const forecast = forecastSeries(series, { ahead, named, widening: [] });
  forecast.series.forEach(({ days, segment }, k) => {
    const left = 1 - (casesBefore(series[k]?.hours, minute) ?? 0);
    expected.set(segment, (expected.get(segment) ?? 0) + left * (days.at(-1)?.cases ?? 0));
  });
  const all = sumOf([...expected.values()]);
  return new Map([...expected].map(([id, cases]) => [id, all > 0 ? cases / all : 0]));
}

interface OverlayParts {
  readonly base: OpenedScenario;
  readonly factors: ReadonlyMap<string, number>;
  readonly out: string;
  /** Coefficient of variation of the day's factor. */
  readonly error: number;
  readonly beginMs: number;
  readonly endMs: number;
}

function overlayText({ base, beginMs, endMs, error, factors, out }: OverlayParts): string {
  const shape = error > 0.01 ? Math.max(0.1, 1 / error ** 2) : null;
  const seconds = Math.max(1, Math.round((endMs - beginMs) / 1000));
  const start = new Date(Math.round(beginMs / 1000) * 1000).toISOString();
  return `${[
    '# What is left of the day. Each segment has the cases that are expected of it; the factor of the day that all share is drawn for each replication.',
    'meridian: 1',
    `extends: ${extendsPath(out, base.input.path)}`,
    `name: ${idOf(`${base.scenario.name}-today`, 'today')}`,
    `title: ${JSON.stringify(`${base.scenario.title}, the rest of the day`)}`,
    `start: ${start}`,
    `horizon: ${seconds} s`,
    'demand:',
    ...[...factors].map(
      ([id, factor]) => `  - { segment: ${JSON.stringify(id)}, factor: ${factor.toPrecision(6)} }`,
    ),
    ...(shape === null ? [] : [`busyness: { day-so-far: { shape: ${shape.toPrecision(5)} } }`]),
    'segments:',
    ...[...factors.keys()].map(
      (id) => `  ${JSON.stringify(id)}: { busyness: ${shape === null ? 'null' : 'day-so-far'} }`,
    ),
  ].join('\n')}\n`;
}

/** By service level, as experiments name it: cases of the day that were answered or given up before now, and those in time. */
function levelsSoFar(
  { cases, defaults }: DatedCaseLog,
  scenario: Scenario,
  { atMs, minute }: Now,
): ReadonlyMap<string, { readonly inTime: number; readonly judged: number }> {
  const fromMs = atMs - minute * MINUTE_MS;
  const { stories } = settle(readStories(cases, { fromMs, untilMs: atMs }).stories, defaults);
  const found = new Map<string, { inTime: number; judged: number }>();
  for (const kind of judgedKinds(scenario)) {
    const { level, product, segment } = kind;
    const counts = { inTime: 0, judged: 0 };
    for (const story of stories) {
      const isOwn =
        story.channel === level.channel &&
        story.severity === level.severity &&
        story.segment === scenario.segments[segment]?.id &&
        (product === null || story.product === scenario.products[product]?.id);
      if (!isOwn) continue;
      const answeredMs = story.spells.find(({ state }) => state === 'working')?.fromMs;
      if (answeredMs === undefined && story.ending === null) continue;
      counts.judged++;
      if (answeredMs !== undefined && answeredMs - story.openedMs <= level.withinMs) counts.inTime++;
    }
    found.set(levelKey(kind, scenario), counts);
  }
  return found;
}

/** The service level of the customers and channel of a target: a single run may have no case of one severity. */
function measureOf({ id }: TodayTarget, scenario: Scenario): Measure {
  const [, segment, channel] = id.split('/');
  const named = ['service level', segment, id.startsWith('service level/') ? channel : undefined];
  const found = measureNamed(present(named).join('/'), scenario.segments);
  assert(found.ok, `there is a service level for ${id}`);
  return found.value;
}

/** A shift for the rest of the day, which has a name and a date in the scenario, in the words of that day. */
function moveText(text: string): string {
  return text.replace(
    /new extra surge \d+ shift: (\d+) (agents?), hours \(dates [^,]*, from ([\d:]+), to ([\d:]+)\)/,
    '$1 more $2 from $3 to $4',
  );
}

/** A target with a smaller chance is in danger. */
const SAFE = 0.9;
const MOVES_MOST = 3;
const MOVES_REPLICATIONS = 20;

/** At most three moves for the target in most danger. `moves` is null if no target is in danger. Null if it was ended. */
async function movesFor(
  { demand, now, seed }: TodayQuestion,
  { read, scenario }: { readonly read: ReadScenario; readonly scenario: Scenario },
  targets: readonly TodayTarget[],
  executor: Executor,
  goesOn: () => boolean,
): Promise<TodayPage['moves'] | null> {
  const [worst] = targets
    .filter(({ chance }) => chance !== null && chance < SAFE)
    .sort(
      (one, other) =>
        (one.chance ?? 1) - (other.chance ?? 1) ||
        (one.byEnd?.mean ?? 1) - one.wanted - ((other.byEnd?.mean ?? 1) - other.wanted),
    );
  if (worst === undefined) return { for: null, tried: 0, best: [] };
  const measure = measureOf(worst, scenario);
  const { horizonMs, startEpochMs, warmUp } = scenario;
  const fromMs = Math.max(0, now.atMs - startEpochMs);
  const during: DatedEvent = { kind: 'surge', fromMs, toMs: horizonMs, of: [], timeZone: demand.timeZone };
  const page = await findActions(
    {
      ...read,
      cut: (one) => ({ ...one, ...(warmUp === undefined ? {} : { warmUp }) }),
      measures: [measure],
      relevance: RELEVANT,
      during,
      isToday: true,
      seed,
      replications: MOVES_REPLICATIONS,
      level: LEVEL,
    },
    executor,
    goesOn,
  );
  if (page === null) return null;
  const helpful = page.tried.filter(({ gain, isHelpful }) => isHelpful && (gain?.mean ?? 0) >= page.least);
  return {
    for: measure.title,
    tried: page.simulated + page.screened,
    best: helpful.slice(0, MOVES_MOST).map(({ gain, kind, text }) => ({ kind, text: moveText(text), gain })),
  };
}
