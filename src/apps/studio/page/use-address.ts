import { useEffect } from 'preact/hooks';
import type { Client } from './client.ts';
import { fragmentOf } from './share-link.ts';
import type { StudioState } from './state.ts';

/**
 * The address follows what is looked at, so that a page that is loaded again shows the same: an edited text is in it as soon as it has
 * been run, or a link was asked for.
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
