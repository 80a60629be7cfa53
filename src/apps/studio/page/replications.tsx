import type { RunProgress } from '../protocol.ts';
import { CallProgress } from './call-progress.tsx';
import { plural } from './format.ts';

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
