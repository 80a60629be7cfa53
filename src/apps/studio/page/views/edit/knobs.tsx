import { useState } from 'preact/hooks';
import { KNOBS_MOST, type Knob } from '../../../protocol.ts';
import { Folded } from '../../folded.tsx';
import { count, moment, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { Hours } from './hours.tsx';
import type { Turn } from './turn.ts';
import { useMoved } from './use-moved.ts';

/** Factors of demand that are one press away. */
const FACTORS = [0.8, 0.9, 1.1, 1.25, 1.5] as const;

/** Sliders and switches for what planners change most. They change the text, which stays the truth. */
export function Knobs({ knobs, onTurn }: { readonly knobs: readonly Knob[]; readonly onTurn: Turn }) {
  const { run, clockMs } = useStudio().state;
  const hours = knobs.filter((knob) => knob.kind === 'hours');
  const centres = [...new Set(hours.map(({ centre }) => centre))];
  const at = (run?.facts.startEpochMs ?? 0) + clockMs;
  if (knobs.length === 0)
    return (
      <section class="panel knobs" aria-label="What planners change most">
        <p class="quiet">
          Head counts, hours, promises, demand and outages are turned here, as soon as the text can be read.
        </p>
      </section>
    );
  const isCut = (['agents', 'demand'] as const).some(
    (kind) => knobs.filter((knob) => knob.kind === kind).length >= KNOBS_MOST,
  );
  return (
    <section class="panel knobs" aria-label="What planners change most">
      {isCut ? (
        <p class="quiet">The first {KNOBS_MOST} centres and segments; all others in the text.</p>
      ) : null}
      <h2>Head counts</h2>
      {knobs.map((knob) =>
        knob.kind === 'agents' ? <Agents key={knob.id} knob={knob} onTurn={onTurn} /> : null,
      )}
      <h2>Hours</h2>
      {centres.map((centre) => (
        <Folded key={centre} title={centre}>
          {() =>
            hours
              .filter((knob) => knob.centre === centre)
              .map((knob) => <Hours key={knob.id} knob={knob} onTurn={onTurn} />)
          }
        </Folded>
      ))}
      <h2>Promises</h2>
      {knobs.map((knob) =>
        knob.kind === 'promise' ? (
          <label key={knob.id} class="field">
            <span>{knob.title}</span>
            <select
              value={knob.value}
              onChange={(event) => onTurn({ kind: 'promise', id: knob.id, value: event.currentTarget.value })}
            >
              {knob.choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          </label>
        ) : null,
      )}
      <h2>Demand</h2>
      {knobs.map((knob) =>
        knob.kind === 'demand' ? (
          <fieldset key={knob.id} class="factors">
            <legend>{knob.title}</legend>
            {FACTORS.map((factor) => (
              <button
                key={factor}
                type="button"
                onClick={() => onTurn({ kind: 'demand', id: knob.id, value: String(factor) })}
              >
                ×{factor}
              </button>
            ))}
          </fieldset>
        ) : null,
      )}
      <h2>Outages</h2>
      <p class="quiet">
        A centre that is switched on here goes down for 4 hours from the moment at which the clock of the
        world stands: {moment(at)}.
      </p>
      {knobs.map((knob) =>
        knob.kind === 'outage' ? (
          <label key={knob.id} class="switch">
            <input
              type="checkbox"
              checked={knob.value > 0}
              onChange={(event) =>
                onTurn({
                  kind: 'outage',
                  id: knob.id,
                  value: event.currentTarget.checked ? new Date(at).toISOString().replace('.000Z', 'Z') : '',
                })
              }
            />
            <span>{knob.title}</span>
            <span class="quiet">
              {knob.value === 0 ? '' : plural(knob.value, 'outage planned', 'outages planned')}
            </span>
          </label>
        ) : null,
      )}
    </section>
  );
}

function Agents({
  knob,
  onTurn,
}: {
  readonly knob: Extract<Knob, { kind: 'agents' }>;
  readonly onTurn: Turn;
}) {
  const [most] = useState(knob.most);
  const [value, move] = useMoved(knob.value, Object.is);
  return (
    <label class="slider">
      <span>{knob.title}</span>
      <input
        type="range"
        min={0}
        max={Math.max(most, knob.value)}
        value={value}
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
