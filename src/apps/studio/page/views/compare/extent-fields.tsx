import type { ExperimentExtent } from '../../../protocol.ts';
import { ReplicationsField } from '../../replications.tsx';
import { useStudio } from '../../state.ts';
import type { ExperimentName } from '../../use-experiments.ts';
import { useKept } from '../../use-kept.ts';

export interface ExtentChoice {
  readonly replications: number;
  readonly until: string;
  choose(part: { readonly replications?: number; readonly until?: string }): void;
  /** As questions have it, with the seed that stands above. */
  readonly ask: ExperimentExtent;
}

/** How often and for how long something is run: to the end, unless somebody says otherwise. */
export function useExtent(name: ExperimentName, replicationsAtFirst: number): ExtentChoice {
  const { seed } = useStudio().state;
  const [chosen, setChosen] = useKept(`${name} extent`, {
    replications: replicationsAtFirst,
    until: '',
  });
  const { replications, until } = chosen;
  return {
    ...chosen,
    choose: (part) => setChosen({ ...chosen, ...part }),
    ask: {
      replications,
      until: until.trim() === '' ? null : until,
      seed: seed === '' ? null : seed,
    },
  };
}

export function ExtentFields({ extent }: { readonly extent: ExtentChoice }) {
  return (
    <>
      <ReplicationsField
        value={extent.replications}
        onChange={(replications) => extent.choose({ replications })}
      />
      <label class="field short">
        <span>Until</span>
        <input
          value={extent.until}
          placeholder="its end"
          onInput={(event) => extent.choose({ until: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
