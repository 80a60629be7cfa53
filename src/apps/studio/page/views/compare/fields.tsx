import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ExperimentName } from '../../../calls.ts';
import type { ExperimentExtent, RunProgress } from '../../../protocol.ts';
import { CallProgress, timeLeft } from '../../call-progress.tsx';
import { ChipList } from '../../chip-list.tsx';
import { Folded } from '../../drawing.tsx';
import { Choice, TextField } from '../../form-parts.tsx';
import { count, plural } from '../../format.ts';
import { useKept, useStudio } from '../../state.ts';

interface ExtentChoice {
  readonly replications: number;
  readonly until: string;
  choose(part: { readonly replications?: number; readonly until?: string }): void;
  /** For questions, with the seed from the header. */
  readonly ask: ExperimentExtent;
}

/** Replications of each scenario or staffing at first, as in the commands. */
const AT_FIRST = { compare: 10, explainChange: 10, price: 10, actions: 20, staff: 5 };

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

/** What the builder of goals offers: how commands call it, which way it is better, and its unit. */
const GOAL_MEASURES = {
  'service level': { title: 'Answered in time', sign: '>=', words: 'at least', unit: '%', at: 80 },
  abandonment: { title: 'Gave up', sign: '<=', words: 'at most', unit: '%', at: 5 },
  'speed of answer': { title: 'Mean wait until the answer', sign: '<=', words: 'at most', unit: 's', at: 30 },
} as const;
type GoalMeasure = keyof typeof GOAL_MEASURES;

/** Builds a goal: of what, for whom, and how much. */
function GoalBuilder({ onAdd }: { readonly onAdd: (goal: string) => void }) {
  const facts = useStudio().state.run?.facts ?? null;
  const [measure, setMeasure] = useState<GoalMeasure>('service level');
  const [segment, setSegment] = useState('');
  const [channel, setChannel] = useState('');
  const [value, setValue] = useState<number>(GOAL_MEASURES[measure].at);
  const { sign, unit, words } = GOAL_MEASURES[measure];
  const goal = `${[measure, segment, channel].filter((part) => part !== '').join('/')}${sign}${value}${unit === 's' ? ' s' : unit}`;
  return (
    <fieldset class="goal-builder" aria-label="A goal">
      <Choice
        label="Goal"
        value={measure}
        options={Object.entries(GOAL_MEASURES).map(([name, { title }]) => ({ value: name, title }))}
        onChoose={(next) => {
          setMeasure(next as GoalMeasure);
          setValue(GOAL_MEASURES[next as GoalMeasure].at);
        }}
      />
      <Choice
        label="of"
        value={segment}
        options={[
          { value: '', title: 'all customers' },
          ...(facts?.segments ?? []).map(({ id, title }) => ({ value: id, title })),
        ]}
        onChoose={setSegment}
      />
      <Choice
        label="by"
        value={channel}
        options={[{ value: '', title: 'any channel' }, ...(facts?.channels ?? [])]}
        onChoose={setChannel}
      />
      <label class="field short">
        <span>
          {words}, {unit}
        </span>
        <input
          type="number"
          min={0}
          value={value}
          onInput={(event) => setValue(Number(event.currentTarget.value))}
        />
      </label>
      <button type="button" onClick={() => onAdd(goal)}>
        Add goal
      </button>
    </fieldset>
  );
}

/** Goals, each chosen part by part and removed by pressing it; or written as the commands take them, one per line. Empty: the scenario's own. */
export function GoalsField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is used if there are none. */
  readonly otherwise: string;
}) {
  const { onChange, otherwise, value } = props;
  const goals = goalsIn(value);
  const without = (goal: string) => onChange(goals.filter((one) => one !== goal).join('\n'));
  return (
    <div class="goals">
      <GoalBuilder onAdd={(goal) => goals.includes(goal) || onChange([...goals, goal].join('\n'))} />
      {goals.length === 0 ? (
        <p class="quiet">No goal yet: {otherwise} counts.</p>
      ) : (
        <ChipList label="Goals" chips={goals.map((goal) => ({ name: goal, remove: () => without(goal) }))} />
      )}
      <Folded title="As text">
        {() => (
          <TextField label="Goals, one per line" style="wide" rows={2} value={value} onChange={onChange} />
        )}
      </Folded>
    </div>
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
  return `${count(cases)} of ${plural(waiting, 'replication')}${timeLeft(share, passedMs)}`;
}
