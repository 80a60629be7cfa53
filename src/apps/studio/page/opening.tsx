import { useState } from 'preact/hooks';
import type { ScenarioListing } from '../../shared/scenario/scenario-listing.ts';
import type { ScenarioText } from '../protocol.ts';
import { Problem } from './call-progress.tsx';
import { messageOf } from './client.ts';
import { useStudio } from './state.ts';

/** Asks what to open: the user's folder or files, or a scenario of the package. */
export function Opening() {
  const { state } = useStudio();
  const scenarios = state.catalogue?.scenarios ?? [];
  const own = scenarios.filter(({ origin }) => origin !== 'shipped');
  const shipped = scenarios.filter(({ origin }) => origin === 'shipped');
  return (
    <>
      <h2 class="opening-title">What do you want to open?</h2>
      <p>
        New here?{' '}
        <a href="docs/learn/ten-minutes.html" target="_top">
          From nothing to an answer in ten minutes
        </a>
      </p>
      {own.length === 0 ? null : <List title="Your scenarios" scenarios={own} />}
      <Picker />
      <OwnLog />
      <List title="Scenarios that come with Meridian" scenarios={shipped} />
    </>
  );
}

function List(props: { readonly title: string; readonly scenarios: readonly ScenarioListing[] }) {
  const { openScenario } = useStudio();
  const { scenarios, title } = props;
  return (
    <section class="panel" aria-label={title}>
      <h3>{title}</h3>
      <ul class="openings">
        {scenarios.map((one) => (
          <li key={one.path}>
            <button type="button" class="link" onClick={() => void openScenario(one.path)}>
              {one.title} <span class="quiet">{one.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picker() {
  const { change, client, openScenario } = useStudio();
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (list: FileList | null) => {
    setProblem(null);
    const { catalogue, opened } = await client.ask('addFiles', { files: await textsOf(list) });
    change({ catalogue });
    if (opened !== null) await openScenario(opened);
  };
  const picked = (input: HTMLInputElement) =>
    take(input.files).catch((error: unknown) => setProblem(messageOf(error)));
  return (
    <section class="panel" aria-label="Your files">
      <h3>Your files</h3>
      <div class="compare-tools">
        <label class="field">
          <span>A folder of scenarios</span>
          <input type="file" ref={asFolder} onChange={(event) => void picked(event.currentTarget)} />
        </label>
        <label class="field">
          <span>Or single files</span>
          <input
            type="file"
            multiple
            accept=".yaml,.yml,.csv"
            onChange={(event) => void picked(event.currentTarget)}
          />
        </label>
      </div>
      <Problem text={problem} />
      <p class="quiet">
        Your browser reads them and sends them nowhere. On the command line,{' '}
        <code>meridian studio FOLDER</code> opens a folder directly.
      </p>
    </section>
  );
}

function OwnLog() {
  const { change } = useStudio();
  return (
    <section class="panel" aria-label="Your log">
      <h3>Your ticket log</h3>
      <p>
        <button type="button" onClick={() => change({ view: 'log', isChoosing: false })}>
          Make a scenario from a log
        </button>
      </p>
    </section>
  );
}

/** Lets an input pick folders, through an attribute that Preact's elements lack. */
function asFolder(input: HTMLInputElement | null): void {
  if (input !== null) input.webkitdirectory = true;
}

/** Limit for all files together, bytes: a picked folder may contain anything. */
const BYTES_MAX = 100_000_000;
/** Folder for single files, so that they are next to the files that they extend. */
const SINGLE = 'files';

/** The texts of scenarios among the picked files. Does not read other files. */
async function textsOf(list: FileList | null): Promise<readonly ScenarioText[]> {
  const files = [...(list ?? [])].filter(({ name }) => /\.(ya?ml|csv)$/i.test(name));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > BYTES_MAX)
    throw new Error(
      `these files have ${Math.round(bytes / 1e6)} MB in total, and the limit is ${BYTES_MAX / 1e6} MB: choose a folder that contains only scenarios`,
    );
  return Promise.all(
    files.map(async (file) => ({
      path: file.webkitRelativePath === '' ? `${SINGLE}/${file.name}` : file.webkitRelativePath,
      text: await file.text(),
    })),
  );
}
