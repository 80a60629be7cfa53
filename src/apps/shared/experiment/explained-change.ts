import { detectedSign, failure, RELEVANT, type Result, success } from '#base';
import { givenLaws, type Scenario } from '#domain';
import {
  commonCurrency,
  type ExplainedMeasure,
  explainChange as explainRecords,
  type Measure,
  measuresOf,
  PARTS_MAX,
  type ReplicationRecord,
  wantedShares,
} from '#experiment';
import { type ExplainedChange, renderChange, renderChangeCsv, scenarioChanges } from '#report';
import {
  CHANGE_PARTS,
  type ChangePart,
  changedParts,
  type PartedChange,
  partedChange,
  type ReadScenario,
  treeOf,
  withPartsOf,
} from '#scenario';
import type { ActionQuestion } from './action-search.ts';
import { resultFiles } from './result-files.ts';

/** Why a figure moved from one scenario to another, for command and page alike. */

/** Measures that are explained beside the one that is asked about. */
const EXPLAINED_MOST = 6;
/** Fewer replications of an action seldom tell that it helps. */
const RECOVERY_LEAST = 20;
const OVERALL = ['service level', 'abandonment', 'sojourn', 'cost'];

/** What cannot be asked, and what to do about it. */
export interface ChangeRefusal {
  readonly message: string;
  readonly remedy: string;
}

/** Steps by the parts that differ; if some are named, those only, and the others as one. */
export function stepsBetween(
  before: ReadScenario,
  after: ReadScenario,
  named: readonly string[] | null,
): Result<PartedChange, ChangeRefusal> {
  const parts = changedParts(before.source, after.source);
  const [first, second] = [before, after].map(({ parsed }) => parsed.scenario.name);
  if (parts.length === 0)
    return failure({
      message: `${first} and ${second} differ in nothing that a figure depends on`,
      remedy: 'name two others',
    });
  const stray = named?.find((part) => !(parts as readonly string[]).includes(part));
  if (stray !== undefined)
    return failure({
      message: `--parts ${stray}: the scenarios do not differ in that`,
      remedy: `they differ in: ${parts.join(', ')}`,
    });
  const apart = named === null ? parts : parts.filter((part) => named.includes(part));
  const rest = parts.filter((part) => !apart.includes(part));
  const steps = [...apart.map((part) => [part]), ...(rest.length === 0 ? [] : [rest])];
  if (steps.length > PARTS_MAX)
    return failure({
      message: `the scenarios differ in ${steps.length} parts, and at most ${PARTS_MAX} are told apart`,
      remedy: `name those of interest, e.g. --parts "${parts.slice(0, 3).join(', ')}"; the others count as one`,
    });
  return success(partedChange(before, after, steps));
}

/** Figures over all cases, and the targets that both scenarios have. */
export function changeMeasures(scenarios: readonly Scenario[]): readonly Measure[] {
  const [before, after] = [scenarios[0], scenarios.at(-1)] as [Scenario, Scenario];
  const currency = commonCurrency(scenarios);
  const overall = measuresOf([], currency).filter(({ id }) => OVERALL.includes(id));
  const later = wantedShares(after).map(({ measure }) => measure.id);
  const targets = wantedShares(before).flatMap(({ measure }) =>
    later.includes(measure.id) ? [measure] : [],
  );
  const unique = new Map([...overall, ...targets].map((one) => [one.id, one]));
  return [...unique.values()];
}

export interface ChangeFindings {
  readonly before: ReadScenario;
  readonly after: ReadScenario;
  readonly parted: PartedChange;
  readonly measures: readonly Measure[];
  /** Whether the user named the measures, and so their order. */
  readonly areNamed: boolean;
  /** By scenario, in the order of the parted change. */
  readonly records: readonly (readonly ReplicationRecord[])[];
  readonly level: number;
}

export function explainedChange({
  after,
  areNamed,
  before,
  level,
  measures,
  parted,
  records,
}: ChangeFindings): ExplainedChange {
  const steps = parted.steps.map((parts) => stepOf(parts, before, after));
  return {
    titles: titlesOf(before, after),
    steps,
    level,
    replications: records[0]?.length ?? 0,
    recovery: null,
    measures: shownMeasures(explainRecords(measures, steps.length, records, level), areNamed),
    law: givenLaws([before, after].map(({ parsed }) => ({ name: parsed.scenario.name, ...parsed }))),
  };
}

/**
 * What to ask about actions that may win the first measure back in the second scenario; null if it did not become worse. `cut`: the scenario as
 * far as it is simulated; null if it cannot be.
 */
export function recoveryQuestion(
  change: ExplainedChange,
  { after, level, measures, records }: ChangeFindings,
  seed: string,
  cut: (scenario: Scenario) => Scenario | null,
): ActionQuestion | null {
  const [main] = change.measures;
  const measure = measures.find(({ id }) => id === main?.measure.id);
  if (main === undefined || measure === undefined || !hasWorsened(main)) return null;
  const replications = Math.max(RECOVERY_LEAST, records[0]?.length ?? 0);
  return { ...after, cut, measures: [measure], seed, replications, level, relevance: RELEVANT };
}

export function changeFiles(change: ExplainedChange) {
  return resultFiles('change', change, renderChangeCsv(change), renderChange(change));
}

function stepOf(parts: readonly ChangePart[], before: ReadScenario, after: ReadScenario) {
  const title = parts.map((part) => CHANGE_PARTS[part]).join(' with ');
  const changed = withPartsOf(before.source, after.source, new Set(parts));
  return { title, changes: scenarioChanges(treeOf(before.source), treeOf(changed)) };
}

/** Titles; with a word on which is which where both have the same title. */
function titlesOf(before: ReadScenario, after: ReadScenario): readonly [string, string] {
  const [one, other] = [before.parsed.scenario, after.parsed.scenario];
  return one.title === other.title
    ? [`${one.title} (before)`, `${other.title} (after)`]
    : [one.title, other.title];
}

/**
 * The measures in the order of the user. If none was named: the target that became worst first, then the figures over all cases, then other
 * targets that moved.
 */
function shownMeasures(all: readonly ExplainedMeasure[], areNamed: boolean): readonly ExplainedMeasure[] {
  if (areNamed) return all;
  const isOverall = ({ measure }: ExplainedMeasure) => OVERALL.includes(measure.id);
  const moved = all
    .filter((one) => !isOverall(one) && detectedSign(one.change) !== 0)
    .sort((one, other) => (one.change?.mean ?? 0) - (other.change?.mean ?? 0));
  const worst = moved.find(hasWorsened);
  const overall = all.filter(isOverall);
  const first = worst === undefined ? [] : [worst];
  const rest = moved.filter((one) => one !== worst);
  return [...first, ...overall, ...rest].slice(0, EXPLAINED_MOST);
}

function hasWorsened({ change, measure }: ExplainedMeasure): boolean {
  return detectedSign(change) === (measure.better === 'less' ? 1 : -1);
}
