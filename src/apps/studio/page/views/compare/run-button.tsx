import type { ComponentChildren } from 'preact';
import type { ExperimentName, RunProgress } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { count, duration, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';

/** Below this share, the remaining time is not estimated. */
const ESTIMATED_FROM = 0.05;

/** Starts an experiment. While it runs, shows its progress and a button that cancels it. */
export function RunButton(props: {
  readonly name: ExperimentName;
  readonly isReady: boolean;
  readonly onRun: () => void;
  readonly children: ComponentChildren;
}) {
  const { children, isReady, name, onRun } = props;
  const { experiments } = useStudio();
  const { begunMs, progress } = experiments.of(name);
  return (
    <div class="run-row">
      {progress === null ? (
        <button type="button" class="primary" disabled={!isReady} onClick={onRun}>
          {children}
        </button>
      ) : (
        <CallProgress progress={progress} onCancel={() => experiments.cancel(name)}>
          {progressText(progress, performance.now() - begunMs)}
        </CallProgress>
      )}
    </div>
  );
}

function progressText({ cases, share, stage, waiting }: RunProgress, passedMs: number): string {
  if (stage === 'searching' && waiting > 0)
    return `${plural(cases, 'staffing')} tried, now trying ${count(waiting)} agent hours`;
  if (stage === 'searching')
    return `Searching for the staff that restores the service: ${plural(cases, 'staffing')} tried`;
  const left = share < ESTIMATED_FROM ? '' : `, about ${duration((passedMs / share) * (1 - share))} left`;
  return `${count(cases)} of ${plural(waiting, 'replication')}${left}`;
}
