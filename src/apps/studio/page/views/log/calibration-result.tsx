import { useState } from 'preact/hooks';
import type { ExperimentAnswer, ScenarioText } from '../../../protocol.ts';
import { messageOf } from '../../client.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { save } from '../../save.ts';
import { useStudio } from '../../state.ts';

/** The same page that the command makes, and what can be done with the scenario. */
export function CalibrationResult({ answer }: { readonly answer: ExperimentAnswer }) {
  const { edited, extent, files, heading, sections } = answer;
  return (
    <article aria-label={heading}>
      <div class="result-head">
        <h2>{heading}</h2>
        <p class="quiet">{extent.text}</p>
        {edited === null ? null : <Next scenario={edited} />}
        <p class="buttons">
          {Object.entries(files).map(([name, text]) => (
            <button key={name} type="button" onClick={() => save(name, new Blob([text]))}>
              Save {name}
            </button>
          ))}
        </p>
      </div>
      <Gradually>
        {sections.map((markup, i) => (
          <ReportFigure key={i} markup={markup} />
        ))}
      </Gradually>
    </article>
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
    <p class="buttons">
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
    </p>
  );
}
