import { DAY_MS, definite, formatDay, rowAt } from '#base';
import { givenLaw, localClockOf, type Scenario } from '#domain';
import {
  type Executor,
  estimateOfSeen,
  type Goal,
  type Headcounts,
  measuresOf,
  pairedDifference,
  replicateEach,
  staffByContainment,
  wantedShares,
  withHeadcounts,
} from '#experiment';
import { windowsIn } from '#planning';
import { type ContainmentPage, shownGoal } from '#report';
import { type ReadScenario, readShape, softwareIn, usualShare } from '#scenario';

export interface ContainmentAsked {
  /** Of the whole file, for the Monday, which a shorter extent may lack. */
  readonly read: ReadScenario;
  /** The scenario with the requested extent, a week or longer. */
  readonly scenario: Scenario;
  readonly goals: readonly Goal[];
  readonly shares: readonly number[];
  /** What software contains after the drop; null for the degradation of the file. */
  readonly dropTo: number | null;
  readonly level: number;
  readonly replications: number;
  readonly seed: string;
}

type Watch = (evaluations: number, hours: number) => boolean;

/** What the file says of its software, in the order of the scenario's. */
function softwareOf({ source }: ReadScenario) {
  const { file } = readShape(source.root);
  return softwareIn(definite(file, 'the file was read')).map(({ automated }) => automated);
}

/** The share that the first software of the scenario contains by default; null if there is no software. */
export function usualContainment(read: ReadScenario): number | null {
  const [first] = softwareOf(read);
  return first === undefined ? null : usualShare(first);
}

/** What each share needs, and what the Monday after a silent drop brings. Null if the search was ended. */
export async function containmentPage(
  asked: ContainmentAsked,
  executor: Executor,
  watch: Watch,
): Promise<ContainmentPage | null> {
  const { goals, level, read, replications, scenario, seed } = asked;
  const software = softwareOf(read);
  const usually = software.map(usualShare);
  const usual = definite(usually[0], 'the scenario has software');
  const shares = [...new Set([...asked.shares, usual])].sort((one, other) => one - other);
  const found = await staffByContainment(scenario, {
    shares,
    at: (share) => containing(scenario, usually, share),
    goals,
    level,
    replications,
    seed,
    executor,
    watch,
  });
  if (found === null) return null;
  const counts = found.find(({ share }) => share === usual)?.counts ?? null;
  // What the first planned degradation of the first software leaves.
  const to = asked.dropTo ?? software[0]?.degradations?.planned[0]?.to ?? null;
  const drop =
    counts === null || to === null ? null : await dropOn(asked, { counts, to, usually }, executor, watch);
  if (drop === 'ended') return null;
  return {
    title: scenario.title,
    goals: goals.map(({ measure, value }) => shownGoal(measure, value)),
    level,
    replications,
    usual,
    rows: found.map(({ fte, missing, share, subtraction }) => ({ share, fte, missing, subtraction })),
    drop,
    law: givenLaw(scenario),
  };
}

/** The scenario in which software contains this share by default, and other shares are in proportion; without any at 0. */
function containing(scenario: Scenario, usually: readonly number[], share: number): Scenario {
  const { software = [], ...people } = scenario;
  if (share === 0) return people;
  const changed = software.map(({ degradations: _, ...one }, s) => {
    const factor = share / (usually[s] || 1);
    const contains = one.contains.map((ofProduct) => ofProduct.map((own) => Math.min(1, own * factor)));
    return { ...one, contains };
  });
  return { ...people, software: changed };
}

interface Drop {
  /** The staff of the usual share. */
  readonly counts: Headcounts;
  /** What each software contains by default, and what the first one contains after the drop. */
  readonly usually: readonly number[];
  readonly to: number;
}

/** The Monday with that staff. Null if no Monday after a Friday is in the run. */
async function dropOn(
  { goals, level, read, replications, seed }: ContainmentAsked,
  { counts, to, usually }: Drop,
  executor: Executor,
  watch: Watch,
): Promise<ContainmentPage['drop'] | 'ended'> {
  const { scenario } = read.parsed;
  const [usual = 0] = usually;
  const span = mondayAfterFriday(scenario);
  if (span === null) return null;
  const { fromMs, mondayMs, toMs } = span;
  const staffed = withHeadcounts(containing(scenario, usually, usual), counts);
  const monday = { ...staffed, warmUp: { forMs: mondayMs }, horizonMs: toMs };
  const degradations = [{ factor: to / usual, planned: [{ fromMs, toMs }], random: [] }];
  const dropped = { ...monday, software: monday.software?.map((one) => ({ ...one, degradations })) };
  const wanted = wantedShares(scenario).map(({ measure, wanted: least }) => ({ measure, wanted: least }));
  const others = measuresOf([]).filter(({ id }) => SHOWN.includes(id));
  const all = [
    ...goals.map(({ measure }) => ({ measure, wanted: null })),
    ...others.map((measure) => ({ measure, wanted: null })),
    ...wanted,
  ];
  const rows = [...new Map(all.map((row) => [row.measure.id, row])).values()];
  const step = { measures: rows.map(({ measure }) => measure), replications, seed: `${seed}/monday` };
  const pair = [monday, dropped].map((one) => ({ scenario: one, records: [] }));
  const watched = { isInterrupted: () => !watch(0, 0), done: () => {} };
  const records = await replicateEach(pair, step, executor, watched);
  if (records === null) return 'ended';
  const [before, after] = [records[0] ?? [], records[1] ?? []];
  return {
    to,
    day: `Monday ${formatDay(span.dayMs)}`,
    measures: rows.map(({ measure: { id, title, unit }, wanted: least }) => ({
      measure: { id, title, unit },
      wanted: least,
      usual: estimateOfSeen(before, id, level),
      dropped: estimateOfSeen(after, id, level),
      difference: pairedDifference(before, after, id, level),
    })),
  };
}

/** What a Monday shows beside goals and targets. */
const SHOWN: readonly string[] = ['speed of answer', 'abandonment'];

const MONDAY = Array.from({ length: 24 }, (_, hour) => hour);
const FRIDAY_NIGHT = [4 * 24 + 22];

/** From Friday night to the end of the first whole Monday after one, on the clock of the first software's centre. Null if the run has none. */
function mondayAfterFriday(scenario: Scenario) {
  const { centres, horizonMs, startEpochMs } = scenario;
  const software = scenario.software?.find(() => true);
  const { timeZone } = rowAt(centres, definite(software, 'the scenario has software').centre);
  const fridays = windowsIn(scenario, FRIDAY_NIGHT, timeZone);
  const mondays = windowsIn(scenario, MONDAY, timeZone);
  for (const monday of mondays) {
    const friday = fridays.findLast(({ fromMs }) => fromMs < monday.fromMs);
    if (friday === undefined || monday.toMs >= horizonMs) continue;
    const dayMs = DAY_MS * localClockOf(scenario, timeZone).dayAt(startEpochMs + monday.fromMs);
    return { fromMs: friday.fromMs, mondayMs: monday.fromMs, toMs: monday.toMs, dayMs };
  }
  return null;
}
