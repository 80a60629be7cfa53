import { useState } from 'preact/hooks';
import type { DroppedFile, DropVerdict } from '../../../protocol.ts';
import { useStudio } from '../../state.ts';
import { droppedFiles, pickedFiles } from './dropped-files.ts';

/** A bundle or a ledger is dropped here, or chosen, and verified on this machine. */
export function DropZone() {
  const { change, client, state } = useStudio();
  const [isOver, setIsOver] = useState(false);
  const [status, setStatus] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<DropVerdict | null>(null);
  const verify = async (reading: Promise<readonly DroppedFile[]>) => {
    setVerdict(null);
    setStatus('being read and verified…');
    try {
      const files = await reading;
      if (files.length === 0) return setStatus(null);
      const answer = await client.ask('drop', { files });
      setVerdict(answer.verdict);
      setStatus(null);
      if (answer.run !== null) {
        change({ run: answer.run, runNumber: state.runNumber + 1, problem: null, stretch: null, clockMs: 0 });
      }
    } catch (error) {
      setStatus(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section
      class={`panel drop${isOver ? ' over' : ''}`}
      aria-labelledby="drop-heading"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        void verify(droppedFiles(event.dataTransfer));
      }}
    >
      <h2 id="drop-heading">Verify a bundle or a ledger</h2>
      <p class="quiet">
        Drop an evidence bundle (its folder, or a zip of it) or a <code>ledger.bin</code> with its{' '}
        <code>scenario.json</code> here. It is read in this browser and sent nowhere.
      </p>
      <div class="buttons">
        <label class="file">
          <span>Choose files</span>
          <input
            type="file"
            multiple
            onChange={(event) => void verify(pickedFiles(event.currentTarget.files))}
          />
        </label>
        <span role="status">{status}</span>
      </div>
      {verdict === null ? null : <Verdict verdict={verdict} />}
    </section>
  );
}

function Verdict({ verdict }: { readonly verdict: DropVerdict }) {
  const { audit, headline, isGenuine, steps, trust } = verdict;
  return (
    <div class={`drop-verdict ${isGenuine ? 'good' : 'bad'}`} role="alert">
      <p>
        <strong>
          {isGenuine ? '✓' : '✕'} {headline}
        </strong>
      </p>
      {audit === null ? null : <p>Audit made anew: {audit.verdict}.</p>}
      {trust === '' ? null : <p class="quiet">{trust}</p>}
      {steps.length === 0 ? null : (
        <ul>
          {steps.map(({ detail, difference, what }) => (
            <li key={`${what} ${difference ?? detail}`} class={difference === null ? '' : 'bad'}>
              {difference === null ? '✓' : '✕'} {what}: {difference ?? detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
