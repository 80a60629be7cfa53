import type { ExperimentExtent, ExperimentName } from '../../../protocol.ts';
import { ReplicationsField } from '../../replications.tsx';
import { useStudio } from '../../state.ts';
import { useKept } from '../../use-kept.ts';

export interface ExtentChoice {
  readonly replications: number;
  readonly until: string;
  choose(part: { readonly replications?: number; readonly until?: string }): void;
  /** For questions, with the seed from the header. */
  readonly ask: ExperimentExtent;
}

/** Number of replications and duration of an experiment; by default the whole run. */
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
          placeholder="the end"
          onInput={(event) => extent.choose({ until: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
