import { useEffect, useRef, useState } from 'preact/hooks';
import { type Ask, EXPERIMENTS, type ExperimentName, type QuestionName } from '../calls.ts';
import type { ExperimentAnswer, RunProgress } from '../protocol.ts';
import { type Call, CallCancelled, CallFailure, type Client, messageOf } from './client.ts';
import {
  forgetResult,
  isSameQuestion,
  type KeptResult,
  keepResult,
  keptResults,
  type Question,
} from './kept-results.ts';
import type { GivenResult } from './shared-question.ts';

export interface ExperimentState {
  readonly progress: RunProgress | null;
  /** Start time of the part that `progress` is about, ms on the page's clock. */
  readonly begunMs: number;
  readonly problem: string | null;
  /** The last answer stays until the next one arrives. */
  readonly answer: ExperimentAnswer | null;
  /** The question that it answers, once it is kept; null for calls that are not. */
  readonly kept: KeptResult | null;
  /** Whether the answer is that of the file from which it was asked; null without a file. */
  readonly isAsGiven: boolean | null;
}

export interface Experiments {
  of(name: ExperimentName): ExperimentState;
  /** Calls `ask` first, which may need to fetch texts. */
  begin<Name extends ExperimentName>(name: Name, ask: () => Promise<Ask<Name>>): void;
  cancel(name: ExperimentName): void;
  /** Results of this and earlier visits, the latest first. */
  readonly kept: readonly KeptResult[];
  /** Which question is in sight. */
  readonly question: QuestionName;
  choose(question: QuestionName): void;
  /** Shows a result that was kept. */
  show(result: KeptResult): void;
  forget(atMs: number): void;
  /** Shows the result of a question from a link or a file: one that is kept, or else it is asked. `files`: what the file says. */
  take(question: Question, files?: GivenResult['files']): void;
}

const NOT_BEGUN: ExperimentState = {
  progress: null,
  begunMs: 0,
  problem: null,
  answer: null,
  kept: null,
  isAsGiven: null,
};

/** Keeps each experiment and its answer while the user looks at other views. */
export function useExperiments(client: Client): Experiments {
  const [states, setStates] = useState<Partial<Record<ExperimentName, ExperimentState>>>({});
  const underWay = useRef<Partial<Record<ExperimentName, Call<ExperimentAnswer> | undefined>>>({});
  const [kept, setKept] = useState<readonly KeptResult[]>([]);
  const [question, choose] = useState<QuestionName>('compare');
  const reload = async () => {
    const all = await keptResults();
    setKept(all);
    return all;
  };
  useEffect(() => {
    // After a reload of the page, the question of the last result is in sight again.
    void reload().then(([last]) =>
      choose((before) => (before === 'compare' ? (last?.name ?? before) : before)),
    );
  }, []);
  const change = (name: ExperimentName, part: Partial<ExperimentState>) =>
    setStates((all) => ({ ...all, [name]: { ...(all[name] ?? NOT_BEGUN), ...part } }));
  const begin = <Name extends ExperimentName>(
    name: Name,
    ask: () => Promise<Ask<Name>>,
    given: GivenResult['files'] | null = null,
  ) => {
    underWay.current[name]?.cancel();
    underWay.current[name] = undefined;
    const progress: RunProgress = { share: 0, stage: 'replicating', cases: 0, waiting: 0 };
    change(name, { problem: null, progress, begunMs: performance.now() });
    let call: Call<ExperimentAnswer> | null = null;
    const isLatest = () => call === null || underWay.current[name] === call;
    const end = (part: Partial<ExperimentState>) => {
      if (isLatest()) change(name, { ...part, progress: null });
    };
    const answered = ask().then(async (asked) => {
      let last = progress;
      call = client.call(name, asked, (next) => {
        if (!isLatest()) return;
        const isNewPart = next.stage !== last.stage || next.waiting !== last.waiting;
        last = next;
        change(name, { progress: next, ...(isNewPart ? { begunMs: performance.now() } : {}) });
      });
      underWay.current[name] = call;
      const answer = await call.answer;
      const own = EXPERIMENTS.find((one) => one === name);
      if (own === undefined) return { answer, kept: null };
      const result: KeptResult = { name: own, ask: asked as Question['ask'], answer, atMs: Date.now() };
      await keepResult(result);
      await reload();
      return { answer, kept: result, isAsGiven: given === null ? null : isSame(answer.files, given) };
    });
    answered.then(end, (error: unknown) =>
      end(error instanceof CallCancelled ? {} : { problem: problemOf(error) }),
    );
  };
  const show = (result: KeptResult, isAsGiven: boolean | null = null) => {
    choose(result.name);
    change(result.name, { answer: result.answer, kept: result, problem: null, isAsGiven });
  };
  return {
    of: (name) => states[name] ?? NOT_BEGUN,
    begin: (name, ask) => begin(name, ask),
    cancel: (name) => underWay.current[name]?.cancel(),
    kept,
    question,
    choose,
    show: (result) => show(result),
    forget: (atMs) => void forgetResult(atMs).then(reload),
    async take(taken, files) {
      const known = (await keptResults()).find((one) => isSameQuestion(one, taken));
      if (known !== undefined)
        return show(known, files === undefined ? null : isSame(known.answer.files, files));
      choose(taken.name);
      begin(taken.name, async () => taken.ask, files);
    },
  };
}

function isSame(files: GivenResult['files'], given: GivenResult['files']): boolean {
  const names = [...new Set([...Object.keys(files), ...Object.keys(given)])];
  return names.every((name) => files[name] === given[name]);
}

/** The message, with the first issue of the scenario if that is the cause. */
function problemOf(error: unknown): string {
  const message = messageOf(error);
  const [issue] = error instanceof CallFailure ? error.issues : [];
  if (issue === undefined) return message;
  return `${message}. ${issue.file}, line ${issue.line}, ${issue.path}: ${issue.message}; ${issue.remedy}`;
}
