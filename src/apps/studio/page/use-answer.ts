import { useEffect, useState } from 'preact/hooks';
import type { CallName, Calls } from '../protocol.ts';
import { useStudio } from './state.ts';

/**
 * The answer to a question about the run that is open, asked again when something in `about` has changed. While the next answer is
 * awaited, the last one stays; null before the first.
 */
export function useAnswer<Name extends CallName>(
  name: Name,
  ask: Calls[Name]['ask'],
  about: readonly unknown[],
): Calls[Name]['answer'] | null {
  const { client, state } = useStudio();
  const [answer, setAnswer] = useState<Calls[Name]['answer'] | null>(null);
  const isReady = state.run !== null && state.progress === null;
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
  }, [name, isReady, state.runNumber, ...about]);
  return answer;
}
