import { KNOBS_MOST, type Knob } from '../../../protocol.ts';
import { Choice } from '../../form-parts.tsx';
import { moment, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { Shifts, type Turn } from './shifts.tsx';

/** Factors on demand, one button each. */
const FACTORS = [0.8, 0.9, 1.1, 1.25, 1.5] as const;

/** Sliders and switches for what planners change most. They edit the text, which remains the single source. */
export function Knobs(props: {
  readonly knobs: readonly Knob[];
  readonly onTurn: Turn;
  /** Sentences about the hours in which no qualified agent who may see the case is on shift. */
  readonly coverage: readonly string[];
}) {
  const { coverage, knobs, onTurn } = props;
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
          <Promises knobs={knobs.filter((knob) => knob.kind === 'promise')} onTurn={onTurn} />
          <h2>Demand</h2>
          <Demand knobs={knobs.filter((knob) => knob.kind === 'demand')} onTurn={onTurn} />
          <h2>Outages</h2>
          <Outages knobs={knobs.filter((knob) => knob.kind === 'outage')} onTurn={onTurn} />
        </>
      )}
    </section>
  );
}

type Of<Kind extends Knob['kind']> = Extract<Knob, { kind: Kind }>;

function Promises({ knobs, onTurn }: { readonly knobs: readonly Of<'promise'>[]; readonly onTurn: Turn }) {
  return knobs.map(({ choices, id, title, value }) => (
    <Choice
      key={id}
      label={title}
      value={value}
      options={choices}
      onChoose={(next) => onTurn({ kind: 'promise', id, value: next })}
    />
  ));
}

function Demand({ knobs, onTurn }: { readonly knobs: readonly Of<'demand'>[]; readonly onTurn: Turn }) {
  return knobs.map(({ id, title }) => (
    <fieldset key={id} class="factors">
      <legend>{title}</legend>
      {FACTORS.map((factor) => (
        <button
          key={factor}
          type="button"
          onClick={() => onTurn({ kind: 'demand', id, value: String(factor) })}
        >
          ×{factor}
        </button>
      ))}
    </fieldset>
  ));
}

function Outages({ knobs, onTurn }: { readonly knobs: readonly Of<'outage'>[]; readonly onTurn: Turn }) {
  const { clockMs, run } = useStudio().state;
  const at = (run?.facts.startEpochMs ?? 0) + clockMs;
  const from = new Date(at).toISOString().replace('.000Z', 'Z');
  return (
    <>
      <p class="quiet">
        Select a centre to take it down for 4 hours, from the time shown in the World view: {moment(at)}.
      </p>
      {knobs.map(({ id, title, value }) => (
        <label key={id} class="switch">
          <input
            type="checkbox"
            checked={value > 0}
            onChange={(event) =>
              onTurn({ kind: 'outage', id, value: event.currentTarget.checked ? from : '' })
            }
          />
          <span>{title}</span>
          <span class="quiet">{value === 0 ? '' : plural(value, 'outage planned', 'outages planned')}</span>
        </label>
      ))}
    </>
  );
}
