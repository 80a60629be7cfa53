import { useEffect } from 'preact/hooks';
import { fragmentOf } from './share-link.ts';
import type { StudioState } from './state.ts';

/**
 * The address follows what is looked at, so that a page that is loaded again shows the same. Texts that were edited are put into it
 * only when a link is asked for.
 */
export function useAddress({ breach, caseNumber, run, seed, source, until, view }: StudioState): void {
  useEffect(() => {
    if (run === null || source === null) return;
    const shared = { path: source.path, text: null, breach, caseNumber, seed, until, view };
    fragmentOf(shared, null).then(
      (fragment) => history.replaceState(null, '', fragment),
      () => {},
    );
  }, [run, source?.path, breach, caseNumber, seed, until, view]);
}
