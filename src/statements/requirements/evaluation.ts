import { tellCase, VerdictsOverTime } from '#audit';
import {
  csvLine,
  formatCount,
  listInWords,
  optionFor,
  plural,
  present,
  type Reader,
  shortList,
  sumOf,
} from '#base';
import type { LoggedCase } from '#caselog';
import type { CaseHistory } from '#cases';
import type { Scenario } from '#domain';
import { type Evidence, forEachHistory } from '#exports';
import { auditHistory, type LogFacts } from '#foreign';
import { type EntryVisitor, keptEntry, type StoryEntry } from '#ledger';
import { type JudgedRun, targetVerdicts } from '#planning';
import { inlineYaml, isTree, type Requirement, type RequirementFile } from '#scenario';
import type { BoundaryDesk } from '../boundary/boundary-desk.ts';
import type { Flow } from '../boundary/flow.ts';
import { LogDesk } from '../boundary/log/log-desk.ts';
import { lengthOf, RunDesk } from '../boundary/run/run-desk.ts';
import { RunFlows } from '../boundary/run/run-flows.ts';
import { momentInWords } from '../boundary/words/boundary-words.ts';
import {
  type Answer,
  type Change,
  isNamed,
  isZoneWithin,
  type Judging,
  merged,
  segmentsAsking,
  type Tree,
  untold,
} from './answer.ts';
import { JUDGES } from './judges.ts';
import { type Proven, proofQuestions } from './proof-questions.ts';

/** `scenario`: simulated runs of it, for all possible ones. `run`, `case log`: what happened there. */
export type EvaluatedKind = 'scenario' | 'run' | 'case log';

export type Outcome = 'met' | 'broken' | 'open' | 'cannot be told';

/** What one run or case log says of each requirement, in their order, and the stories of first breaches. */
export interface SourceAnswers {
  readonly answers: readonly Answer[];
  /** By case number: its acts up to the end, in sentences. */
  readonly stories: ReadonlyMap<string, readonly string[]>;
  /** What data of customers' cases did. */
  readonly flows: readonly Flow[];
}

export type EvaluatedRow = ReturnType<typeof rowOf>;

/** Requirements, and whether a scenario, a run or a log meets them. */
export type Evaluation = ReturnType<typeof evaluation>;

/** Most cases of a run that get a story. */
const STORIES = 20;

/**
 * Finds out what a run says of requirements, for a host that reads the ledger itself: first every case, then every entry, and every entry again
 * if `stories` returns a visitor. `summary`: measures of service; null if there are none.
 */
export function openAnswers(
  { requirements }: RequirementFile,
  evidence: Evidence,
  summary: JudgedRun | null,
) {
  const { scenario } = evidence;
  const law = new VerdictsOverTime(scenario);
  const counts = new RunFlows(evidence, law, lengthOf(evidence));
  const told = new Map<number, StoryEntry[]>();
  let answers: readonly Answer[] = [];
  return {
    oneCase: (history: CaseHistory) => counts.oneCase(history),
    openEntries: () => counts.openViolations(),
    /** Answers, and receives the entries of which the stories of first breaches are made; null if there are none. */
    stories(): EntryVisitor | null {
      const desk = new RunDesk(evidence, law, null, counts);
      const targets = summary === null ? null : targetVerdicts(summary, scenario);
      answers = requirements.map((requirement) => answerOf(requirement, desk, targets));
      const cases = answers.flatMap(({ first }) => (first === null || first.case === '' ? [] : first.case));
      for (const one of [...new Set(cases)].slice(0, STORIES)) told.set(Number(one), []);
      return told.size === 0 ? null : (entry) => void told.get(entry.caseNumber)?.push(keptEntry(entry));
    },
    finish(): SourceAnswers {
      const stories = [...told].map(([one, entries]) => [String(one), tellCase(entries, scenario)] as const);
      return { answers, stories: new Map(stories), flows: counts.flows };
    },
  };
}

/** What a run says of requirements. */
export function answersOfRun(
  file: RequirementFile,
  evidence: Evidence,
  summary: JudgedRun | null,
): SourceAnswers {
  const { ledger } = evidence;
  const reading = openAnswers(file, evidence, summary);
  forEachHistory(evidence, reading.oneCase);
  const { endEntries, entry } = reading.openEntries();
  if (entry !== undefined) ledger.forEach(entry);
  endEntries?.();
  const visit = reading.stories();
  if (visit !== null) ledger.forEach(visit);
  return reading.finish();
}

/** Whether one run meets requirements, without proofs. */
export function evaluationOfRun(
  file: RequirementFile,
  evidence: Evidence,
  summary: JudgedRun | null,
): Evaluation {
  const sources = [answersOfRun(file, evidence, summary)];
  return evaluation(file, { of: 'run', scenario: evidence.scenario, sources, proofs: null, assumptions: [] });
}

/** What a case log says of requirements, by the places, people and contracts of a scenario that starts before it. */
export function answersOfLog(
  { requirements }: RequirementFile,
  scenario: Scenario,
  cases: readonly LoggedCase[],
  { begun, facts }: { readonly facts: LogFacts; readonly begun: ReadonlySet<string> },
): SourceAnswers {
  const audit = auditHistory(facts.name, cases, scenario, facts.chosen);
  const desk = new LogDesk(scenario, cases, { audit, begun, facts });
  const answers = requirements.map((requirement) => answerOf(requirement, desk, null));
  return { answers, stories: new Map(), flows: desk.flows };
}

function answerOf(requirement: Requirement, desk: BoundaryDesk, targets: Judging['targets']): Answer {
  const { segments } = desk.scenario;
  const unknown = (requirement.segments ?? []).filter(
    (name) => !segments.some((segment) => isNamed([name], segment)),
  );
  if (unknown.length > 0) {
    const known = shortList(
      segments.map(({ id }) => id),
      8,
    );
    return untold(`the scenario has no segment ${listInWords(unknown)}; it has ${known}`);
  }
  const own = segmentsAsking(requirement, desk.scenario);
  const judge = JUDGES[requirement.subject] as (asked: unknown, judging: Judging) => Answer;
  return judge(requirement.asked, { desk, requirement, segments: own, targets });
}

interface Evaluated {
  readonly of: EvaluatedKind;
  readonly scenario: Scenario;
  /** One for each run. */
  readonly sources: readonly SourceAnswers[];
  /** By the id of a requirement; null if no proof was asked for. */
  readonly proofs: ReadonlyMap<string, Proven> | null;
  /** What the proofs assume. */
  readonly assumptions: readonly string[];
  /** What the checks of scenarios say of keys merged over this one; null: nothing. Left out if its file is not at hand. */
  readonly problemOf?: (keys: Tree) => { readonly path: string; readonly message: string } | null;
  /** Default: somebody at a terminal. */
  readonly reader?: Reader;
}

/** Puts together what sources and proofs say of requirements. */
export function evaluation(file: RequirementFile, given: Evaluated) {
  const { of, proofs, reader = 'terminal', scenario, sources } = given;
  const byOption = optionFor(reader, ' (--prove)');
  const questions = proofQuestions(file.requirements, scenario);
  const provable = new Set(questions.flatMap(({ properties }) => [...properties.keys()]));
  const rows = file.requirements.map((requirement, i) => rowOf(requirement, i, given, provable));
  const { change, withoutKeys } = checkedChange(rows, given);
  return {
    format: 1,
    kind: 'meridian evaluation' as const,
    requirements: file.title,
    of,
    scenario: { name: scenario.name, title: scenario.title },
    runs: sources.length,
    /** What a reader should know first, in sentences. */
    answer: answerOfAll(
      rows,
      change,
      proofs === null &&
        rows.some(({ id, outcome }) => outcome === 'open' && provable.has(id)) &&
        `Proofs may decide what is open${byOption}.`,
      withoutKeys,
    ),
    /** Keys to merge over the scenario file, which would meet what is broken, as far as keys can that its checks allow together. */
    change,
    rows,
    notSaid: present([
      NOT_SAID[of](byOption),
      ...given.assumptions.map((sentence) => `The proof: ${sentence}`),
      given.problemOf === undefined &&
        Object.keys(change).length > 0 &&
        'Whether the scenario allows the changes named here was not checked: meridian validate does.',
      rows.some(({ confidence }) => confidence !== null && confidence !== 'primary') &&
        'Requirements marked secondary or memory were not read in the text itself. Nothing here is legal advice.',
    ]),
  };
}

/** What would meet a broken requirement, and is left out because the scenario would fail its checks. */
interface WithoutKeys {
  readonly id: string;
  readonly why: string;
}

/** The change that meets what is broken, requirement by requirement, as far as the checks of scenarios allow it. */
function checkedChange(rows: readonly EvaluatedRow[], given: Evaluated) {
  const broken = rows.flatMap((row, i) => {
    const change = row.outcome === 'broken' ? changeFor(answersTo(i, given.sources)) : null;
    return change === null || typeof change === 'string' ? [] : [{ ...row, change }];
  });
  const whole = changeOfAll(broken, given);
  const problemOf = given.problemOf ?? (() => null);
  if (broken.length === 0 || problemOf(whole) === null) return { change: whole, withoutKeys: [] };
  const kept: typeof broken = [];
  const withoutKeys: WithoutKeys[] = [];
  for (const row of broken) {
    const problem = problemOf(changeOfAll([...kept, row], given));
    if (problem === null) kept.push(row);
    else withoutKeys.push({ id: row.id, why: `${problem.path}: ${problem.message}` });
  }
  return { change: changeOfAll(kept, given), withoutKeys };
}

/**
 * The change that meets what is broken, as far as keys can. Of two zones the narrower stays, which meets both. Escorted people are not let in where
 * another requirement confines access without that exception.
 */
function changeOfAll(
  broken: readonly (Pick<EvaluatedRow, 'subject' | 'unless'> & { readonly change: Tree })[],
  { scenario }: Pick<Evaluated, 'scenario'>,
): Tree {
  const promisesOf = ({ promises }: Tree) => (isTree(promises) ? Object.entries(promises) : []);
  const confined = broken
    .filter(({ subject, unless }) => subject !== 'escorted' && !unless.includes('escort'))
    .flatMap(({ change }) => promisesOf(change))
    .flatMap(([id, keys]) => (isTree(keys) && isTree(keys.zones) && 'access' in keys.zones ? [id] : []));
  const all = broken.reduce<Tree>(
    (together, { change }) => merged(together, change, isZoneWithin(scenario)),
    {},
  );
  const promises = promisesOf(all).map(([id, keys]) => {
    if (!isTree(keys) || !confined.includes(id) || !isTree(keys.access)) return [id, keys] as const;
    const { access: _, ...others } = keys;
    return [id, others] as const;
  });
  return promises.length === 0 ? all : { ...all, promises: Object.fromEntries(promises) };
}

/** `byOption`: by what a proof is asked for. */
const NOT_SAID: Readonly<Record<EvaluatedKind, (byOption: string) => string>> = {
  scenario: () =>
    'Counts are those of simulated runs. Met means: proved, or said by the scenario. What no run has broken and no proof covers stays open.',
  run: (byOption) =>
    `Met means: it did not happen in this simulated run, or cannot by what its scenario says. Another run may differ; a proof is about all${byOption}.`,
  'case log': () =>
    'The log has no seal, so nothing shows that it is true and complete. Met means: its rows do not show otherwise.',
};

function rowOf(
  requirement: Requirement,
  index: number,
  { of, proofs, reader = 'terminal', sources }: Evaluated,
  provable: ReadonlySet<string>,
) {
  const { asked, confidence, date, id, says, segments, source, subject, unless } = requirement;
  const answers = answersTo(index, sources);
  const broken = answers.filter(({ state }) => state === 'broken');
  const chances = sumOf(answers.map((answer) => answer.chances));
  const { outcome, text } = judged(answers, {
    of,
    chances,
    proven: proofs?.get(id),
    isAsked: proofs !== null || !provable.has(id),
    reader,
  });
  const change = changeFor(answers);
  const firstBroken = answers.findIndex(({ first }) => first !== null);
  const first = answers[firstBroken]?.first ?? null;
  const time = first === null ? '' : new Date(first.atMs).toISOString();
  return {
    id,
    says,
    subject,
    /** What is asked of the subject, with durations in ms, and what is no breach of it. */
    asked,
    unless,
    /** Segments whose customers ask it; null: all. */
    segments,
    source,
    date,
    confidence,
    outcome,
    /** Why, in a sentence. */
    text,
    /** Over all runs: how often it could have been broken, and how often it was. */
    chances,
    count: sumOf(answers.map(({ count }) => count)),
    brokenRuns: broken.length,
    /** The first breach of the first run that has one. */
    first:
      first === null
        ? null
        : { case: first.case, time, story: sources[firstBroken]?.stories.get(first.case) ?? [] },
    /** The change of the scenario that would meet it; null if it is met, or none can be named. */
    change:
      change === null || outcome === 'met' ? null : typeof change === 'string' ? change : inlineYaml(change),
  };
}

function answersTo(index: number, sources: readonly SourceAnswers[]): readonly Answer[] {
  return sources.map((one) => one.answers[index] as Answer);
}

interface Judged {
  readonly of: EvaluatedKind;
  readonly chances: number;
  readonly proven: Proven | undefined;
  readonly isAsked: boolean;
  readonly reader: Reader;
}

function judged(
  answers: readonly Answer[],
  { chances, isAsked, of, proven, reader }: Judged,
): { readonly outcome: Outcome; readonly text: string } {
  const runs = answers.length;
  const broken = answers.filter(({ state }) => state === 'broken');
  const [worst] = broken;
  if (worst !== undefined) {
    const isPlain = of !== 'scenario' || worst.isTerm;
    return {
      outcome: 'broken',
      text: isPlain
        ? worst.text
        : `in ${broken.length} of ${plural(runs, 'run')}, ${runs === 1 ? 'with' : 'in the first of them'} ${worst.text}`,
    };
  }
  const missing = answers.find(({ state }) => state === 'untold');
  if (missing !== undefined) return { outcome: 'cannot be told', text: missing.text };
  const did =
    chances === 0 ? 'nothing of the kind happened' : `none against it in ${plural(chances, 'chance')}`;
  if (proven?.verdict === 'holds')
    return { outcome: 'met', text: `proved for every possible run (${proven.text}); ${did}` };
  const ruledOut = proven === undefined ? '' : `; not ruled out, since this can happen: ${proven.text}`;
  const undecided = answers.find(({ state }) => state === 'open');
  if (undecided !== undefined) return { outcome: 'open', text: `${undecided.text}${ruledOut}` };
  const [kept] = answers;
  if (kept?.isTerm === true || of !== 'scenario')
    return { outcome: 'met', text: `${kept?.text ?? did}${ruledOut}` };
  const what = `${did} of ${plural(runs, 'run')}`;
  if (proven !== undefined) return { outcome: 'open', text: `${what}${ruledOut}` };
  const why = isAsked
    ? 'no proof covers it'
    : `a proof may show that it never can${optionFor(reader, ' (--prove)')}`;
  return { outcome: 'open', text: `${what}; ${why}` };
}

/** The change that would meet a requirement. */
function changeFor(answers: readonly Answer[]): Change | null {
  return answers.find(({ change }) => change !== null)?.change ?? null;
}

function answerOfAll(
  rows: readonly EvaluatedRow[],
  change: Tree,
  proofs: string | false,
  withoutKeys: readonly WithoutKeys[],
): readonly string[] {
  const having = (outcome: Outcome) => rows.filter((row) => row.outcome === outcome);
  const [broken, left, missing] = [having('broken'), having('open'), having('cannot be told')];
  const be = (count: number) => (count === 1 ? '1 is' : `${formatCount(count)} are`);
  const parts = present([
    broken.length > 0 && `${be(broken.length)} broken (${listInWords(broken.map(({ id }) => id))})`,
    left.length > 0 && `${be(left.length)} open`,
    missing.length > 0 && `${formatCount(missing.length)} cannot be told`,
  ]);
  const keys = inlineYaml(change);
  const count = `${formatCount(having('met').length)} of ${plural(rows.length, 'requirement')}`;
  return present([
    `It meets ${[count, ...parts].join('; ')}.`,
    keys !== '{}' && `To meet what is broken, merge over the scenario, as far as keys can: ${keys}`,
    ...withoutKeys.map(
      ({ id, why }) =>
        `No such keys are named for ${id}, because the scenario would fail its checks (${why}).`,
    ),
    proofs,
  ]);
}

/** One line for each requirement. */
export function evaluationCsv({ rows }: Evaluation): string {
  const head = [
    'id',
    'requirement',
    'customers',
    'outcome',
    'why',
    'chances',
    'count',
    'first_case',
    'first_time',
    'change',
    'source',
    'date',
    'confidence',
  ];
  const lines = rows.map((row) => [
    ...[row.id, row.says, row.segments?.join('; ') ?? 'all', row.outcome, row.text, row.chances, row.count],
    ...[row.first?.case ?? null, row.first?.time ?? null, row.change, row.source, row.date, row.confidence],
  ]);
  return [head, ...lines].map(csvLine).join('');
}

/** When and where a requirement was broken first; null if it was not. */
export function firstBreach({ first }: EvaluatedRow): string | null {
  if (first === null) return null;
  return `${first.case === '' ? 'First' : `First in case ${first.case}`}, ${momentInWords(first.time)}`;
}
