import type { Knob } from '../../../protocol.ts';
import type { Turn } from './turn.ts';
import { useMoved } from './use-moved.ts';

const DAY_MIN = 24 * 60;
/** Of the sliders, minutes. */
const STEP = 30;

/** Minutes of the day. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** From when to when a centre is open, or a shift works: a slider for each end. An end before the begin is on the next day. */
export function Hours(props: { readonly knob: Extract<Knob, { kind: 'hours' }>; readonly onTurn: Turn }) {
  const { knob, onTurn } = props;
  const [{ from, to }, move] = useMoved<Span>(
    knob,
    (left, right) => left.from === right.from && left.to === right.to,
  );
  const words = `${timeOf(from)}–${timeOf(to)}${to <= from ? ' next day' : ''}`;
  const slider = (end: 'from' | 'to', name: string) => (
    <input
      type="range"
      min={end === 'from' ? 0 : STEP}
      max={end === 'from' ? DAY_MIN - STEP : DAY_MIN}
      step={STEP}
      value={end === 'from' ? from : to}
      aria-label={`${knob.centre}, ${knob.title}: ${name}`}
      aria-valuetext={timeOf(end === 'from' ? from : to)}
      onInput={(event) => move({ from, to, [end]: Number(event.currentTarget.value) })}
      onChange={(event) => {
        const next = { from, to, [end]: Number(event.currentTarget.value) };
        move(next);
        onTurn({ kind: 'hours', id: knob.id, value: `${timeOf(next.from)}-${timeOf(next.to)}` });
      }}
    />
  );
  return (
    <div class="hours">
      <span>{knob.title}</span>
      <output>{words}</output>
      {slider('from', 'begin')}
      {slider('to', 'end')}
    </div>
  );
}

/** 450 → `07:30`. */
function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
