import { useState } from 'preact/hooks';
import { KNOBS_MOST, type Knob, type ScenarioText } from '../../../protocol.ts';
import { Choice, TypedField } from '../../form-parts.tsx';
import { plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';
import { type Turn, WeekGrid } from './week-grid.tsx';

/** Factors on demand, one button each. */
const FACTORS = [0.8, 0.9, 1.1, 1.25, 1.5] as const;

const FACTORS_OF_ALL = [0.85, 1.15] as const;

/** Agents by shift and day, and switches for what else planners change most. They edit the text, which remains the single source. */
export function Knobs(props: {
  readonly knobs: readonly Knob[];
  /** The file; null while nobody knows it. */
  readonly original: ScenarioText | null;
  readonly onTurn: Turn;
  /** Sentences about the hours in which no qualified agent who may see the case is on shift. */
  readonly coverage: readonly string[];
}) {
  const { coverage, knobs, onTurn, original } = props;
  const filed = useAsked('check', original ?? { path: '', text: '' }, [original?.text], {
    isReady: original !== null,
  });
  const isCut = [/^demand /, /^outage centres/, /^outage dataCentres/].some(
    (those) => knobs.filter(({ id, kind }) => those.test(`${kind} ${id}`)).length >= KNOBS_MOST,
  );
  return (
    <div class="knobs">
      {knobs.length === 0 ? (
        <p class="quiet">
          You can change agents, hours, promises, demand and outages here once the text is readable YAML.
        </p>
      ) : (
        <>
          {isCut ? (
            <p class="quiet">
              These are the first {KNOBS_MOST} centres, data centres and segments. Change the others in the
              text.
            </p>
          ) : null}
          <WeekGrid knobs={knobs} before={filed?.knobs ?? knobs} onTurn={onTurn} />
          {coverage.length === 0 ? null : (
            <p class="fine" role="status">
              {coverage.join(' ')}
            </p>
          )}
          <div class="knob-columns">
            <div>
              <h2>Demand</h2>
              <Demand knobs={knobs.filter((knob) => knob.kind === 'demand')} onTurn={onTurn} />
            </div>
            <div>
              <h2>Targets</h2>
              <Targets knobs={knobs.filter((knob) => knob.kind === 'target')} onTurn={onTurn} />
            </div>
            <div class="wide">
              <h2>Outages</h2>
              <Outages knobs={knobs.filter((knob) => knob.kind === 'outage')} onTurn={onTurn} />
            </div>
            <div class="wide">
              <h2>Promises</h2>
              <div class="knob-list">
                <Promises knobs={knobs.filter((knob) => knob.kind === 'promise')} onTurn={onTurn} />
              </div>
            </div>
          </div>
        </>
      )}
    </div>
  );
}

type Of<Kind extends Knob['kind']> = Extract<Knob, { kind: Kind }>;

function Promises({ knobs, onTurn }: { readonly knobs: readonly Of<'promise'>[]; readonly onTurn: Turn }) {
  const known = useStudio().state.run?.facts.promises ?? [];
  return knobs.map(({ choices, id, title, value }) => (
    <Choice
      key={id}
      label={title}
      value={value}
      options={choices.map((value) => ({
        value,
        title: known.find((one) => one.id === value)?.title ?? value,
      }))}
      onChoose={(next) => onTurn({ kind: 'promise', id, value: next })}
    />
  ));
}

function Targets({ knobs, onTurn }: { readonly knobs: readonly Of<'target'>[]; readonly onTurn: Turn }) {
  return knobs.map(({ id, target, title, within }) => {
    const percent = String(Number((target * 100).toPrecision(6)));
    return (
      <p key={id} class="target-knob">
        <span>{title}</span>
        <TypedField
          label={`${title}: target, %`}
          value={percent}
          attributes={{ inputMode: 'decimal' }}
          take={(text) => {
            const share = Number(text.replace('%', '')) / 100;
            const isShare = share > 0 && share <= 1 && share !== target;
            if (isShare) onTurn({ kind: 'target', id, value: `target ${Number(share.toPrecision(6))}` });
            return isShare;
          }}
        />
        %
        {within === '' ? null : (
          <>
            <span class="soft">within</span>
            <TypedField
              label={`${title}: within`}
              value={within}
              take={(time) => {
                const isNew = time !== '' && time !== within;
                if (isNew) onTurn({ kind: 'target', id, value: `within ${time}` });
                return isNew;
              }}
            />
          </>
        )}
      </p>
    );
  });
}

function Demand({ knobs, onTurn }: { readonly knobs: readonly Of<'demand'>[]; readonly onTurn: Turn }) {
  const turn = (ids: readonly string[], factor: number) => {
    for (const id of ids) onTurn({ kind: 'demand', id, value: String(factor) });
  };
  const all = { id: '', title: 'All customers', ids: knobs.map(({ id }) => id), factors: FACTORS_OF_ALL };
  const each = knobs.map(({ id, title }) => ({ id, title, ids: [id], factors: FACTORS }));
  return [...(knobs.length < 2 ? [] : [all]), ...each].map(({ factors, id, ids, title }) => (
    <fieldset key={id} class="factors">
      <legend>{title}</legend>
      {factors.map((factor) => (
        <button key={factor} type="button" onClick={() => turn(ids, factor)}>
          ×{factor}
        </button>
      ))}
    </fieldset>
  ));
}

/** `2025-03-06T10:00`, as a field for date and time has it, in UTC. */
function fieldTime(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 16);
}

function Outages({ knobs, onTurn }: { readonly knobs: readonly Of<'outage'>[]; readonly onTurn: Turn }) {
  const { clockMs, run } = useStudio().state;
  const startMs = run?.facts.startEpochMs ?? 0;
  const [from, setFrom] = useState(fieldTime(startMs + clockMs));
  const [hours, setHours] = useState(4);
  const isGiven = from !== '' && hours > 0;
  return (
    <>
      <div class="outage-when">
        <label class="field">
          <span>Down from (UTC)</span>
          <input
            type="datetime-local"
            value={from}
            min={fieldTime(startMs)}
            max={fieldTime(startMs + (run?.facts.horizonMs ?? 0))}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="field short">
          <span>for hours</span>
          <input
            type="number"
            min={1}
            max={720}
            value={hours}
            onInput={(event) => setHours(Number(event.currentTarget.value))}
          />
        </label>
      </div>
      <div class="knob-list">
        {knobs.map(({ id, title, value }) => (
          <label key={id} class="switch">
            <input
              type="checkbox"
              checked={value > 0}
              disabled={value === 0 && !isGiven}
              onChange={(event) =>
                onTurn({
                  kind: 'outage',
                  id,
                  value: event.currentTarget.checked ? `${from}:00Z for ${hours} h` : '',
                })
              }
            />
            <span>{title}</span>
            <span class="quiet">{value === 0 ? '' : plural(value, 'outage planned', 'outages planned')}</span>
          </label>
        ))}
      </div>
    </>
  );
}
