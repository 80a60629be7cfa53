import type { ComponentChildren } from 'preact';
import type { ExperimentName } from '../../../calls.ts';
import type { ExperimentExtent, RunProgress } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { count, duration, plural } from '../../format.ts';
import { useKept, useStudio } from '../../state.ts';

interface ExtentChoice {
  readonly replications: number;
  readonly until: string;
  choose(part: { readonly replications?: number; readonly until?: string }): void;
  /** For questions, with the seed from the header. */
  readonly ask: ExperimentExtent;
}

/** Replications of each scenario or staffing at first, as in the commands. */
const AT_FIRST = { compare: 10, explainChange: 10, price: 10, staff: 5 };

/** Number of replications and duration of an experiment; by default the whole run. */
export function useExtent(name: keyof typeof AT_FIRST): ExtentChoice {
  const { seed } = useStudio().state;
  const [chosen, setChosen] = useKept(`${name} extent`, {
    replications: AT_FIRST[name],
    until: '',
  });
  const { replications, until } = chosen;
  return {
    ...chosen,
    choose: (part) => setChosen({ ...chosen, ...part }),
    ask: {
      replications,
      until: until.trim() === '' ? null : until,
      seed: seed === '' ? null : seed,
    },
  };
}

export function ExtentFields({ extent }: { readonly extent: ExtentChoice }) {
  return (
    <>
      <ReplicationsField
        value={extent.replications}
        onChange={(replications) => extent.choose({ replications })}
      />
      <label class="field short">
        <span>Until</span>
        <input
          value={extent.until}
          placeholder="the end"
          onInput={(event) => extent.choose({ until: event.currentTarget.value })}
        />
      </label>
    </>
  );
}

/** Goals in the commands' format, one per line. Empty: the scenario's own. */
export function GoalsField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is used if the field is empty. */
  readonly otherwise: string;
}) {
  const { onChange, otherwise, value } = props;
  return (
    <label class="field goals">
      <span>Goals, one per line, e.g. service level/germany/phone&gt;=80%, or speed of answer&lt;=30 s</span>
      <textarea
        rows={2}
        value={value}
        placeholder={otherwise}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

export function goalsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const REPLICATIONS_MOST = 200;

export function ReplicationsField(props: {
  readonly value: number;
  readonly onChange: (replications: number) => void;
}) {
  return (
    <label class="field short">
      <span>Replications</span>
      <input
        type="number"
        min={2}
        max={REPLICATIONS_MOST}
        value={props.value}
        onChange={(event) =>
          props.onChange(
            Math.max(2, Math.min(REPLICATIONS_MOST, Math.round(Number(event.currentTarget.value)))),
          )
        }
      />
    </label>
  );
}

/** Below this share, the remaining time is not estimated. */
const ESTIMATED_FROM = 0.05;

/** Starts an experiment. While it runs, shows its progress and a button that cancels it. */
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
    return `${plural(cases, 'staffing')} tried, now trying ${count(waiting)} agent hours`;
  if (stage === 'searching')
    return `Searching for the staff that restores the service: ${plural(cases, 'staffing')} tried`;
  const left = share < ESTIMATED_FROM ? '' : `, about ${duration((passedMs / share) * (1 - share))} left`;
  return `${count(cases)} of ${plural(waiting, 'replication')}${left}`;
}
