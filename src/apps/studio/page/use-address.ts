import { useEffect } from 'preact/hooks';
import type { Client } from './client.ts';
import { fragmentOf } from './share-link.ts';
import type { StudioState } from './state.ts';

/**
 * Keeps the address in step with the view, so that a reload shows the same. It contains an edited text once that has
 * been run or a link was requested.
 */
export function useAddress(client: Client, state: StudioState): void {
  const { breach, caseNumber, look, run, seed, source, stretch, until, view } = state;
  useEffect(() => {
    if (run === null || source === null) return;
    let isLatest = true;
    const { path, text } = source;
    const follow = async () => {
      const original = await client.ask('original', { path });
      const fragment = await fragmentOf(
        { path, text, breach, caseNumber, look, seed, stretch, until, view },
        original,
      );
      if (isLatest) history.replaceState(null, '', fragment);
    };
    follow().catch(() => {});
    return () => {
      isLatest = false;
    };
  }, [run, source?.path, breach, caseNumber, look, seed, stretch, until, view]);
}
