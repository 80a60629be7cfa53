import { useReducer, useRef, useState } from 'preact/hooks';
import { formatTimeOfDay, raised } from '#base';
import type { DaySpan, Knob, KnobTurn, ScenarioText } from '../../../protocol.ts';
import { Folded, Gradually } from '../../drawing.tsx';
import { count, plural } from '../../format.ts';

type ShiftKnob = Extract<Knob, { kind: 'shift' }>;
type OpeningKnob = Extract<Knob, { kind: 'opening' }>;

/** Agents and hours of each shift, grouped by centre. Each centre unfolds separately. */
export function Shifts({ knobs, onTurn }: { readonly knobs: readonly Knob[]; readonly onTurn: Turn }) {
  const own = knobs.filter((knob) => knob.kind === 'shift' || knob.kind === 'opening');
  const centres = [...new Map(own.map(({ centre, centreId }) => [centreId, centre]))];
  return (
    <>
      {centres.map(([centreId, centre]) => {
        const ofCentre = own.filter((knob) => knob.centreId === centreId);
        const shifts = ofCentre.filter((knob) => knob.kind === 'shift');
        // If two centres have the same title, their keys distinguish them.
        const isAlone = centres.filter(([, title]) => title === centre).length === 1;
        const title = isAlone ? centre : `${centre} (${centreId})`;
        return (
          <Folded key={centreId} title={`${title}: ${plural(shifts.length, 'shift')}`}>
            {() => <Centre centre={title} knobs={ofCentre} onTurn={onTurn} />}
          </Folded>
        );
      })}
    </>
  );
}

function Centre(props: {
  readonly centre: string;
  readonly knobs: readonly (ShiftKnob | OpeningKnob)[];
  readonly onTurn: Turn;
}) {
  const { centre, knobs, onTurn } = props;
  const shifts = knobs.filter((knob) => knob.kind === 'shift');
  const openings = knobs.filter((knob) => knob.kind === 'opening');
  const groups = [...new Map(shifts.map(({ group, id }) => [groupOf(id), group]))];
  return (
    <Gradually>
      {groups.map(([groupId, group]) => (
        <section key={groupId} class="group-knobs" aria-label={`${centre}, ${group}`}>
          <h3>{group}</h3>
          {shifts
            .filter(({ id }) => groupOf(id) === groupId)
            .map((knob) => (
              <Shift key={knob.id} name={`${centre}, ${group}`} knob={knob} onTurn={onTurn} />
            ))}
        </section>
      ))}
      {openings.length === 0 ? null : (
        <section class="group-knobs" aria-label={`${centre}: opening hours`}>
          <h3>Opening hours</h3>
          {openings.map((knob) => (
            <fieldset key={knob.id}>
              <legend>{spanInWords(knob.days, knob.hours)}</legend>
              <Hours
                name={`${centre}, open ${spanInWords(knob.days, knob.hours)}`}
                hours={knob.hours}
                onTurn={(value) => onTurn({ kind: 'opening', id: knob.id, value })}
              />
            </fieldset>
          ))}
        </section>
      )}
    </Gradually>
  );
}

/** One shift of a group. `name`: names of the centre and the group. */
function Shift(props: { readonly name: string; readonly knob: ShiftKnob; readonly onTurn: Turn }) {
  const { knob, name, onTurn } = props;
  const span = spanInWords(knob.days, knob.hours);
  const full = [name, knob.shift, span].filter((part) => part !== '').join(', ');
  return (
    <fieldset>
      <legend>
        {raised(knob.shift)}
        {span === '' ? '' : `: ${span}`}
      </legend>
      <Agents name={full} knob={knob} onTurn={onTurn} />
      {knob.hours === null ? null : (
        <Hours
          name={full}
          hours={knob.hours}
          onTurn={(value) => onTurn({ kind: 'shift hours', id: knob.id, value })}
        />
      )}
    </fieldset>
  );
}

function Agents(props: { readonly name: string; readonly knob: ShiftKnob; readonly onTurn: Turn }) {
  const { knob, name, onTurn } = props;
  // Keep the initial scale, so that the slider does not move under the pointer.
  const [most] = useState(knob.most);
  const [value, move] = useMoved(knob.agents, Object.is);
  return (
    <Slider
      title="Agents"
      name={name}
      range={[0, Math.max(most, knob.agents), 1]}
      value={value}
      words={count(value)}
      onMove={move}
      onTurn={(next) => onTurn({ kind: 'agents', id: knob.id, value: String(next) })}
    />
  );
}

/** `range`: least, most, step. `onMove` is called while it moves and `onTurn` at the end. */
function Slider(props: {
  readonly title: string;
  /** Name of what it changes. */
  readonly name: string;
  readonly range: readonly [least: number, most: number, step: number];
  readonly value: number;
  readonly words: string;
  readonly onMove: (value: number) => void;
  readonly onTurn: (value: number) => void;
}) {
  const { name, onMove, onTurn, range, title, value, words } = props;
  const [least, most, step] = range;
  return (
    <label class="slider">
      <span>{title}</span>
      <input
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-label={`${name}: ${title.toLowerCase()}`}
        aria-valuetext={words}
        onInput={(event) => onMove(Number(event.currentTarget.value))}
        onChange={(event) => {
          onMove(Number(event.currentTarget.value));
          onTurn(Number(event.currentTarget.value));
        }}
      />
      <output>{words}</output>
    </label>
  );
}

/** Common prefix of the ids of a group's shifts. */
function groupOf(shiftId: string): string {
  return shiftId.slice(0, shiftId.lastIndexOf('/'));
}

const DAY_MIN = 24 * 60;
/** Step of the sliders, minutes. */
const STEP = 30;

/** Start and end, with a slider each. An end at or before the start is on the next day. */
function Hours(props: {
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
  const now = { from, to };
  const ends = [
    ['from', 'Begin', [0, DAY_MIN - STEP, STEP]],
    ['to', 'End', [STEP, DAY_MIN, STEP]],
  ] as const;
  return ends.map(([end, title, range]) => (
    <Slider
      key={end}
      title={title}
      name={name}
      range={range}
      value={now[end]}
      words={formatTimeOfDay(now[end])}
      onMove={(minutes) => move({ ...now, [end]: minutes })}
      onTurn={(minutes) => {
        const next = { ...now, [end]: minutes };
        onTurn(`${formatTimeOfDay(next.from)}-${formatTimeOfDay(next.to)}`);
      }}
    />
  ));
}

/** `mon-fri, 22:00 to 06:00`. */
function spanInWords(days: string, hours: DaySpan | null): string {
  const times = hours === null ? '' : `${formatTimeOfDay(hours.from)} to ${formatTimeOfDay(hours.to)}`;
  return [days, times].filter((part) => part !== '').join(', ');
}

/**
 * The value of a slider, and how to move it. A moved slider keeps its own value, from which the next key press
 * continues, until the text's value changes. The own value is dropped during drawing: an effect would run after the
 * next key press and undo it.
 */
function useMoved<Value>(stated: Value, isSame: (left: Value, right: Value) => boolean) {
  const moved = useRef<{ readonly to: Value; readonly stated: Value } | null>(null);
  const [, draw] = useReducer((times: number) => times + 1, 0);
  if (moved.current !== null && !isSame(moved.current.stated, stated)) moved.current = null;
  const move = (to: Value) => {
    moved.current = { to, stated };
    draw(undefined);
  };
  return [moved.current === null ? stated : moved.current.to, move] as const;
}

/** A knob was turned. */
export type Turn = (turn: Omit<KnobTurn, keyof ScenarioText>) => void;
