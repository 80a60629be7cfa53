import {
  canonicalJson,
  type Form,
  type FormProblem,
  failure,
  number,
  optional,
  Reading,
  type Result,
  record,
  shown,
  success,
  visible,
  word,
} from '#base';
import {
  AGENTS_MOST,
  calendarForm,
  LONGEST_MS,
  rateForm,
  type Scenario,
  scenarioForm,
  streamsOfSameCustomers,
} from '#domain';
import { expandScenario, type KeptScenario, keptScenario } from './weeks/kept-scenario.ts';
import { rateWeek, windowWeek } from './weeks/week-plan.ts';

/** The scenario as canonical JSON, with all calendars written out: the bytes that a scenario's hash covers. */
export function scenarioJson(scenario: Scenario): string {
  return canonicalJson(scenario);
}

/** The text of `scenario.json`, which is kept next to the ledger of a run: like `scenarioJson`, but with calendars by the week. */
export function keptScenarioJson(scenario: Scenario): string {
  return canonicalJson(keptScenario(scenario));
}

/** Scenarios in `scenario.json`: calendars may be by the week. */
const keptForm = () => ({
  form: record({
    ...scenarioForm.members,
    format: word([2, 3]),
    calendarsEndMs: optional(number({ min: 1, max: LONGEST_MS, step: 1 })),
  }),
  instead: new Map<Form<unknown>, Form<unknown>>([
    [calendarForm, windowWeek],
    [rateForm, rateWeek],
  ]),
});

/**
 * Reads what `keptScenarioJson` or `scenarioJson` wrote. Shape and indices are checked, so that no reader of the result accesses a list out
 * of bounds. Whether the scenario makes sense was checked when it was made. The problem is a sentence for each finding.
 */
export function parseScenarioJson(text: string): Result<Scenario, readonly string[]> {
  const { form, instead } = keptForm();
  const read = readAs(form, text, instead);
  if (!read.ok) return read;
  const scenario = expandScenario(read.value as KeptScenario);
  if (!scenario.ok) return scenario;
  const strays = straysIn(scenario.value);
  return strays.length > 0 ? failure(strays) : scenario;
}

/** What `parseScenarioJson` would find in a text of `scenarioJson`, whose calendars are written out. */
export function problemsOfScenarioJson(text: string): readonly string[] {
  const read = readAs(scenarioForm, text);
  return read.ok ? straysIn(read.value) : read.problem;
}

function readAs<Value>(
  form: Form<Value>,
  text: string,
  instead?: ReadonlyMap<Form<unknown>, Form<unknown>>,
): Result<Value, readonly string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure(['the text is not JSON']);
  }
  const reading = new Reading(value, instead);
  const read = reading.read(form, value);
  if (reading.problems.length === 0) return success(read);
  return failure(reading.problems.slice(0, 20).map((problem) => sentenceOf(problem, value)));
}

function straysIn(scenario: Scenario): readonly string[] {
  return [...followUpsWithoutStream(scenario), ...transfersAstray(scenario), ...excessOf(scenario)];
}

/** With the id of the row in which the value is, if it has one. */
function sentenceOf({ message, path }: FormProblem, scenario: unknown): string {
  let id: unknown;
  let value = scenario;
  for (const key of path.split('.')) {
    value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
    id = (value as { readonly id?: unknown } | null | undefined)?.id ?? id;
  }
  const row = typeof id === 'string' ? ` (in ${shown(id)})` : '';
  return `${shown(path) || 'scenario'}: ${visible(message)}${row}`;
}

function transfersAstray({ groups, work }: Scenario): readonly string[] {
  const isAstray = work.tierTransfers?.some((own) =>
    own.some(({ group, to }) => group !== undefined && groups[group]?.tier !== to),
  );
  return isAstray === true ? ['transfers of tiers: a group that is not of the tier'] : [];
}

/** More agents than a scenario file may have. Readers hold a table of them. */
function excessOf({ groups }: Scenario): readonly string[] {
  const agents = groups.flatMap(({ shifts }) => shifts).reduce((sum, shift) => sum + shift.agents, 0);
  return agents > AGENTS_MOST
    ? [`groups: ${agents} agents in total, but at most ${AGENTS_MOST} are possible`]
    : [];
}

/** Customers who call again, or leave a message, on a channel for which they have no stream. */
function followUpsWithoutStream({ streams, work }: Scenario): readonly string[] {
  const families = streamsOfSameCustomers(streams);
  return streams.flatMap(({ channel, id }, index) => {
    const channels = (families[index] ?? []).map((other) => streams[other]?.channel);
    const targets = [work.retry?.[channel]?.channel, work.message?.[channel]?.channel];
    return targets
      .flatMap((target) => target ?? [])
      .filter((target) => !channels.includes(target))
      .map((target) => `follow-ups of ${shown(id)}: there is no stream on ${target}`);
  });
}
