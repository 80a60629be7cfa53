import { useReducer, useRef, useState } from 'preact/hooks';
import { formatTimeOfDay, weekdayName } from '#base';
import { WEEKDAYS } from '#domain';
import type { DaySpan, Knob, KnobTurn, ScenarioText } from '../../../protocol.ts';
import { Folded, Gradually } from '../../drawing.tsx';
import { TypedField } from '../../form-parts.tsx';
import { count, plural } from '../../format.ts';

export type ShiftKnob = Extract<Knob, { kind: 'shift' }>;
type OpeningKnob = Extract<Knob, { kind: 'opening' }>;

/** A knob was turned. */
export type Turn = (turn: Omit<KnobTurn, keyof ScenarioText>) => void;

/** Up to this number of shifts, all centres are open. */
const ROWS_OPEN = 24;
const DAYS = WEEKDAYS.map((_, day) => day);
const DAY_MINUTES = 24 * 60;

interface GridProps {
  readonly knobs: readonly Knob[];
  /** As the file has them. */
  readonly before: readonly Knob[];
  readonly onTurn: Turn;
}

/** Agents of each shift by day of the week, grouped by centre and group, with what differs from the file. */
export function WeekGrid({ before, knobs, onTurn }: GridProps) {
  const [isOneDay, setIsOneDay] = useState(false);
  const shifts = knobs.filter((knob) => knob.kind === 'shift');
  const openings = knobs.filter((knob) => knob.kind === 'opening');
  const cells = useCells(knobs, onTurn, isOneDay);
  const was = new Map(
    rowsOf(before.filter((knob) => knob.kind === 'shift')).map((row) => [row.key, row] as const),
  );
  const centres = [...new Map([...shifts, ...openings].map(({ centre, centreId }) => [centreId, centre]))];
  const drawn = centres.map(([centreId, centre]) => {
    const own = shifts.filter((shift) => shift.centreId === centreId);
    const open = openings.filter((opening) => opening.centreId === centreId);
    // If two centres have the same title, their keys distinguish them.
    const isAlone = centres.filter(([, title]) => title === centre).length === 1;
    const title = isAlone ? centre : `${centre} (${centreId})`;
    const table = () => (
      <>
        <CentreTable centre={title} rows={rowsOf(own)} was={was} cells={cells} onTurn={onTurn} />
        <Openings centre={title} knobs={open} onTurn={onTurn} />
      </>
    );
    return { centreId, title, table, shifts: own.length };
  });
  return (
    <div class="week-grid">
      <div class="grid-head">
        <p class="fine">Type a number, or press + and −; arrow keys move.</p>
        <label class="switch">
          <input
            type="checkbox"
            checked={isOneDay}
            onChange={(event) => setIsOneDay(event.currentTarget.checked)}
          />
          <span>Change one day only</span>
        </label>
      </div>
      {shifts.length <= ROWS_OPEN ? (
        <Gradually>
          {drawn.map(({ centreId, table, title }) => (
            <section key={centreId} aria-label={title}>
              <h2>{title}</h2>
              {table()}
            </section>
          ))}
        </Gradually>
      ) : (
        drawn.map(({ centreId, shifts: own, table, title }) => (
          <Folded key={centreId} title={`${title}: ${plural(own, 'shift')}`}>
            {table}
          </Folded>
        ))
      )}
    </div>
  );
}

/** Shifts of a group with the same name and hours, on different days, are one row. */
interface Row {
  readonly key: string;
  readonly group: string;
  readonly shift: string;
  readonly hours: DaySpan | null;
  /** By day of the week, Monday first; null: nobody begins then. */
  readonly days: readonly (ShiftKnob | null)[];
}

const OWN_DAY = new RegExp(`(-(${WEEKDAYS.join('|')}))+$`);

function rowsOf(shifts: readonly ShiftKnob[]): readonly Row[] {
  const rows: Row[] = [];
  for (const knob of shifts) {
    const base = knob.id.replace(OWN_DAY, '');
    const at = rows.findIndex(
      ({ days, hours, key }) =>
        key.startsWith(`${base}#`) &&
        hours?.from === knob.hours?.from &&
        hours?.to === knob.hours?.to &&
        knob.weekdays.every((day) => days[day] === null),
    );
    const row = rows[at] ?? {
      key: `${base}#${rows.filter(({ key }) => key.startsWith(`${base}#`)).length}`,
      group: knob.group,
      shift: knob.shift,
      hours: knob.hours,
      days: DAYS.map(() => null),
    };
    const days = row.days.map((there, day) => (knob.weekdays.includes(day) ? knob : there));
    rows.splice(at === -1 ? rows.length : at, 1, { ...row, days });
  }
  return rows;
}

interface Cells {
  /** The agents of a cell, as they were last set. */
  valueOf(knob: ShiftKnob, day: number): number;
  set(row: Row, day: number, agents: number): void;
}

/** Cells keep what was set until the text with it has been read again, so that fast keys go on from there. */
function useCells(knobs: readonly Knob[], onTurn: Turn, isOneDay: boolean): Cells {
  const set = useRef(new Map<string, number>());
  const read = useRef(knobs);
  const [, draw] = useReducer((times: number) => times + 1, 0);
  if (read.current !== knobs) {
    read.current = knobs;
    set.current.clear();
  }
  const nameOf = ({ id }: ShiftKnob, day: number) => `${id} ${day}`;
  return {
    valueOf: (knob, day) => set.current.get(nameOf(knob, day)) ?? knob.agents,
    set(row, day, agents) {
      row.days.forEach((knob, d) => {
        if (knob !== null && (d === day || !isOneDay)) set.current.set(nameOf(knob, d), agents);
      });
      const turned = isOneDay ? [row.days[day]] : row.days;
      for (const id of new Set(turned.flatMap((knob) => knob?.id ?? [])))
        onTurn({ kind: 'agents', id, value: isOneDay ? `${agents} on ${WEEKDAYS[day]}` : String(agents) });
      draw(undefined);
    },
  };
}

function CentreTable(props: {
  readonly centre: string;
  readonly rows: readonly Row[];
  readonly was: ReadonlyMap<string, Row>;
  readonly cells: Cells;
  readonly onTurn: Turn;
}) {
  const { cells, centre, onTurn, rows, was } = props;
  const table = useRef<HTMLTableElement>(null);
  const go = (row: number, day: number) =>
    table.current?.querySelector<HTMLInputElement>(`[name="${row} ${day}"]`)?.focus();
  return (
    <div class="scroll">
      <table ref={table}>
        <thead>
          <tr>
            <th scope="col">Shift</th>
            <th scope="col">Hours</th>
            {DAYS.map((day) => (
              <th key={day} scope="col">
                {weekdayName(day)}
              </th>
            ))}
            <th scope="col" class="n">
              A week
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => {
            const before = was.get(row.key);
            const name = `${centre}, ${row.group}, ${row.shift}`;
            const hours = row.hours;
            const turnHours = (value: string) => {
              for (const id of new Set(row.days.flatMap((knob) => knob?.id ?? [])))
                onTurn({ kind: 'shift hours', id, value });
            };
            return (
              <tr key={row.key}>
                <th scope="row">
                  {row.group} <span class="soft">{row.shift.replace(/ shift$/, '')}</span>
                </th>
                <td>{hours === null ? null : <Hours name={name} hours={hours} onTurn={turnHours} />}</td>
                {row.days.map((knob, day) => (
                  <td key={day}>
                    {knob === null ? (
                      <span class="soft">·</span>
                    ) : (
                      <Cell
                        name={`${name}, ${weekdayName(day)}: agents`}
                        at={`${r} ${day}`}
                        isFirst={row.days.findIndex((one) => one !== null) === day}
                        value={cells.valueOf(knob, day)}
                        before={before?.days[day]?.agents ?? null}
                        onSet={(agents) => cells.set(row, day, agents)}
                        onStep={(more) => cells.set(row, day, Math.max(0, cells.valueOf(knob, day) + more))}
                        onGo={(down, right) => go(r + down, day + right)}
                      />
                    )}
                  </td>
                ))}
                <td class="n">
                  <Week hours={hoursOf(row, cells)} before={before === undefined ? null : hoursOf(before)} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Agent hours a week. */
function hoursOf({ days, hours }: Row, cells?: Cells): number {
  const minutes = hours === null ? 0 : ((hours.to - hours.from + DAY_MINUTES - 1) % DAY_MINUTES) + 1;
  const agents = days.map((knob, day) => (knob === null ? 0 : (cells?.valueOf(knob, day) ?? knob.agents)));
  return (agents.reduce((sum, one) => sum + one, 0) * minutes) / 60;
}

function Week({ before, hours }: { readonly hours: number; readonly before: number | null }) {
  const more = Math.round(hours - (before ?? hours));
  return (
    <>
      {count(Math.round(hours))} h
      {more === 0 ? null : <b class="changed">{` ${more > 0 ? '+' : '−'}${count(Math.abs(more))}`}</b>}
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1 };
const MOVES: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
const AGENTS_MOST = 100_000;

function Cell(props: {
  readonly name: string;
  readonly at: string;
  /** Whether it is the one of its row that the tab key reaches. */
  readonly isFirst: boolean;
  readonly value: number;
  readonly before: number | null;
  readonly onSet: (agents: number) => void;
  readonly onStep: (more: number) => void;
  readonly onGo: (down: number, right: number) => void;
}) {
  const { at, before, isFirst, name, onGo, onSet, onStep, value } = props;
  const isChanged = before !== value;
  const take = (text: string) => {
    const isNumber = /^\d{1,6}$/.test(text) && Number(text) <= AGENTS_MOST;
    if (isNumber) onSet(Number(text));
    return isNumber;
  };
  return (
    <span class={isChanged ? 'changed' : ''}>
      <TypedField
        label={name}
        value={String(value)}
        take={take}
        attributes={{
          inputMode: 'numeric',
          name: at,
          tabIndex: isFirst ? 0 : -1,
          onFocus: (event) => event.currentTarget.select(),
          onKeyDown: (event) => {
            const [step, move] = [STEPS[event.key], MOVES[event.key]];
            if (step === undefined && move === undefined) return;
            event.preventDefault();
            if (step !== undefined) onStep(step);
            if (move !== undefined) onGo(...move);
          },
        }}
      />
      {isChanged && before !== null ? <s>{before}</s> : null}
    </span>
  );
}

/** Start and end as times of day. An end at or before the start is on the next day. */
function Hours(props: {
  /** Name of what has these hours. */
  readonly name: string;
  readonly hours: DaySpan;
  /** Receives, for example, `08:00-16:30`. */
  readonly onTurn: (value: string) => void;
}) {
  const { hours, name, onTurn } = props;
  const [from, to] = [formatTimeOfDay(hours.from), formatTimeOfDay(hours.to)];
  const field = (stated: string, end: string, textWith: (time: string) => string) => (
    <TypedField
      label={`${name}: ${end}`}
      value={stated}
      attributes={{ class: 'time-field' }}
      take={(text) => {
        const [, hour = '', minute = '00'] = /^(\d{1,2})(?::?([0-5]\d))?$/.exec(text) ?? [];
        const time = `${hour.padStart(2, '0')}:${minute}`;
        const isTime = hour !== '' && (Number(hour) < 24 || (time === '24:00' && end === 'end'));
        if (isTime && time !== stated) onTurn(textWith(time));
        return isTime && time !== stated;
      }}
    />
  );
  return (
    <span class="hours">
      {field(from, 'begin', (time) => `${time}-${to}`)}
      <span class="soft">to</span>
      {field(to, 'end', (time) => `${from}-${time}`)}
    </span>
  );
}

function Openings(props: {
  readonly centre: string;
  readonly knobs: readonly OpeningKnob[];
  readonly onTurn: Turn;
}) {
  const { centre, knobs, onTurn } = props;
  return knobs.map(({ days, hours, id }) => (
    <p key={id} class="opening">
      Open{days === '' ? '' : ` ${days}`}{' '}
      <Hours
        name={`${centre}, open${days === '' ? '' : ` ${days}`}`}
        hours={hours}
        onTurn={(value) => onTurn({ kind: 'opening', id, value })}
      />
    </p>
  ));
}
