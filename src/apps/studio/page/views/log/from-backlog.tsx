import { useState } from 'preact/hooks';
import type { LogReading } from '../../../calls.ts';
import type { OpenCasesAnswer } from '../../../worker/log/opened-cases.ts';
import { Problem } from '../../call-progress.tsx';
import { messageOf } from '../../client.ts';
import { save } from '../../save.ts';
import { useKept, useStudio } from '../../state.ts';
import { Opening } from './opening-cases.tsx';
import { IssueRows } from './reading.tsx';
import { type Candidate, ScenarioChoice, useCandidates } from './scenario-choice.tsx';

/** A run from the cases of the log that are open at a moment. */
export function FromBacklog({ reading }: { readonly reading: LogReading }) {
  const { client } = useStudio();
  const candidates = useCandidates();
  const [form, setForm] = useKept('backlog', { at: '', id: 'made' });
  const [found, setFound] = useKept<FoundOpenCases | null>('open cases', null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isLooking, setIsLooking] = useState(false);
  const chosen = candidates.find(({ id }) => id === form.id) ?? candidates[0];
  const look = ({ id, scenario }: Candidate) => {
    setIsLooking(true);
    setProblem(null);
    setFound(null);
    client
      .ask('openCases', { scenario, at: form.at })
      .then(
        (answer) => setFound({ answer, isMade: id === 'made', scenario, reading }),
        (error: unknown) => setProblem(messageOf(error)),
      )
      .finally(() => setIsLooking(false));
  };
  return (
    <section class="panel" aria-label="A run from the open cases">
      <h2>Run from today’s backlog</h2>
      <p class="quiet">The run starts from the cases that are open at a moment of the log.</p>
      <div class="compare-tools">
        <label class="field wide">
          <span>Moment</span>
          <input
            value={form.at}
            placeholder={`the end of the log, ${reading.span?.end ?? ''}`}
            onInput={(event) => setForm({ ...form, at: event.currentTarget.value })}
          />
        </label>
        <ScenarioChoice
          choices={candidates}
          chosen={chosen?.id ?? ''}
          onChoose={(id) => setForm({ ...form, id })}
        />
      </div>
      <div class="run-row">
        <button
          type="button"
          class="primary"
          disabled={chosen === undefined || isLooking}
          onClick={() => (chosen === undefined ? undefined : look(chosen))}
        >
          Find the open cases
        </button>
      </div>
      {chosen === undefined ? (
        <p class="quiet">Make a scenario from the log first, or choose one at the top of the page.</p>
      ) : null}
      {isLooking ? <p role="status">Looking …</p> : null}
      <Problem text={problem} />
      {found === null || found.reading !== reading ? null : <OpenCases found={found} />}
    </section>
  );
}

/** Open cases of a reading of the log, for a scenario. */
interface FoundOpenCases {
  readonly answer: OpenCasesAnswer;
  readonly scenario: Candidate['scenario'];
  readonly reading: LogReading;
  /** Whether the scenario was made from the log, and may not be among those of the page. */
  readonly isMade: boolean;
}

function OpenCases({ found }: { readonly found: FoundOpenCases }) {
  const { change, client, runSource } = useStudio();
  const [problem, setProblem] = useState<string | null>(null);
  const { answer, isMade, scenario } = found;
  const { csv, issues } = answer;
  const run = async () => {
    if (isMade) change({ catalogue: (await client.ask('addFiles', { files: [scenario] })).catalogue });
    runSource({ ...scenario, opening: answer }, 'service');
  };
  return (
    <section class="open-cases" aria-label="Open cases">
      <Opening answer={answer} />
      {csv === null ? null : (
        <p class="buttons">
          <button
            type="button"
            class="primary"
            onClick={() => void run().catch((error: unknown) => setProblem(messageOf(error)))}
          >
            Run from these cases
          </button>
          <button type="button" onClick={() => save('open-cases.csv', new Blob([csv]))}>
            Save open-cases.csv
          </button>
        </p>
      )}
      <Problem text={problem} />
      <IssueRows issues={issues} />
    </section>
  );
}
