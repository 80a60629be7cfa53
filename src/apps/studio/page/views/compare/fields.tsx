import type { ExperimentExtent, ExperimentName, RunProgress } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { plural } from '../../format.ts';
import { useKept, useStudio } from '../../state.ts';

interface ExtentChoice {
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

/** Goals in the commands' format, one per line. Empty: the scenario's own. */
export function GoalsField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is used if the field is empty. */
  readonly otherwise: string;
}) {
  const { onChange, otherwise, value } = props;
  return (
    <label class="field goals">
      <span>Goals, one per line, e.g. service level/germany/phone&gt;=80%, or speed of answer&lt;=30 s</span>
      <textarea
        rows={2}
        value={value}
        placeholder={otherwise}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

export function goalsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export const REPLICATIONS = 5;
const REPLICATIONS_MOST = 200;

export function ReplicationsField(props: {
  readonly value: number;
  readonly onChange: (replications: number) => void;
}) {
  return (
    <label class="field short">
      <span>Replications</span>
      <input
        type="number"
        min={2}
        max={REPLICATIONS_MOST}
        value={props.value}
        onChange={(event) =>
          props.onChange(
            Math.max(2, Math.min(REPLICATIONS_MOST, Math.round(Number(event.currentTarget.value)))),
          )
        }
      />
    </label>
  );
}

export function ReplicationsProgress(props: {
  readonly progress: RunProgress;
  readonly onCancel: () => void;
}) {
  const { onCancel, progress } = props;
  return (
    <CallProgress progress={progress} onCancel={onCancel}>
      {progress.cases} of {plural(progress.waiting, 'replication')}
    </CallProgress>
  );
}
