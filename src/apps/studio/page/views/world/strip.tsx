import { DAY_MS } from '#base';
import type { RunResult } from '../../../protocol.ts';
import { DAY_WIDTH, namedDays } from '../../day-names.ts';
import { day } from '../../format.ts';
import { memo } from '../../memo.ts';
import { useWidth } from '../../use-width.ts';
import type { Moment } from './events.ts';

const WIDTH = 1000;
const HEIGHT = 40;
const BASE = HEIGHT;
const WIDTH_AT_FIRST = 1000;

/** The run at a glance: waiting cases, agents on duty, and events. */
export function Strip(props: {
  readonly run: RunResult;
  readonly timeMs: number;
  readonly moments: readonly Moment[];
}) {
  const { moments, run, timeMs } = props;
  const x = (timeMs / run.facts.horizonMs) * WIDTH;
  return (
    <div class="strip" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <Background run={run} moments={moments} />
        <path class="hand" d={`M${x} 0V${HEIGHT}`} />
      </svg>
      <Days run={run} />
    </div>
  );
}

function Days({ run: { facts } }: { run: RunResult }) {
  const { ref, width } = useWidth<HTMLDivElement>(WIDTH_AT_FIRST);
  const names = namedDays(facts.horizonMs, width)
    .map((atMs) => ({ epochMs: facts.startEpochMs + atMs, left: atMs / facts.horizonMs }))
    .filter(({ left }) => left * width + DAY_WIDTH <= width + 8);
  return (
    <div class="days" ref={ref}>
      {names.map(({ epochMs, left }) => (
        <span key={epochMs} style={{ left: `${left * 100}%` }}>
          {day(epochMs)}
        </span>
      ))}
    </div>
  );
}

const Background = memo(function Background({
  moments,
  run,
}: {
  run: RunResult;
  moments: readonly Moment[];
}) {
  const { facts, frames } = run;
  const sums = (rows: ArrayLike<number>, length: number) =>
    Array.from({ length: frames.frames }, (_, frame) => {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += rows[frame * length + i] ?? 0;
      return sum;
    });
  const waiting = sums(frames.waiting, facts.countries.length);
  const onDuty = sums(frames.onDuty, facts.centres.length);
  const days = Math.ceil(facts.horizonMs / DAY_MS);
  return (
    <g>
      {Array.from({ length: days }, (_, i) => (
        <path key={i} class="grid-line" d={`M${((i * DAY_MS) / facts.horizonMs) * WIDTH} 0V${BASE}`} />
      ))}
      <path class="on-duty" d={area(onDuty)} />
      <path class="waiting" d={area(waiting)} />
      {moments.map(({ kind, text, timeMs }) => (
        <path
          key={`${kind} ${timeMs} ${text}`}
          class={`tick-${kind}`}
          d={`M${(timeMs / facts.horizonMs) * WIDTH} 0v8`}
        />
      ))}
    </g>
  );
});

function area(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)} ${(BASE - (value / most) * (BASE - 10)).toFixed(1)}`,
  );
  return `M0 ${BASE}L${points.join('L')}L${WIDTH} ${BASE}Z`;
}
