import { FilePick } from '../../form-parts.tsx';
import { day, time } from '../../format.ts';
import type { KeptResult } from '../../kept-results.ts';
import { useStudio } from '../../state.ts';
import { pickedFiles } from '../residency/dropped-files.ts';

/** Results that this browser keeps, to be shown again, and a way to open one from a file. `shown`: when the one in sight was kept. */
export function ResultList({ shown }: { readonly shown: number | null }) {
  const { experiments, openResult } = useStudio();
  const { kept } = experiments;
  return (
    <section class="panel" aria-label="Results">
      <h2>Results</h2>
      <ul class="results">
        {kept.map((result) => (
          <ResultLine key={result.atMs} result={result} isShown={result.atMs === shown} />
        ))}
      </ul>
      <div class="zone">
        <p class="quiet">
          {kept.length === 0
            ? 'Results are kept here, in this browser only. '
            : 'The last 20 are kept, in this browser only. '}
          Drop the file of a result anywhere on this page to see it again.
        </p>
        <FilePick
          accept=".json"
          onPick={async (files) => {
            const [file] = await pickedFiles(files);
            if (file !== undefined) openResult(file);
          }}
        />
      </div>
    </section>
  );
}

function ResultLine({ isShown, result }: { readonly result: KeptResult; readonly isShown: boolean }) {
  const { experiments } = useStudio();
  const { answer, atMs } = result;
  // Dates of a browser's own store are local, without a zone.
  const localMs = atMs - new Date(atMs).getTimezoneOffset() * 60_000;
  return (
    <li>
      <button type="button" class="link" aria-pressed={isShown} onClick={() => experiments.show(result)}>
        {answer.heading}
      </button>
      <span class="quiet">
        {answer.extent.text}; {day(localMs)}, {time(localMs)}
      </span>
      <button
        type="button"
        class="link"
        aria-label={`Forget ${answer.heading}, ${time(localMs)}`}
        onClick={() => experiments.forget(atMs)}
      >
        Forget
      </button>
    </li>
  );
}
