import { formatTimeOfDay } from '#base';
import type { DaySpan } from '../../../protocol.ts';
import { useMoved } from './use-moved.ts';

const DAY_MIN = 24 * 60;
/** Step of the sliders, minutes. */
const STEP = 30;

/** Start and end, with a slider each. An end at or before the start is on the next day. */
export function Hours(props: {
  /** Name of what has these hours. */
  readonly name: string;
  readonly hours: DaySpan;
  /** Receives, for example, `08:00-16:30`. */
  readonly onTurn: (value: string) => void;
}) {
  const { hours, name, onTurn } = props;
  const [{ from, to }, move] = useMoved<DaySpan>(
    hours,
    (left, right) => left.from === right.from && left.to === right.to,
  );
  const slider = (end: 'from' | 'to', what: string) => (
    <label class="slider">
      <span>{what}</span>
      <input
        type="range"
        min={end === 'from' ? 0 : STEP}
        max={end === 'from' ? DAY_MIN - STEP : DAY_MIN}
        step={STEP}
        value={end === 'from' ? from : to}
        aria-label={`${name}: ${what.toLowerCase()}`}
        aria-valuetext={formatTimeOfDay(end === 'from' ? from : to)}
        onInput={(event) => move({ from, to, [end]: Number(event.currentTarget.value) })}
        onChange={(event) => {
          const next = { from, to, [end]: Number(event.currentTarget.value) };
          move(next);
          onTurn(`${formatTimeOfDay(next.from)}-${formatTimeOfDay(next.to)}`);
        }}
      />
      <output>{formatTimeOfDay(end === 'from' ? from : to)}</output>
    </label>
  );
  return (
    <>
      {slider('from', 'Begin')}
      {slider('to', 'End')}
    </>
  );
}

/** `mon-fri, 22:00 to 06:00`. */
export function spanInWords(days: string, hours: DaySpan | null): string {
  const times = hours === null ? '' : `${formatTimeOfDay(hours.from)} to ${formatTimeOfDay(hours.to)}`;
  return [days, times].filter((part) => part !== '').join(', ');
}
