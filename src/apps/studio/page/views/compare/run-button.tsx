import type { ComponentChildren } from 'preact';
import type { RunProgress } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { count, duration, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import type { ExperimentName } from '../../use-experiments.ts';

/** From this share on, the time that is left can be told from the time that has passed. */
const TELLING = 0.05;

/** Begins an experiment; while it is made, says how far it is, and calls it off. */
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
    return `${plural(cases, 'staffing')} tried, now ${count(waiting)} agent hours`;
  if (stage === 'searching') return `Looking for the staff that buys it back: ${count(cases)} tried`;
  const left = share < TELLING ? '' : `, about ${duration((passedMs / share) * (1 - share))} left`;
  return `${count(cases)} of ${plural(waiting, 'replication')}${left}`;
}
