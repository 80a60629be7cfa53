import { failure, type Relevance, type Result, success, sumOf } from '#base';
import { givenLaw, type Scenario, servesLanguage } from '#domain';
import {
  type Executor,
  estimateOfSeen,
  findBestActions,
  type GoalProblem,
  groupsFor,
  type Measure,
  measureNamed,
  replicateOnce,
  wantedShares,
} from '#experiment';
import {
  type ActionEdit,
  actionEdits,
  editsOfToday,
  isAway,
  overrideOfEdit,
  overtimeEdits,
  replicatedVerdicts,
  screeningOf,
  temporaryEdits,
} from '#planning';
import { type ActionsPage, renderActions, renderActionsCsv, scenarioChanges } from '#report';
import {
  type DatedEvent,
  inlineYaml,
  parseSource,
  type ReadScenario,
  type ScenarioSource,
  touchesRun,
  treeOf,
} from '#scenario';
import { issueKey } from './proposed-staff.ts';
import { resultFiles } from './result-files.ts';

/** The best action for a scenario, for commands and pages alike. */

export interface ActionQuestion extends ReadScenario {
  /** The scenario as far as it is simulated; null if it cannot be. */
  readonly cut: (scenario: Scenario) => Scenario | null;
  /** The first is to improve. Null: the target that is missed by most cases, or the service level of all cases. */
  readonly measures: readonly Measure[] | null;
  /** The smallest gain that matters. */
  readonly relevance: Relevance;
  /** If given, only what could be done while this event lasts is tried. */
  readonly during?: DatedEvent;
  /** With `during`: whether changes of the same day that no one has to be called in for are tried as well. */
  readonly isToday?: boolean;
  readonly seed: string;
  readonly replications: number;
  readonly level: number;
}

/** Replications that choose the target to improve. */
const FIRST_REPLICATIONS = 8;
/** Temporary shifts are tried for this many events, the first ones. */
const EVENTS_MOST = 5;

/** `goesOn` is asked before each step, with the replications made and how many there will be. Null if it was interrupted, or if a replication failed. */
export async function findActions(
  question: ActionQuestion,
  executor: Executor,
  goesOn: (done: number, of: number) => boolean,
): Promise<ActionsPage | null> {
  const { cut, level, parsed, relevance, replications, seed, source } = question;
  const scenario = cut(parsed.scenario);
  const asked = scenario === null ? null : await askedMeasures(question, scenario, executor, goesOn);
  if (scenario === null || asked === null) return null;
  const [measure, ...others] = asked.measures as [Measure, ...Measure[]];
  const known = new Set(parsed.warnings.map(issueKey));
  const scenarioOf = (changed: ScenarioSource) => {
    const again = parseSource(changed);
    const isRefused = !again.ok || again.value.warnings.some((issue) => !known.has(issueKey(issue)));
    return isRefused ? null : cut(again.value.scenario);
  };
  const concerned = concernedBy(measure, scenario);
  const events = plannedEvents(parsed.events, scenario);
  const edits = editsFor(question, events).filter((edit) => mayHelp(edit, concerned));
  const actionOf = new Map(
    edits.map((edit) => {
      const needsTraining = edit.kind === 'cross-training';
      const isOnce = edit.kind === 'temporary shift';
      return [edit, { ...edit, needsTraining, isOnce, scenario: () => scenarioOf(edit.source) }] as const;
    }),
  );
  const actions = [...actionOf.values()];
  const screenings = screeningOf(source, edits).map((one) => ({
    actions: one.edits.flatMap((edit) => actionOf.get(edit) ?? []),
    scenario: () => scenarioOf(one.source),
  }));
  const plan = { scenario, actions, screenings, measure, others, seed, replications, level, relevance };
  const found = await findBestActions(plan, executor, goesOn);
  if (found === null) return null;
  const tree = treeOf(source);
  return {
    ...found,
    title: scenario.title,
    ...(scenario.fullTimeMs === undefined ? {} : { fullTimeMs: scenario.fullTimeMs }),
    law: givenLaw(scenario),
    measure,
    target: asked.target,
    relevance,
    events: { tried: Math.min(EVENTS_MOST, events.length), all: events.length },
    tried: found.tried.map(({ action, ...one }) => ({
      ...one,
      kind: action.kind,
      text: scenarioChanges(tree, treeOf(action.source)).join('; ') + awayText(action, scenario, events),
      yaml: yamlOf(action),
    })),
    replications,
    level,
    seed,
  };
}

/** What is tried: during an event, what can be done while it lasts, and on the same day also what nobody has to be called in for. */
function editsFor(
  { during, isToday = false, parsed: { scenario }, source }: ActionQuestion,
  events: readonly DatedEvent[],
): readonly ActionEdit[] {
  if (during === undefined)
    return [
      ...actionEdits(source, scenario),
      ...temporaryEdits(source, scenario, events.slice(0, EVENTS_MOST)),
    ];
  return isToday
    ? [...editsOfToday(source, scenario), ...overtimeEdits(source, scenario, during)]
    : temporaryEdits(source, scenario, [during]);
}

/** The planned outages, closures and surges within a run, without changes of law. */
export function plannedEvents(
  events: readonly DatedEvent[],
  { horizonMs }: Pick<Scenario, 'horizonMs'>,
): readonly DatedEvent[] {
  return events.filter((event) => event.kind !== 'law' && touchesRun(event, horizonMs));
}

/** Says that a change of a centre's staff has no effect while nobody works there. */
function awayText(
  { group }: ActionEdit,
  { centres, groups }: Scenario,
  events: readonly DatedEvent[],
): string {
  const centre = centres[groups.find(({ id }) => id === group)?.centre ?? -1];
  const event = centre === undefined ? undefined : events.find((one) => isAway(centre, one));
  return event === undefined
    ? ''
    : ` (not while ${centre?.title} is ${event.kind === 'outage' ? 'down' : 'closed'})`;
}

/** What a file that extends the scenario has to say for it, in one line. */
function yamlOf({ path: [first = '', ...rest], value }: ActionEdit): string {
  return `${first}: ${inlineYaml(overrideOfEdit({ path: rest, value }))}`;
}

/** Why nothing can be asked about a scenario without a service level or target; otherwise what `--measures` names. */
export function askable(
  scenario: Scenario,
  named: readonly Measure[] | null,
): Result<readonly Measure[] | null, GoalProblem> {
  if (named !== null || wantedShares(scenario).length > 0) return success(named);
  return failure({
    message: `${scenario.title} has no service level and no target`,
    remedy: 'say what is to improve, e.g. --measures "speed of answer"',
  });
}

interface AskedMeasures {
  /** The first is to improve. */
  readonly measures: readonly Measure[];
  /** What the scenario wants of the first; null if it is no target that is missed. */
  readonly target: ActionsPage['target'];
}

async function askedMeasures(
  { level, measures: named, seed }: ActionQuestion,
  scenario: Scenario,
  executor: Executor,
  goesOn: (done: number, of: number) => boolean,
): Promise<AskedMeasures | null> {
  const overall = measureNamed('service level', scenario.segments);
  const shares = wantedShares(scenario);
  const wanted = shares.map(({ measure }) => measure);
  const all = [...(overall.ok && scenario.serviceLevels.length > 0 ? [overall.value] : []), ...wanted];
  const withFirst = (first: readonly Measure[]) => [
    ...new Map([...first, ...all].map((one) => [one.id, one])).values(),
  ];
  if (named !== null) return { measures: withFirst(named), target: null };
  const watch = { isInterrupted: () => !goesOn(0, 1), done: () => {} };
  const extent = { measures: wanted, seed, replications: FIRST_REPLICATIONS };
  const records = await replicateOnce(scenario, extent, executor, watch);
  if (records === null) return null;
  const missing = ({ measure, wanted: share }: (typeof shares)[number]) =>
    sumOf(
      records.map(({ contributions: { [measure.id]: seen = null } }) =>
        seen === null ? 0 : share * seen.denominator - seen.numerator,
      ),
    );
  const estimate = (id: string) => estimateOfSeen(records, id, level);
  const verdicts = replicatedVerdicts(scenario, records.length, estimate);
  for (const state of ['missed', 'too close to call'] as const) {
    const judged = new Set(verdicts.filter((one) => one.state === state).map((one) => one.measure));
    const behind = shares.filter((one) => judged.has(one.measure.id));
    const [first] = behind.toSorted((one, other) => missing(other) - missing(one));
    if (first === undefined) continue;
    const target = { state, wanted: first.wanted, behind: behind.length, replications: records.length };
    return { measures: withFirst([first.measure]), target };
  }
  return { measures: withFirst([]), target: null };
}

/** Whom an action must reach to have an effect on a measure. */
interface Concerned {
  /** Groups that promise, law and languages allow to take the cases concerned. */
  readonly groups: ReadonlySet<string>;
  /** Groups that promise and law allow to, whatever they speak. */
  readonly trainable: ReadonlySet<string>;
  /** Languages of the customers. */
  readonly languages: readonly string[];
}

/** To leave actions out before their scenarios are resolved and simulated. */
function concernedBy({ filter }: Measure, scenario: Scenario): Concerned {
  const segments = filter?.segment === undefined ? scenario.segments.map(({ id }) => id) : [filter.segment];
  const idsOf = (one: Scenario) =>
    new Set(groupsFor(one, segments).map((index) => one.groups[index]?.id ?? ''));
  const all = scenario.languages.map((_, language) => language);
  const spokenByAll = { ...scenario, groups: scenario.groups.map((group) => ({ ...group, languages: all })) };
  const own = scenario.streams.filter(({ segment }) =>
    segments.includes(scenario.segments[segment]?.id ?? ''),
  );
  return {
    groups: idsOf(scenario),
    trainable: idsOf(spokenByAll),
    languages: scenario.languages.filter((_, l) =>
      own.some(({ languageShares }) => (languageShares[l] ?? 0) > 0),
    ),
  };
}

/** Whether the change is of a group that may take the cases concerned, and a language that is taught is one of their customers. */
function mayHelp({ group, kind, path, value }: ActionEdit, concerned: Concerned): boolean {
  if (group === null) return true;
  if (kind !== 'cross-training') return concerned.groups.has(group);
  if (path.at(-1) !== 'languages' || !Array.isArray(value)) return concerned.trainable.has(group);
  const taught = String(value.at(-1));
  return concerned.trainable.has(group) && concerned.languages.some((one) => servesLanguage(taught, one));
}

export function actionFiles(page: ActionsPage) {
  return resultFiles('actions', page, renderActionsCsv(page), renderActions(page));
}
