import { useRef, useState } from 'preact/hooks';
import type { Ask, ExperimentName } from '../calls.ts';
import type { ExperimentAnswer, RunProgress } from '../protocol.ts';
import { type Call, CallCancelled, CallFailure, type Client, messageOf } from './client.ts';

export interface ExperimentState {
  readonly progress: RunProgress | null;
  /** Start time of the part that `progress` is about, ms on the page's clock. */
  readonly begunMs: number;
  readonly problem: string | null;
  /** The last answer stays until the next one arrives. */
  readonly answer: ExperimentAnswer | null;
}

export interface Experiments {
  of(name: ExperimentName): ExperimentState;
  /** Calls `ask` first, which may need to fetch texts. */
  begin<Name extends ExperimentName>(name: Name, ask: () => Promise<Ask<Name>>): void;
  cancel(name: ExperimentName): void;
}

const NOT_BEGUN: ExperimentState = { progress: null, begunMs: 0, problem: null, answer: null };

/** Keeps each experiment and its answer while the user looks at other views. */
export function useExperiments(client: Client): Experiments {
  const [states, setStates] = useState<Partial<Record<ExperimentName, ExperimentState>>>({});
  const underWay = useRef<Partial<Record<ExperimentName, Call<ExperimentAnswer> | undefined>>>({});
  const change = (name: ExperimentName, part: Partial<ExperimentState>) =>
    setStates((all) => ({ ...all, [name]: { ...(all[name] ?? NOT_BEGUN), ...part } }));
  return {
    of: (name) => states[name] ?? NOT_BEGUN,
    begin(name, ask) {
      underWay.current[name]?.cancel();
      underWay.current[name] = undefined;
      const progress: RunProgress = { share: 0, stage: 'replicating', cases: 0, waiting: 0 };
      change(name, { problem: null, progress, begunMs: performance.now() });
      let call: Call<ExperimentAnswer> | null = null;
      const isLatest = () => call === null || underWay.current[name] === call;
      const end = (part: Partial<ExperimentState>) => {
        if (isLatest()) change(name, { ...part, progress: null });
      };
      const answered = ask().then((asked) => {
        let last = progress;
        call = client.call(name, asked, (next) => {
          if (!isLatest()) return;
          const isNewPart = next.stage !== last.stage || next.waiting !== last.waiting;
          last = next;
          change(name, { progress: next, ...(isNewPart ? { begunMs: performance.now() } : {}) });
        });
        underWay.current[name] = call;
        return call.answer;
      });
      answered.then(
        (answer) => end({ answer }),
        (error: unknown) => end(error instanceof CallCancelled ? {} : { problem: problemOf(error) }),
      );
    },
    cancel: (name) => underWay.current[name]?.cancel(),
  };
}

/** The message, with the first issue of the scenario if that is the cause. */
function problemOf(error: unknown): string {
  const message = messageOf(error);
  const [issue] = error instanceof CallFailure ? error.issues : [];
  if (issue === undefined) return message;
  return `${message}. ${issue.file}, line ${issue.line}, ${issue.path}: ${issue.message}; ${issue.remedy}`;
}
