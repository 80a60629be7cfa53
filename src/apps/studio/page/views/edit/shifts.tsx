import { useState } from 'preact/hooks';
import { raised } from '#base';
import type { Knob } from '../../../protocol.ts';
import { Folded } from '../../folded.tsx';
import { count, plural } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { Hours, spanInWords } from './hours.tsx';
import type { Turn } from './turn.ts';
import { useMoved } from './use-moved.ts';

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
    <label class="slider">
      <span>Agents</span>
      <input
        type="range"
        min={0}
        max={Math.max(most, knob.agents)}
        value={value}
        aria-label={`${name}: agents`}
        onInput={(event) => move(Number(event.currentTarget.value))}
        onChange={(event) => {
          move(Number(event.currentTarget.value));
          onTurn({ kind: 'agents', id: knob.id, value: event.currentTarget.value });
        }}
      />
      <output>{count(value)}</output>
    </label>
  );
}

/** Common prefix of the ids of a group's shifts. */
function groupOf(shiftId: string): string {
  return shiftId.slice(0, shiftId.lastIndexOf('/'));
}
