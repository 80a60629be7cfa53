import { KNOBS_MOST, type Knob } from '../../../protocol.ts';
import { Choice } from '../../form-parts.tsx';
import { moment, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { Shifts, type Turn } from './shifts.tsx';

/** Factors on demand, one button each. */
const FACTORS = [0.8, 0.9, 1.1, 1.25, 1.5] as const;

interface KnobsProps {
  readonly knobs: readonly Knob[];
  readonly onTurn: Turn;
}

/** Sliders and switches for what planners change most. They edit the text, which remains the single source. */
export function Knobs({
  coverage,
  knobs,
  onTurn,
}: KnobsProps & {
  /** Sentences about the hours in which no qualified agent who may see the case is on shift. */
  readonly coverage: readonly string[];
}) {
  const isCut = (['demand', 'outage'] as const).some(
    (kind) => knobs.filter((knob) => knob.kind === kind).length >= KNOBS_MOST,
  );
  return (
    <section class="panel knobs" aria-label="What planners change most">
      {knobs.length === 0 ? (
        <p class="quiet">
          You can change agents, hours, promises, demand and outages here once the text is readable YAML.
        </p>
      ) : (
        <>
          {isCut ? (
            <p class="quiet">
              These are the first {KNOBS_MOST} centres and segments. Change the others in the text.
            </p>
          ) : null}
          <h2>Agents and hours</h2>
          {coverage.length === 0 ? null : <p role="status">{coverage.join(' ')}</p>}
          <Shifts knobs={knobs} onTurn={onTurn} />
          <h2>Promises</h2>
          <Promises knobs={knobs} onTurn={onTurn} />
          <h2>Demand</h2>
          <Demand knobs={knobs} onTurn={onTurn} />
          <h2>Outages</h2>
          <Outages knobs={knobs} onTurn={onTurn} />
        </>
      )}
    </section>
  );
}

function Promises({ knobs, onTurn }: KnobsProps) {
  return (
    <>
      {knobs.map((knob) =>
        knob.kind === 'promise' ? (
          <Choice
            key={knob.id}
            label={knob.title}
            value={knob.value}
            options={knob.choices}
            onChoose={(value) => onTurn({ kind: 'promise', id: knob.id, value })}
          />
        ) : null,
      )}
    </>
  );
}

function Demand({ knobs, onTurn }: KnobsProps) {
  return (
    <>
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
    </>
  );
}

function Outages({ knobs, onTurn }: KnobsProps) {
  const { clockMs, run } = useStudio().state;
  const at = (run?.facts.startEpochMs ?? 0) + clockMs;
  return (
    <>
      <p class="quiet">
        Select a centre to take it down for 4 hours, from the time shown in the World view: {moment(at)}.
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
    </>
  );
}
