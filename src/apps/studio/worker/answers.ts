import { ownMember } from '#base';
import { drawCaseMachine } from '#domain';
import { BREACHES } from '#engine';
import { coverageOf } from '#planning';
import { COVERAGE_BASIS, coverageAnswer } from '#report';
import { issueCountOf, type ScenarioIssue, scenarioJsonSchema } from '#scenario';
import type { AnyCaseLog } from '../../shared/calibration/dated-log.ts';
import { caseRows, findCases, foundCases } from '../chronicle/case-list.ts';
import { serviceFigures } from '../chronicle/service-figures.ts';
import type { CallName, Calls, RunRequest } from '../protocol.ts';
import { calibrateLog, holdOutOf, type MadeScenario } from './experiments/calibrating.ts';
import { compareScenarios, intervalsOf } from './experiments/comparing.ts';
import { type Bench, type Executors, localExecutors } from './experiments/executors.ts';
import { explainChangeOf } from './experiments/explaining.ts';
import { priceOfPromise } from './experiments/pricing.ts';
import { staffFor } from './experiments/staffing.ts';
import { sweepFilesOf, sweepScenario } from './experiments/sweeping.ts';
import { verifyDropped } from './files/drop.ts';
import { packBundle, packRunFolder } from './files/pack.ts';
import { caseFile, tableFile } from './files/table-file.ts';
import { knobsOf, turned } from './knobs.ts';
import { Library } from './library.ts';
import { LogDesk } from './log/log-desk.ts';
import { openCasesAt, soundCasesAt } from './log/opened-cases.ts';
import { proveScenario } from './proving.ts';
import { type OpenRun, runScenario } from './run-scenario.ts';
import { explainCase, storyOfCase } from './stories.ts';
import { Refusal, type Work } from './work.ts';

export type Answers = {
  [Name in CallName]: (ask: Calls[Name]['ask'], work: Work) => Promise<Calls[Name]['answer']>;
};

/** Maximum number of rows of the case list in one answer. */
const ROWS_MAX = 500;

/** Maximum number of issues in an answer. A badly broken text has more than a page can show. */
const ISSUES_MAX = 200;

function firstOf(issues: readonly ScenarioIssue[]) {
  return { issues: issues.slice(0, ISSUES_MAX), issueCount: issueCountOf(issues) };
}

/** Answers to all questions, from the library and the open run. `executors`: make the replications of experiments. */
export function createAnswers(executors: Executors = localExecutors): Answers {
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
    catalogue,
    async addFiles({ files }) {
      const added = await library.add(files);
      const main = added.filter(({ path }) => /(^|\/)scenario\.yaml$/.test(path));
      const [only, ...others] = main.length > 0 ? main : added;
      return { catalogue: await catalogue(), opened: others.length === 0 ? (only?.path ?? null) : null };
    },
    async open({ path }) {
      const { files } = await library.scenarios();
      const text = ownMember(files, path);
      if (text === undefined) throw new Refusal(`${path} is not in the page's folder`);
      return { path, text };
    },
    async original({ path }) {
      const { files, scenarios } = await library.scenarios();
      const isPicked = scenarios.some((one) => one.path === path && one.origin === 'picked');
      const text = isPicked ? undefined : ownMember(files, path);
      return text === undefined ? null : { path, text };
    },
    async run(request, work) {
      const ran = await runScenario(library, request, work, await openingOf(request));
      open = ran.run;
      found = new Uint32Array(0);
      return ran.result;
    },
    service: async (query) => serviceFigures(run().chronicle, run().scenario, query),
    intervals({ replications }, work) {
      const { made, scenario } = run();
      return intervalsOf(scenario, { replications, seed: made?.seed ?? scenario.seed }, bench(work));
    },
    async findCases(query) {
      const { chronicle, scenario } = run();
      found = findCases(chronicle, scenario, query);
      return foundCases(chronicle, scenario, query, found);
    },
    async caseRows({ from, to }) {
      const { chronicle, scenario } = run();
      return caseRows(chronicle, scenario, found.slice(from, Math.min(to, from + ROWS_MAX)));
    },
    tableFile: async ({ format, sheet }) => tableFile(sheet, format),
    caseFile: (request, work) => caseFile(run(), found, request, work),
    story: async ({ caseNumber }) => storyOfCase(run(), caseNumber),
    explain: ({ caseNumber }, work) => explainCase(run(), caseNumber, work),
    prove: (_, work) => proveScenario(run(), work),
    async check(source) {
      const parsed = await library.parse(source);
      const knobs = knobsOf(await library.input(source));
      if (parsed.ok) {
        const { scenario, warnings } = parsed.value;
        const coverage = [...coverageAnswer(coverageOf(scenario), scenario), COVERAGE_BASIS];
        return { ...firstOf(warnings), isValid: true, knobs, coverage };
      }
      return { ...firstOf(parsed.problem), isValid: false, knobs, coverage: [] };
    },
    schema: async () => scenarioJsonSchema(),
    turn: async (turn) => ({ path: turn.path, text: turned(await library.input(turn), turn) }),
    pack: ({ what }, work) => (what === 'bundle' ? packBundle(run(), work) : packRunFolder(run(), work)),
    async drop({ files }, work) {
      const { ran, verdict } = await verifyDropped(library, files, work);
      if (ran === null) return { verdict, run: null };
      open = ran.run;
      found = new Uint32Array(0);
      return { verdict, run: ran.result };
    },
    readLog: (request, work) => desk.read(request, work),
    async openCases({ at, scenario }) {
      const log = desk.log();
      if (taken?.log !== log) taken = { log, number: (taken?.number ?? 0) + 1 };
      return openCasesAt(log, await library.input(scenario), { log: taken.number, at }).answer;
    },
    async calibrate(request, work) {
      const { answer, made } = await calibrateLog(desk.log(), request, work);
      madeFromLog = made;
      return answer;
    },
    holdOut: (request, work) => holdOutOf(desk.log(), { library, made: madeFromLog }, request, work),
    compare: (request, work) => compareScenarios(request, bench(work)),
    explainChange: (request, work) => explainChangeOf(request, bench(work)),
    price: (request, work) => priceOfPromise(request, bench(work)),
    staff: (request, work) => staffFor(request, bench(work)),
    sweep: (request, work) => sweepScenario(request, bench(work)),
    sweepFiles: async ({ path }) => sweepFilesOf(await library.scenarios(), path),
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
