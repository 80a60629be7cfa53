import { useEffect, useState } from 'preact/hooks';
import type { CallName, Calls } from '../protocol.ts';
import { useStudio } from './state.ts';

/**
 * The answer to a question, asked again when something in `about` changes. The last answer stays until the next one
 * arrives; null before the first. `isReady`: whether the question can be asked now.
 */
export function useAsked<Name extends CallName>(
  name: Name,
  ask: Calls[Name]['ask'],
  about: readonly unknown[],
  isReady = true,
): Calls[Name]['answer'] | null {
  const { client } = useStudio();
  const [answer, setAnswer] = useState<Calls[Name]['answer'] | null>(null);
  useEffect(() => {
    if (!isReady) return;
    let isWanted = true;
    client.ask(name, ask).then(
      (given) => isWanted && setAnswer(given),
      (error: unknown) => {
        if (isWanted) throw error;
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
  ask: Calls[Name]['ask'],
  about: readonly unknown[],
): Calls[Name]['answer'] | null {
  const { progress, run, runNumber } = useStudio().state;
  return useAsked(name, ask, [runNumber, ...about], run !== null && progress === null);
}
