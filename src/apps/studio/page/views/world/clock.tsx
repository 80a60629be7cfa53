import type { RunResult } from '../../../calls.ts';
import { memo } from '../../drawing.tsx';
import { Choice } from '../../form-parts.tsx';
import { DAY_WIDTH, moment, namedTimes } from '../../format.ts';
import { useWidth } from '../../use-width.ts';
import { MOMENT_KINDS, type Moment, type MomentKind } from './events.ts';

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
  const { facts, frames, overview } = run;
  const now = moment(facts.startEpochMs + timeMs);
  const worstMs = overview.worstHour?.fromMs ?? null;
  return (
    <section class="clock" aria-label="Clock">
      <div class="clock-row">
        <button
          type="button"
          class="primary play"
          aria-pressed={isPlaying}
          onClick={() => onPlay(!isPlaying)}
        >
          <span aria-hidden="true">{isPlaying ? '❚❚' : '▶'}</span> {isPlaying ? 'Pause' : 'Play'}
        </button>
        <p class="now">
          <output>{now}</output>
          <span>Waiting cases over the run</span>
        </p>
        <Choice
          label="Speed"
          style="inline"
          value={String(speed)}
          options={SPEEDS.map(({ ms, words }) => ({ value: String(ms), title: words }))}
          onChoose={(ms) => onSpeed(Number(ms))}
        />
        {worstMs === null ? null : (
          <button type="button" aria-pressed={timeMs === worstMs} onClick={() => onTime(worstMs)}>
            Worst hour
          </button>
        )}
        {KINDS.map((kind) => {
          const next = nextOf(moments, kind, timeMs);
          return next === null ? null : (
            <button
              key={kind}
              type="button"
              class={`jump ${kind}`}
              title={next.text}
              onClick={() => onTime(next.timeMs)}
            >
              {MOMENT_KINDS[kind]}
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
      <Days run={run} />
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

/** The run at a glance: waiting cases and events. */
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
    </div>
  );
}

function Days({ run: { facts } }: { run: RunResult }) {
  const { ref, width } = useWidth<HTMLDivElement>(WIDTH_AT_FIRST);
  const names = namedTimes(facts, width)
    .map(({ atMs, name }) => ({ name, left: atMs / facts.horizonMs }))
    .filter(({ left }) => left * width + DAY_WIDTH <= width + 8);
  return (
    <div class="days" ref={ref}>
      {names.map(({ left, name }) => (
        <span key={left} style={{ left: `${left * 100}%` }}>
          {name}
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
  const { length } = facts.countries;
  const waiting = Array.from({ length: frames.frames }, (_, frame) =>
    frames.waiting.subarray(frame * length, (frame + 1) * length).reduce((sum, one) => sum + one, 0),
  );
  const x = (atMs: number) => (atMs / facts.horizonMs) * WIDTH;
  return (
    <g>
      {moments.map(({ kind, text, timeMs, toMs = timeMs }) => (
        <path
          key={`${kind} ${timeMs} ${text}`}
          class={`moment ${kind}`}
          d={`M${x(timeMs)} 0V${BASE}H${Math.max(x(timeMs) + 1.5, x(toMs))}V0Z`}
        />
      ))}
      <path class="waiting" d={area(waiting)} />
    </g>
  );
});

function area(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)} ${(BASE * (1 - value / most)).toFixed(1)}`,
  );
  return `M0 ${BASE}L${points.join('L')}L${WIDTH} ${BASE}Z`;
}
