import { failure, type Result, success } from '#base';
import { readZoneClock, type Scenario } from '#domain';
import { withBacklog } from './backlog/read-backlog.ts';
import { checkClauseRoles } from './check/check-law.ts';
import { checkMeaning, checkWorld } from './check/check-scenario.ts';
import { IssueList, issueAt } from './issue-list.ts';
import { inReadingOrder, restOf, type ScenarioIssue, type ScenarioIssueCode } from './issues.ts';
import type { Place, SourcePath, TreeValue } from './read/source-tree.ts';
import { centreCalendar, clocksOf } from './resolve/calendars.ts';
import { type DatedEvent, datedEventsOf } from './resolve/dated-events.ts';
import { type FigureSource, figureSourcesOf } from './resolve/figure-sources.ts';
import { resolveScenario } from './resolve/resolve-scenario.ts';
import type { Assumption } from './shape/assumed.ts';
import { readShape } from './shape/read-shape.ts';
import { loadSource, type ScenarioInput, type ScenarioSource } from './source.ts';
import { loadTraces } from './trace/load-traces.ts';

export interface ParsedScenario {
  readonly scenario: Scenario;
  /** Every file that was read, the scenario itself first. */
  readonly files: readonly string[];
  /** Where the figures come from, according to the file. */
  readonly sources: readonly FigureSource[];
  /** Dates of holidays by country, as written. */
  readonly holidays: Readonly<Record<string, readonly string[]>>;
  /** What happens at a time that the file or the law gives. */
  readonly events: readonly DatedEvent[];
  /** What the file leaves out, and the values that are assumed instead. */
  readonly assumptions: readonly Assumption[];
  /** Findings that may be intended, in reading order. */
  readonly warnings: readonly ScenarioIssue[];
  /** Makes a warning of the caller's own about the key at the end of a path, with its place in the file. */
  readonly warningAt: (
    code: ScenarioIssueCode,
    path: SourcePath,
    text: { readonly message: string; readonly remedy: string },
  ) => ScenarioIssue;
}

/** Reads a scenario file. Returns the scenario, or everything that is wrong with it in reading order. */
export function parseScenario(input: ScenarioInput): Result<ParsedScenario, readonly ScenarioIssue[]> {
  const source = loadSource(input);
  return source.ok ? parseSource(source.value) : source;
}

/** What the checks say first of a scenario with these keys merged over it; null if they find no error. */
export function problemOfKeys(
  input: ScenarioInput,
  keys: Readonly<Record<string, TreeValue>>,
): { readonly path: string; readonly message: string } | null {
  const name = input.path.slice(input.path.lastIndexOf('/') + 1);
  const parsed = parseScenario({
    ...input,
    path: `${input.path.slice(0, -name.length)}changed-${name}`,
    text: JSON.stringify({ meridian: 1, name: 'changed', extends: `./${name}`, ...keys }),
    readFile: (file) => (file === input.path ? success(input.text) : input.readFile(file)),
  });
  return parsed.ok ? null : (parsed.problem[0] ?? null);
}

/** Parses a scenario whose files have been read. Returns the scenario, or everything that is wrong with it in reading order. */
export function parseSource(source: ScenarioSource): Result<ParsedScenario, readonly ScenarioIssue[]> {
  const { readClock = readZoneClock } = source;

  const shape = readShape(source.root);
  const { root } = shape;
  const list = new IssueList(root, shape.standIns);
  const before = [...source.issues.listed, ...shape.issues.listed];
  const hasErrors = () => before.length + list.errors.count > 0;
  const errorsIn = (files: readonly string[]) => {
    const unlisted = source.issues.unlisted + shape.issues.unlisted + list.errors.unlisted;
    return listing([...before, ...list.errors.listed], unlisted, root.place, files);
  };
  if (shape.file === null) return failure(errorsIn(source.files));
  checkMeaning(shape.file, list);
  const { files: traceFiles, traces } = loadTraces(shape.file, list, source);
  const files = [...source.files, ...traceFiles];
  if (hasErrors()) return failure(errorsIn(files));

  const { file } = shape;
  checkWorld(file, list);
  if (hasErrors()) return failure(errorsIn(files));
  const clocks = clocksOf(file, readClock);
  const calendars = new Map(
    Object.entries(file.centres).map(([id, centre]) => [id, centreCalendar(centre, file, clocks)]),
  );
  const resolved = resolveScenario(file, { calendars, clocks, traces });
  checkClauseRoles(resolved, list);
  const { files: backlogFiles, scenario } = withBacklog(resolved, file, list, source);
  files.push(...backlogFiles);
  if (hasErrors()) return failure(errorsIn(files));
  return success({
    scenario,
    files,
    sources: figureSourcesOf(file),
    holidays: file.holidays,
    events: datedEventsOf(file, scenario),
    assumptions: shape.assumptions,
    warnings: listing(list.warnings.listed, list.warnings.unlisted, root.place, files),
    warningAt: (code, at, { message, remedy }) => issueAt(root, code, at, message, remedy, 'key'),
  });
}

/** In reading order, followed by the number of unlisted ones. */
function listing(
  issues: readonly ScenarioIssue[],
  unlisted: number,
  place: Place,
  files: readonly string[],
): readonly ScenarioIssue[] {
  return [...inReadingOrder(issues, files), ...restOf(unlisted, place)];
}
