import { useState } from 'preact/hooks';
import { VERDICT_STATES } from '#report';
import { ProgressBar, stageText } from './call-progress.tsx';
import { ChipList } from './chip-list.tsx';
import { Choice, listedOptions } from './form-parts.tsx';
import { count, plural } from './format.ts';
import { useStudio } from './state.ts';
import { ThemeSwitch } from './theme.tsx';

const VERDICTS = {
  clean: ['✓', 'clean'],
  undecided: ['?', 'not judged in full'],
  violations: ['✕', 'violations'],
  damaged: ['✕', 'damaged'],
} as const;

/** The settings and the result of a run. On a narrow screen it is one line that unfolds. */
export function Header() {
  const studio = useStudio();
  const [isUnfolded, setIsUnfolded] = useState(false);
  const { breach, catalogue, progress, run, seed, source, until } = studio.state;
  return (
    <header class={`top${isUnfolded ? ' unfolded' : ''}`}>
      <Brand />
      <form
        class="chooser"
        onSubmit={(event) => {
          event.preventDefault();
          studio.run();
        }}
      >
        <ScenarioField />
        <label class="field short">
          <span>Seed</span>
          <input
            value={seed}
            placeholder={run?.facts.seed ?? ''}
            onInput={(event) => studio.change({ seed: event.currentTarget.value })}
          />
        </label>
        <label class="field short">
          <span>Until</span>
          <input
            value={until}
            placeholder="the end"
            onInput={(event) => studio.change({ until: event.currentTarget.value })}
          />
        </label>
        <Choice
          label="Breach"
          style="short"
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
        {progress === null ? (
          <button type="submit" class="primary" disabled={source === null}>
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
      </form>
      <button
        type="button"
        class="more"
        aria-label="Seed, until, breach, theme and root"
        aria-expanded={isUnfolded}
        onClick={() => setIsUnfolded(!isUnfolded)}
      >
        ⋯
      </button>
      <Outcome />
    </header>
  );
}

function Brand() {
  return (
    <div class="brand">
      <img src="icon.svg" alt="" width="28" height="28" />
      <h1>Meridian Studio</h1>
      <a class="guide" href="docs/index.html" target="_top">
        Guide
      </a>
      <ThemeSwitch />
    </div>
  );
}

function Outcome() {
  const { progress, problem, run } = useStudio().state;
  return (
    <div class="outcome">
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
      {run === null ? null : (
        <p class="verdict">
          <span class={`chip ${VERDICT_STATES[run.audit.verdict]}`}>
            {VERDICTS[run.audit.verdict][0]} <span class="words">{VERDICTS[run.audit.verdict][1]}</span>
          </span>
          <span>{plural(run.cases, 'case')}</span>
          <span>{plural(run.entries, 'ledger entry', 'ledger entries')}</span>
          <span>seed {run.seed}</span>
          {run.opening === null ? null : <span>from {run.opening.name}</span>}
          <span class="root">
            root <code id="root">{run.root}</code>
          </span>
        </p>
      )}
    </div>
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

/** Value for a scenario that is not in the list. */
const ANOTHER = 'another';

/** The open scenario: choose another one from the list, or open one that is not in it. */
function ScenarioField() {
  const { change, openScenario, state } = useStudio();
  const { catalogue, source } = state;
  const isKnown = catalogue?.scenarios.some(({ path }) => path === source?.path) ?? false;
  const first = catalogue === null ? 'Opening …' : 'Choose a scenario';
  return (
    <Choice
      label="Scenario"
      style="wide"
      value={source?.path ?? ''}
      isDisabled={catalogue === null}
      options={[
        ...(source === null ? [{ value: '', title: first }] : []),
        ...(isKnown || source === null ? [] : [source.path]),
        ...listedOptions(catalogue?.scenarios ?? []),
        ...(catalogue === null ? [] : [{ value: ANOTHER, title: 'Another folder …' }]),
      ]}
      onChoose={(value) => (value === ANOTHER ? change({ isChoosing: true }) : void openScenario(value))}
    />
  );
}
