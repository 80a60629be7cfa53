import { ProgressBar, stageText } from './call-progress.tsx';
import { ChipList } from './chip-list.tsx';
import { Choice } from './form-parts.tsx';
import { count, plural } from './format.ts';
import { StateIcon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { ScenarioMenu } from './scenario-menu.tsx';
import { useStudio } from './state.ts';
import { ThemeSwitch } from './theme.tsx';

/** The open scenario, what else a run takes, and the button that runs it: one line on every screen. */
export function Header() {
  const studio = useStudio();
  const { progress, source } = studio.state;
  return (
    <header class="head-bar">
      <h1>
        <img src="icon.svg" alt="Meridian Studio" width="24" height="24" />
      </h1>
      <ScenarioMenu />
      <span class="space" />
      <RunDetails />
      <Menu label="Theme, guide, print" face="⋯" side="end" style="page-menu">
        {() => (
          <>
            <ThemeSwitch />
            <a href="docs/index.html" target="_top">
              Guide
            </a>
            <button type="button" class="link" onClick={() => print()}>
              Print this view
            </button>
          </>
        )}
      </Menu>
      {progress === null ? (
        <button type="button" class="primary" disabled={source === null} onClick={() => studio.run()}>
          Run
        </button>
      ) : (
        <button
          type="button"
          class="primary"
          disabled={progress.stage === 'opening'}
          onClick={() => studio.cancel()}
        >
          Cancel
        </button>
      )}
    </header>
  );
}

/** What defines the run besides the scenario, and what its ledger came to. */
function RunDetails() {
  const studio = useStudio();
  const { breach, catalogue, run, seed, until } = studio.state;
  return (
    <Menu
      label="Run details"
      face={
        <>
          <span class="wide-word">Run </span>
          <span>details</span>
        </>
      }
      side="end"
      style="run-details"
    >
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            close();
            studio.run();
          }}
        >
          <label class="field">
            <span>Seed</span>
            <input
              value={seed}
              placeholder={run?.facts.seed ?? ''}
              onInput={(event) => studio.change({ seed: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>Until</span>
            <input
              value={until}
              placeholder="the end"
              onInput={(event) => studio.change({ until: event.currentTarget.value })}
            />
          </label>
          <Choice
            label="Breach"
            value={breach}
            options={[
              { value: '', title: 'none' },
              ...(catalogue?.breaches ?? []).map(({ name, what }) => ({
                value: name,
                title: name,
                hint: what,
              })),
            ]}
            onChoose={(next) => studio.change({ breach: next })}
          />
          {run === null ? null : (
            <p class="ran">
              <span>{plural(run.cases, 'case')}</span>
              <span>{plural(run.entries, 'ledger entry', 'ledger entries')}</span>
              <span>seed {run.seed}</span>
              {run.opening === null ? null : <span>from {run.opening.name}</span>}
              <span>
                root <code id="root">{run.root}</code>
              </span>
            </p>
          )}
          <button type="submit">Run with these</button>
        </form>
      )}
    </Menu>
  );
}

/** Whether targets are met and promises kept, in the words of the one verdict. Each leads to what it rests on. */
export function Pills() {
  const { change, state } = useStudio();
  const overview = state.run?.overview ?? null;
  if (overview === null) return null;
  return (
    <section class="pills" aria-label="Verdict">
      {(
        [
          ['service', overview.targets],
          ['residency', overview.promises],
        ] as const
      ).map(([view, { state: of, text }]) =>
        text === '' ? null : (
          <button
            key={view}
            type="button"
            class={`brief pill ${of}`}
            onClick={() => change({ view, isChoosing: false })}
          >
            <StateIcon state={of} /> {text}
          </button>
        ),
      )}
    </section>
  );
}

/** What is being made, what has gone wrong, and what the next run starts from. */
export function Outcome() {
  const { progress, problem } = useStudio().state;
  return (
    <aside class="outcome" aria-label="State of the run">
      {progress === null ? null : (
        <p class="progress" role="status">
          <ProgressBar progress={progress} />
          <span>
            {stageText(progress)}
            {progress.stage === 'opening' ? '' : `, ${plural(progress.cases, 'case')}`}
            {progress.stage === 'simulating' ? `, ${count(progress.waiting)} waiting` : ''}
          </span>
        </p>
      )}
      {problem === null ? null : (
        <div class="problem" role="alert">
          <strong>{problem.message}</strong>
          {problem.issues.length === 0 ? null : (
            <ul>
              {problem.issues.slice(0, 5).map((issue) => (
                <li key={`${issue.line} ${issue.column} ${issue.code}`}>
                  line {issue.line}, {issue.path}: {issue.message}; {issue.remedy}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <StartsFrom />
    </aside>
  );
}

/** The open cases that the next run starts from, which can be taken away. */
function StartsFrom() {
  const { change, state } = useStudio();
  const { source } = state;
  if (source?.opening === undefined) return null;
  const { name } = source.opening;
  return (
    <div class="starts-from">
      <span class="quiet">Runs start from</span>
      <ChipList
        label="Runs start from"
        chips={[{ name, remove: () => change({ source: { ...source, opening: undefined } }) }]}
      />
    </div>
  );
}
