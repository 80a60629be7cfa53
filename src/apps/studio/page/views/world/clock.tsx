import { DAY_MS } from '#base';
import type { RunResult } from '../../../calls.ts';
import { memo } from '../../drawing.tsx';
import { Choice } from '../../form-parts.tsx';
import { DAY_WIDTH, day, moment, namedDays } from '../../format.ts';
import { useWidth } from '../../use-width.ts';
import { MOMENT_KINDS, type Moment, type MomentKind } from './events.ts';
import { Key } from './legend.tsx';

/** Simulated time per second of watching, ms. */
export const SPEEDS = [
  { words: '10 min a second', ms: 600_000 },
  { words: '1 h a second', ms: 3_600_000 },
  { words: '4 h a second', ms: 4 * 3_600_000 },
  { words: '1 day a second', ms: 24 * 3_600_000 },
  { words: '4 days a second', ms: 4 * 24 * 3_600_000 },
] as const;

const KINDS = Object.keys(MOMENT_KINDS) as readonly MomentKind[];

interface ClockProps {
  readonly run: RunResult;
  readonly timeMs: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly moments: readonly Moment[];
  readonly onPlay: (isPlaying: boolean) => void;
  readonly onSpeed: (speed: number) => void;
  readonly onTime: (timeMs: number) => void;
}

/** Controls of the replay: play, pause, scrub, speed, and jumps to events. */
export function Clock(props: ClockProps) {
  const { isPlaying, moments, onPlay, onSpeed, onTime, run, speed, timeMs } = props;
  const { facts, frames } = run;
  const now = moment(facts.startEpochMs + timeMs);
  return (
    <section class="clock" aria-label="Clock">
      <div class="clock-row">
        <button type="button" class="play" aria-pressed={isPlaying} onClick={() => onPlay(!isPlaying)}>
          <span aria-hidden="true">{isPlaying ? '❚❚' : '▶'}</span> {isPlaying ? 'Pause' : 'Play'}
        </button>
        <output class="now">{now}</output>
        <Choice
          label="Speed"
          style="inline"
          value={String(speed)}
          options={SPEEDS.map(({ ms, words }) => ({ value: String(ms), title: words }))}
          onChoose={(ms) => onSpeed(Number(ms))}
        />
        {KINDS.map((kind) => {
          const next = nextOf(moments, kind, timeMs);
          if (next === null && kind === 'planned') return null;
          return (
            <button
              key={kind}
              type="button"
              class={`jump ${kind}`}
              disabled={next === null}
              title={next === null ? `no ${kind} in this run` : next.text}
              onClick={() => next !== null && onTime(next.timeMs)}
            >
              {MOMENT_KINDS[kind][1]}
            </button>
          );
        })}
      </div>
      <Strip run={run} timeMs={timeMs} moments={moments} />
      <input
        class="scrub"
        type="range"
        min={0}
        max={facts.horizonMs}
        step={frames.stepMs}
        value={timeMs}
        aria-label="Moment of the run"
        aria-valuetext={now}
        onInput={(event) => onTime(Number(event.currentTarget.value))}
      />
      <ul class="legend strip-legend">
        <Key swatch="waiting-key">waiting cases</Key>
        <Key swatch="on-duty-key">agents on duty (each curve on its own scale)</Key>
        {KINDS.filter((kind) => moments.some((one) => one.kind === kind)).map((kind) => (
          <Key key={kind} swatch={`tick-key ${kind}`}>
            {MOMENT_KINDS[kind][0]}
          </Key>
        ))}
      </ul>
    </section>
  );
}

/** The first moment of its kind after `timeMs`, or else the first of all. */
function nextOf(moments: readonly Moment[], kind: MomentKind, timeMs: number): Moment | null {
  const own = moments.filter((one) => one.kind === kind);
  return own.find((one) => one.timeMs > timeMs) ?? own[0] ?? null;
}

const WIDTH = 1000;
const HEIGHT = 40;
const BASE = HEIGHT;
const WIDTH_AT_FIRST = 1000;

/** The run at a glance: waiting cases, agents on duty, and events. */
function Strip(props: {
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
