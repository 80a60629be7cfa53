import { ownMember } from '#base';
import { drawCaseMachine } from '#domain';
import { BREACHES } from '#engine';
import { coverageOf } from '#planning';
import { COVERAGE_BASIS, coverageAnswer, type Sheet } from '#report';
import { issueCountOf, type ScenarioIssue, scenarioJsonSchema } from '#scenario';
import type { AnyCaseLog } from '../../shared/calibration/dated-log.ts';
import type { ServiceQuery } from '../chronicle/case-choice.ts';
import { type CaseQuery, caseRows, findCases, foundCases } from '../chronicle/case-list.ts';
import { serviceFigures } from '../chronicle/service-figures.ts';
import type {
  ActionsRequest,
  CalibrationRequest,
  CompareRequest,
  DroppedFile,
  ExplainChangeRequest,
  HoldOutRequest,
  KnobTurn,
  LogRequest,
  OpenCasesRequest,
  PriceRequest,
  RunRequest,
  ScenarioText,
  StaffRequest,
  SweepRequest,
  TableFormat,
} from '../protocol.ts';
import { type EvaluateRequest, evaluateRun } from './evaluating.ts';
import { actionsFor } from './experiments/best-actions.ts';
import { calibrateLog, holdOutOf, type MadeScenario } from './experiments/calibrating.ts';
import { compareScenarios, explainChangeOf, intervalsOf, priceOfPromise } from './experiments/comparisons.ts';
import { type Bench, type Executors, localExecutors } from './experiments/executors.ts';
import { staffFor, sweepFilesOf, sweepScenario } from './experiments/searches.ts';
import { trialOf } from './experiments/trial.ts';
import { type WhatIfRequest, whatIf } from './experiments/what-if.ts';
import { verifyDropped } from './files/drop.ts';
import { packBundle, packRunFolder } from './files/pack.ts';
import { type CaseFileRequest, caseFile, tableFile } from './files/table-file.ts';
import { knobsOf, turned } from './knobs.ts';
import { Library } from './library.ts';
import { LogDesk } from './log/log-desk.ts';
import { openCasesAt, soundCasesAt } from './log/opened-cases.ts';
import { proveScenario } from './proving.ts';
import { type OpenRun, runScenario } from './run-scenario.ts';
import { explainCase, storyOfCase } from './stories.ts';
import { textChanges } from './text-changes.ts';
import { Refusal, type Work } from './work.ts';

type Made = ReturnType<typeof answersOf>;
/** Each question by its name: what is asked, and the work that the user can watch and cancel. */
export type Answers = {
  readonly [Name in keyof Made]: (ask: Parameters<Made[Name]>[0], work: Work) => ReturnType<Made[Name]>;
};

interface CaseNamed {
  readonly caseNumber: number;
}

/** Maximum number of rows of the case list in one answer. */
const ROWS_MAX = 500;

/** Maximum number of issues in an answer. A badly broken text has more than a page can show. */
const ISSUES_MAX = 200;

function firstOf(issues: readonly ScenarioIssue[]) {
  return { issues: issues.slice(0, ISSUES_MAX), issueCount: issueCountOf(issues) };
}

/** Answers to all questions, from the library and the open run. `executors`: make the replications of experiments. */
export function createAnswers(executors: Executors = localExecutors): Answers {
  return answersOf(executors);
}

function answersOf(executors: Executors) {
  const library = new Library();
  const desk = new LogDesk();
  let open: OpenRun | null = null;
  let madeFromLog: MadeScenario | null = null;
  /** The log from which open cases were taken last. It stays when another one is given. */
  let taken: { readonly log: AnyCaseLog; readonly number: number } | null = null;
  let found: Uint32Array = new Uint32Array(0);
  const bench = (work: Work): Bench => ({ library, executors, work });
  const run = (): OpenRun => {
    if (open === null) throw new Refusal('nothing has been run yet');
    return open;
  };

  const catalogue = async () => {
    const { initial, scenarios } = await library.scenarios();
    const breaches = BREACHES.map(({ name, sentence }) => ({ name, what: sentence }));
    return { scenarios, initial, breaches, edges: caseEdges() };
  };

  /** The cases that a run starts from, taken anew for the scenario as it is now. */
  const openingOf = async ({ openCases, path, text }: RunRequest) => {
    if (openCases === undefined) return null;
    if (taken?.number !== openCases.log)
      throw new Refusal(
        'open cases were taken from another log since, or from another reading of it: find them again under Your log',
      );
    return soundCasesAt(taken.log, await library.input({ path, text }), openCases);
  };

  return {
    /** Choices that the page offers before anything has run. */
    catalogue: (_: null) => catalogue(),
    /** Adds the scenarios among the picked files. `opened`: the path of the only one, or of the only scenario.yaml; null if there are several. */
    async addFiles({ files }: { readonly files: readonly ScenarioText[] }) {
      const added = await library.add(files);
      const main = added.filter(({ path }) => /(^|\/)scenario\.yaml$/.test(path));
      const [only, ...others] = main.length > 0 ? main : added;
      return { catalogue: await catalogue(), opened: others.length === 0 ? (only?.path ?? null) : null };
    },
    async open({ path }: Pick<ScenarioText, 'path'>): Promise<ScenarioText> {
      const { files } = await library.scenarios();
      const text = ownMember(files, path);
      if (text === undefined) throw new Refusal(`${path} is not in the page's folder`);
      return { path, text };
    },
    /**
     * The original file, as everybody who follows a link has it; null if it was picked in this browser or does not
     * exist.
     */
    async original({ path }: Pick<ScenarioText, 'path'>): Promise<ScenarioText | null> {
      const { files, scenarios } = await library.scenarios();
      const isPicked = scenarios.some((one) => one.path === path && one.origin === 'picked');
      const text = isPicked ? undefined : ownMember(files, path);
      return text === undefined ? null : { path, text };
    },
    async run(request: RunRequest, work: Work) {
      const ran = await runScenario(library, request, work, {
        opening: await openingOf(request),
        before: open,
      });
      open = ran.run;
      found = new Uint32Array(0);
      return ran.result;
    },
    service: async (query: ServiceQuery) => serviceFigures(run().chronicle, run().scenario, query),
    intervals({ replications }: { readonly replications: number }, work: Work) {
      const { made, scenario } = run();
      return intervalsOf(scenario, { replications, seed: made?.seed ?? scenario.seed }, bench(work));
    },
    async findCases(query: CaseQuery) {
      const { chronicle, scenario } = run();
      found = findCases(chronicle, scenario, query);
      return foundCases(chronicle, scenario, query, found);
    },
    async caseRows({ from, to }: { readonly from: number; readonly to: number }) {
      const { chronicle, scenario } = run();
      return caseRows(chronicle, scenario, found.slice(from, Math.min(to, from + ROWS_MAX)));
    },
    tableFile: async ({ format, sheet }: { readonly sheet: Sheet; readonly format: TableFormat }) =>
      tableFile(sheet, format),
    /** A file of the cases found last. */
    caseFile: (request: CaseFileRequest, work: Work) => caseFile(run(), found, request, work),
    story: async ({ caseNumber }: CaseNamed) => storyOfCase(run(), caseNumber),
    explain: ({ caseNumber }: CaseNamed, work: Work) => explainCase(run(), caseNumber, work),
    prove: (_: null, work: Work) => proveScenario(run(), work),
    /** What the answer proposes, in pairs with the run as it is. */
    trial: ({ pairs }: { readonly pairs: number }, work: Work) => trialOf(run(), pairs, bench(work)),
    /** Whether the open run meets requirements. */
    evaluate: (request: EvaluateRequest, work: Work) => evaluateRun(run(), request, work),
    /** The first issues of a scenario; its knobs; and sentences about the hours in which customers ask and no qualified agent who may see the case is on shift. */
    async check(source: ScenarioText) {
      const parsed = await library.parse(source);
      const knobs = knobsOf(await library.input(source));
      if (parsed.ok) {
        const { scenario, warnings } = parsed.value;
        const coverage = [...coverageAnswer(coverageOf(scenario), scenario), COVERAGE_BASIS];
        return { ...firstOf(warnings), isValid: true, knobs, coverage };
      }
      return { ...firstOf(parsed.problem), isValid: false, knobs, coverage: [] };
    },
    /** How a text differs from its file, part by part. */
    async changes({ after, before }: { readonly before: ScenarioText; readonly after: ScenarioText }) {
      return textChanges(await library.input(before), await library.input(after));
    },
    /** What changes of a text do to its targets, as markup. */
    whatIf: (request: WhatIfRequest, work: Work) => whatIf(request, bench(work)),
    schema: async (_: null) => scenarioJsonSchema(),
    turn: async (turn: KnobTurn) => ({ path: turn.path, text: turned(await library.input(turn), turn) }),
    pack: ({ what }: { readonly what: 'run folder' | 'bundle' }, work: Work) =>
      what === 'bundle' ? packBundle(run(), work) : packRunFolder(run(), work),
    async drop({ files }: { readonly files: readonly DroppedFile[] }, work: Work) {
      const { ran, verdict } = await verifyDropped(library, files, work);
      if (ran === null) return { verdict, run: null };
      open = ran.run;
      found = new Uint32Array(0);
      return { verdict, run: ran.result };
    },
    readLog: (request: LogRequest, work: Work) => desk.read(request, work),
    async openCases({ at, scenario }: OpenCasesRequest) {
      const log = desk.log();
      if (taken?.log !== log) taken = { log, number: (taken?.number ?? 0) + 1 };
      return openCasesAt(log, await library.input(scenario), { log: taken.number, at }).answer;
    },
    async calibrate(request: CalibrationRequest, work: Work) {
      const { answer, made } = await calibrateLog(desk.log(), request, work);
      madeFromLog = made;
      return answer;
    },
    holdOut: (request: HoldOutRequest, work: Work) =>
      holdOutOf(desk.log(), { library, made: madeFromLog }, request, work),
    compare: (request: CompareRequest, work: Work) => compareScenarios(request, bench(work)),
    explainChange: (request: ExplainChangeRequest, work: Work) => explainChangeOf(request, bench(work)),
    price: (request: PriceRequest, work: Work) => priceOfPromise(request, bench(work)),
    actions: (request: ActionsRequest, work: Work) => actionsFor(request, bench(work)),
    staff: (request: StaffRequest, work: Work) => staffFor(request, bench(work)),
    sweep: (request: SweepRequest, work: Work) => sweepScenario(request, bench(work)),
    /** The sweep files of a scenario. */
    sweepFiles: async ({ path }: Pick<ScenarioText, 'path'>) => sweepFilesOf(await library.scenarios(), path),
  };
}

/** The initial state inside a composite state, to which transitions into it lead. */
const FIRST: Readonly<Record<string, string>> = {
  'open.waiting': 'open.waiting.queued',
  open: 'open.triage',
};

/** Pairs of successive states, read from the diagram of the case machine. */
function caseEdges(): readonly (readonly [from: string, to: string])[] {
  const pairs = new Map<string, readonly [string, string]>();
  for (const [, from = '', to = ''] of drawCaseMachine().matchAll(/^\s*(\w+) --> (\w+) :/gm)) {
    const edge = [nameOf(from), nameOf(to)] as const;
    pairs.set(edge.join(' '), edge);
  }
  return [...pairs.values()];
}

function nameOf(node: string): string {
  const name = node.replaceAll('_', '.');
  return FIRST[name] ?? name;
}
