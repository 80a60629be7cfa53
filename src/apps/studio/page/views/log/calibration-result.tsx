import { useState } from 'preact/hooks';
import type { ExperimentAnswer, ScenarioText } from '../../../protocol.ts';
import { messageOf } from '../../client.ts';
import { ExperimentPage } from '../../experiment-answer.tsx';
import { useStudio } from '../../state.ts';

/** A calibration or a comparison, and what can be done with its scenario. */
export function CalibrationResult({ answer }: { readonly answer: ExperimentAnswer }) {
  const { edited, extent } = answer;
  return (
    <ExperimentPage
      answer={answer}
      about={<p class="quiet">{extent.text}</p>}
      actions={edited === null ? null : <Next scenario={edited} />}
    />
  );
}

function Next({ scenario }: { readonly scenario: ScenarioText }) {
  const { change, client, openScenario } = useStudio();
  const [problem, setProblem] = useState<string | null>(null);
  const add = async () =>
    change({ catalogue: (await client.ask('addFiles', { files: [scenario] })).catalogue });
  const tried = (done: Promise<void>) => {
    done.catch((error: unknown) => setProblem(messageOf(error)));
  };
  const runIt = async () => {
    await add();
    change({ view: 'service' });
    await openScenario(scenario.path);
  };
  const editIt = async () => {
    await add();
    change({ source: scenario, view: 'edit' });
  };
  return (
    <>
      <button type="button" class="primary" onClick={() => tried(runIt())}>
        Run this scenario
      </button>
      <button type="button" onClick={() => tried(editIt())}>
        Open it in Edit
      </button>
      {problem === null ? null : (
        <span role="alert" class="bad">
          {problem}
        </span>
      )}
    </>
  );
}
