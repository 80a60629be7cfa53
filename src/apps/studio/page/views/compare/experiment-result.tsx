import type { ExperimentAnswer } from '../../../protocol.ts';
import { ExperimentPage } from '../../experiment-answer.tsx';
import { duration } from '../../format.ts';
import { useStudio } from '../../state.ts';

/** An experiment below a line with its settings. */
export function ExperimentResult({ answer }: { readonly answer: ExperimentAnswer }) {
  const { change } = useStudio();
  const { edited, extent } = answer;
  const isCut = extent.simulatedMs < extent.horizonMs;
  const about = (
    <p class={isCut ? 'unsure' : 'quiet'}>
      {isCut
        ? `Only the first ${duration(extent.simulatedMs)} of ${duration(extent.horizonMs)}`
        : `The whole run of ${duration(extent.horizonMs)}`}
      , {extent.text}
    </p>
  );
  const open =
    edited === null ? null : (
      <button type="button" onClick={() => change({ source: edited, view: 'edit' })}>
        Open this staffing in Edit
      </button>
    );
  return <ExperimentPage answer={answer} about={about} actions={open} />;
}
