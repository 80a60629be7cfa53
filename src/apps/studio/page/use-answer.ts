import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Ask, CallName } from '../calls.ts';
import type { RunProgress } from '../protocol.ts';
import { type Call, CallCancelled, messageOf } from './client.ts';
import { useStudio } from './state.ts';

/**
 * The answer to a question, asked again when something in `about` changes. The last answer stays until the next one
 * arrives; null before the first. `isOptional`: null also if it is refused. `isReady`: whether the question can be asked now.
 */
export function useAsked<Name extends CallName>(
  name: Name,
  ask: Ask<Name>,
  about: readonly unknown[],
  { isOptional = false, isReady = true }: { readonly isOptional?: boolean; readonly isReady?: boolean } = {},
): Answer<Name> | null {
  const { client } = useStudio();
  const [answer, setAnswer] = useState<Answer<Name> | null>(null);
  useEffect(() => {
    if (!isReady) return;
    let isWanted = true;
    client.ask(name, ask).then(
      (given) => isWanted && setAnswer(given),
      (error: unknown) => {
        if (isWanted && !isOptional) throw error;
        if (isWanted) setAnswer(null);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [name, isReady, ...about]);
  return answer;
}

/** The answer to a question about the open run, asked again for each run. */
export function useAnswer<Name extends CallName>(
  name: Name,
  ask: Ask<Name>,
  about: readonly unknown[],
): Answer<Name> | null {
  const { progress, run, runNumber } = useStudio().state;
  return useAsked(name, ask, [runNumber, ...about], { isReady: run !== null && progress === null });
}

type Asking = <Name extends CallName>(name: Name, ask: Ask<Name>) => Promise<Answer<Name>>;

/** One long question at a time, with its progress, its error in words, and a way to cancel it. */
export function useLongCall() {
  const { client } = useStudio();
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const underWay = useRef<Call<unknown> | null>(null);
  const asking: Asking = (name, ask) => {
    const call = client.call(name, ask, setProgress);
    underWay.current = call;
    return call.answer;
  };
  const begin = async (
    stage: RunProgress['stage'],
    waiting: number,
    work: (asking: Asking) => Promise<void>,
  ) => {
    setProblem(null);
    setProgress({ share: 0, stage, cases: 0, waiting });
    try {
      await work(asking);
    } catch (error) {
      if (!(error instanceof CallCancelled)) setProblem(messageOf(error));
    } finally {
      setProgress(null);
    }
  };
  return { begin, cancel: () => underWay.current?.cancel(), problem, progress };
}
