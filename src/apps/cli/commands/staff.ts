import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { failure, listInWords, type Result, success, WEEK_MS } from '#base';
import { givenLaw } from '#domain';
import { type Executor, type GoalProblem, GUARD_NAMES, type GuardName, headcountOverride } from '#experiment';
import {
  containmentCsv,
  paretoPoints,
  renderContainment,
  renderContainmentText,
  renderRequiredText,
  renderStaffingText,
  rosterPage,
  type StaffingPage,
} from '#report';
import type { TreeValue } from '#scenario';
import { containmentPage, usualContainment } from '../../shared/experiment/containment.ts';
import { newIssuesIn, proposalText, type ScenarioSource } from '../../shared/experiment/proposed-staff.ts';
import { requiredAgents } from '../../shared/experiment/required-agents.ts';
import { resultFiles } from '../../shared/experiment/result-files.ts';
import {
  nothingFound,
  type StaffQuestion,
  searchStaff,
  staffFiles,
  staffGoals,
  staffPage,
} from '../../shared/experiment/staff-search.ts';
import { replaceFile } from '../../shared/files/whole-files.ts';
import { readText, sha256 } from '../../shared/host.ts';
import { attempt, complained, type Ended, orRefuse, refuse } from '../../shared/problem.ts';
import type { CommandContext } from '../../shared/run-command.ts';
import { type OpenedScenario, openScenario, readScenario } from '../../shared/scenario/load-scenario.ts';
import { print } from '../../shared/terminal.ts';
import { runSearch } from '../experiment/experiment-run.ts';
import { giveResults, placeOf, type Results, resultsOf, TRIED } from '../experiment/result-place.ts';
import { hasShapes, noRoster, paretoGoals, searchRosters } from '../experiment/roster-search.ts';
import { type ExperimentOptions, settingsOfExperiment } from '../experiment/settings.ts';
import { type Extent, loadForExperiment, withExtent } from '../options/extent.ts';
import { share, wholeNumber } from '../options/values.ts';
import { progressLines } from '../progress.ts';

export interface SearchOptions extends ExperimentOptions, Extent {
  readonly goal: readonly string[];
  readonly withoutGuard: readonly string[];
  readonly apply?: string;
  readonly proof: string;
}

interface StaffOptions extends SearchOptions {
  readonly heads?: boolean;
  readonly pareto?: string;
  readonly required?: boolean;
  readonly containment?: string;
  readonly drop?: string;
}

/** What a search found: the page of it, and what `--apply` changes. */
interface FoundStaff {
  readonly page: StaffingPage;
  readonly override: TreeValue;
}

/**
 * `meridian staff`: the cheapest staff that meets the goals and keeps the guards. With shift shapes, it chooses among their tours; otherwise
 * it changes the head counts of today's shifts.
 */
export async function staff(name: string, options: StaffOptions, context: CommandContext): Promise<Ended> {
  if (options.drop !== undefined && options.containment === undefined) {
    return refuse(
      `--drop ${options.drop} comes with --containment`,
      'leave it out, or write --containment 0..80%',
    );
  }
  if (options.required === true) return required(name, options, context);
  if (options.containment !== undefined) return byContainment(name, options.containment, options, context);
  const { question, settings } = questionOf(openScenario(name, options.set), options);
  const chosen = searchOf(question, options);
  const { scenario, source } = question;
  const place = placeOf(options.out, `runs/staff-${scenario.name}`);
  const told = tellingStaffings(options);
  const search = (executor: Executor, goesOn: () => boolean) => chosen(executor, told(goesOn));
  const kind = `staff ${scenario.name}`;
  const searched = await runSearch(search, kind, { settings, place, options, context });
  if (!searched.ok) return complained('violation', [searched.problem]);
  const { override, page } = searched.value;
  giveResults(place, resultsOf(page, staffFiles(page), renderStaffingText), options, [TRIED]);
  writeProposal(source, override, options);
  return page.isConfident && page.isGuarded ? 'clean' : 'violation';
}

/** `meridian staff --required`: the agents that the ten worst hours of groups require. */
async function required(name: string, options: StaffOptions, context: CommandContext): Promise<void> {
  refuseUnused('--required', options, { containment: options.containment, goal: options.goal[0] });
  const scenario = loadForExperiment(name, options);
  if (scenario.serviceLevels.length === 0) {
    return refuse(
      `${scenario.name} defines no service level, and --required asks what one requires`,
      "write 'serviceLevels', or name a goal with --goal and leave --required out",
    );
  }
  const settings = settingsOfExperiment(options, []);
  const place = placeOf(options.out, `runs/required-${scenario.name}`);
  const progress = progressLines(options.quiet === true);
  const search = (executor: Executor, goesOn: () => boolean) =>
    requiredAgents(scenario, {
      executor,
      replications: settings.stopping.minimum,
      seed: options.seed ?? scenario.seed,
      watch: (tried) => {
        progress(() => `staffing ${tried + 1}`);
        return goesOn();
      },
    });
  const kind = `required staff ${scenario.name}`;
  const found = await runSearch(search, kind, { settings, place, options, context });
  const text: Results['text'] = (style) => renderRequiredText(found, style);
  const files = { 'required.json': `${JSON.stringify(found, null, 2)}\n` };
  const results = { files, json: found, text, law: givenLaw(scenario) };
  return giveResults(place, results, options, [TRIED]);
}

/** Refuses options of a proposal, and `others`, beside an option that proposes no staff. */
function refuseUnused(
  asked: string,
  { apply, heads, pareto, withoutGuard }: StaffOptions,
  others: Readonly<Record<string, string | undefined>> = {},
): void {
  const given = { apply, heads, pareto, 'without-guard': withoutGuard[0], ...others };
  const stray = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [`--${key}`]));
  if (stray.length === 0) return;
  refuse(
    `${asked} proposes no staff, so it does not use ${listInWords(stray)}`,
    `leave them out, or ${asked}`,
  );
}

/** `meridian staff --containment`: the FTE that people need, by the share that software contains, beside subtraction. */
async function byContainment(
  name: string,
  written: string,
  options: StaffOptions,
  context: CommandContext,
): Promise<void> {
  refuseUnused('--containment', options);
  const shares = sharesOf(written);
  const dropTo = options.drop === undefined ? null : share('--drop', options.drop);
  const read = readScenario(name, undefined, options.set);
  const scenario = withExtent(read.parsed.scenario, options);
  const usual = usualContainment(read);
  if (usual === null || usual === 0) {
    return refuse(
      `${scenario.name} has no software that contains cases`,
      "write a group with 'automated'; docs/do/let-software-answer-first.md shows one",
    );
  }
  if (scenario.horizonMs < WEEK_MS) {
    return refuse('FTE need a run of a week or longer', 'write --until "1 week"');
  }
  const goals = orRefuse(staffGoals(scenario, options.goal));
  const settings = settingsOfExperiment(options, []);
  const { level, stopping } = settings;
  const place = placeOf(options.out, `runs/containment-${scenario.name}`);
  const seed = options.seed ?? scenario.seed;
  const asked = { read, scenario, goals, shares, dropTo, level, replications: stopping.minimum, seed };
  const told = tellingStaffings(options);
  const search = (executor: Executor, goesOn: () => boolean) =>
    containmentPage(asked, executor, told(goesOn));
  const kind = `staff by containment ${scenario.name}`;
  const page = await runSearch(search, kind, { settings, place, options, context });
  const files = resultFiles('containment', page, containmentCsv(page), renderContainment(page));
  giveResults(place, resultsOf(page, files, renderContainmentText), options, [TRIED]);
}

/** What is told before each staffing of a search. */
export function tellingStaffings({ quiet }: Pick<SearchOptions, 'quiet'>) {
  const progress = progressLines(quiet === true);
  return (goesOn: () => boolean) => (evaluations: number, hours: number) => {
    progress(() => `staffing ${evaluations + 1}: ${Math.round(hours)} agent hours`);
    return goesOn();
  };
}

/** `0..80%`, `0..80% step 5%` or `40%`: shares from 0 to 1. */
function sharesOf(text: string): readonly number[] {
  const match = /^(\d+)%?(?:\.\.(\d+)%(?: ?step (\d+)%?)?)?$/.exec(text.trim());
  const [from, to, step] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1]), Number(match?.[3] ?? 10)];
  if (match === null || !(to <= 95 && from <= to && step >= 1)) {
    return refuse(
      `--containment ${text} is no range of shares up to 95 %`,
      'write e.g. --containment 0..80%, or --containment "0..80% step 5%"',
    );
  }
  const count = Math.floor((to - from) / step) + 1;
  return Array.from({ length: count }, (_, k) => (from + k * step) / 100);
}

type Search = (
  executor: Executor,
  watch: (evaluations: number, hours: number) => boolean,
) => Promise<Result<FoundStaff, GoalProblem>>;

/** How to search: among shift shapes if the scenario has some, or head counts. */
function searchOf(question: StaffQuestion, options: StaffOptions): Search {
  if (options.heads !== true && hasShapes(question)) return rosterSearch(question, options);
  if (options.pareto !== undefined) {
    const message = '--pareto chooses among shift shapes, and there are none to choose among';
    return refuse(message, "write 'shiftShapes' in a centre, and leave --heads out");
  }
  return async (executor, watch) => {
    const found = await searchStaff(question, executor, watch);
    if (found === null) return failure(nothingFound(question.guards));
    const { scenario, tree } = question.source;
    const override = headcountOverride(tree, scenario, found.after);
    return success({ page: staffPage(question, found), override });
  };
}

function rosterSearch(question: StaffQuestion, { pareto }: StaffOptions): Search {
  const levels = pareto === undefined ? [] : orRefuse(paretoGoals(question, pareto));
  return async (executor, watch) => {
    const all = [question.goals, ...levels];
    const [main, ...others] = await searchRosters(question, all, executor, watch);
    if (main?.kind !== 'found') return failure(noRoster(question, main ?? { kind: 'ended' }));
    const { result } = main;
    const page = staffPage({ ...question, scenario: result.scenario }, result);
    const pareto = paretoPoints(levels, others);
    return success({ page: rosterPage(page, result, pareto), override: result.override });
  };
}

function writeProposal(
  source: ScenarioSource,
  override: TreeValue,
  { apply, json, quiet }: StaffOptions,
): void {
  if (apply === undefined) return;
  applyStaffing(source, apply, override);
  if (json === undefined && quiet === undefined) print(`${apply}: the proposal as a scenario`);
}

/** The search to run, checked before anything is simulated. */
export function questionOf(source: OpenedScenario, options: SearchOptions) {
  const scenario = withExtent(source.scenario, options);
  const goals = orRefuse(staffGoals(scenario, options.goal));
  const guards = guardsOf(options.withoutGuard);
  const settings = settingsOfExperiment(options, []);
  if (options.apply !== undefined && (options.set ?? []).length > 0)
    return refuse(
      '--apply extends the file, which lacks the values of --set',
      'write them into the file, or leave one of the two out',
    );
  options.apply === undefined ? undefined : canApply(source, options.apply);
  const question: StaffQuestion = {
    source,
    scenario,
    goals: goals,
    guards,
    level: settings.level,
    replications: settings.stopping.minimum,
    proofMost: wholeNumber('--proof', options.proof, 0, 100_000),
    seed: options.seed ?? scenario.seed,
  };
  return { question, settings };
}

/** All guards that are not switched off. */
function guardsOf(without: readonly string[]): readonly GuardName[] {
  const stray = without.find((name) => !GUARD_NAMES.some((guard) => guard === name));
  if (stray !== undefined) {
    return refuse(
      `--without-guard ${stray} is not the name of a guard`,
      `choose among ${GUARD_NAMES.join(', ')}`,
    );
  }
  return GUARD_NAMES.filter((guard) => !without.includes(guard));
}

const MARK =
  '# Written by `meridian staff --apply`, which replaces it only while it is unchanged. SHA-256 of the rest: ';

/** Whether a proposal can be written to this file. Check this before the search, which takes long. */
function canApply(source: ScenarioSource, path: string): void {
  if (!/\.ya?ml$/.test(path)) {
    refuse(`--apply ${path} is not a YAML file`, 'name a file that ends in .yaml');
  }
  if (existsSync(path)) {
    const text = readText(path);
    if (!text.ok) return refuse(`--apply: ${text.problem}`, 'name another file');
    if (!isOwn(text.value)) {
      refuse(
        `--apply ${path} exists, and is not a proposal as \`meridian staff --apply\` wrote it`,
        'name another file, or remove this one',
      );
    }
  }
  const issues = newIssuesIn(source, path, proposedText(source, path, {}));
  if (issues.length > 0) refuseInvalid(path, issues);
}

/** Writes the proposal atomically, as a scenario that extends the original one. */
function applyStaffing(source: ScenarioSource, path: string, override: TreeValue): void {
  const text = proposedText(source, path, override);
  const issues = newIssuesIn(source, path, text);
  if (issues.length > 0) refuseInvalid(path, issues);
  attempt(path, 'name another file with --apply', () => {
    canApply(source, path);
    replaceFile(path, `${MARK}${digestOf(text)}\n${text}`);
  });
}

function refuseInvalid(path: string, issues: ReturnType<typeof newIssuesIn>): never {
  return complained('bad input', [
    ...issues,
    {
      message: `a scenario at ${path} that extends this one is not valid`,
      remedy: "name a file in the scenario's folder, or in a folder next to that folder",
    },
  ]);
}

function isOwn(text: string): boolean {
  const end = text.indexOf('\n');
  return text.slice(0, end) === `${MARK}${digestOf(text.slice(end + 1))}`;
}

function digestOf(text: string): string {
  return Buffer.from(sha256(Buffer.from(text, 'utf8'))).toString('hex');
}

/** A YAML file at `path` that extends the scenario and changes only its staff. */
export function proposedText(source: ScenarioSource, path: string, override: TreeValue): string {
  const file = basename(path).replace(/\.ya?ml$/, '');
  const name = file === 'scenario' ? basename(dirname(resolve(path))) : file;
  const to = relative(dirname(resolve(path)), resolve(source.input.path))
    .split(sep)
    .join('/');
  return proposalText(source, { name, base: to.startsWith('.') ? to : `./${to}` }, override);
}
