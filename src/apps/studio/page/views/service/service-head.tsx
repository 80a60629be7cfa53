import type { ComponentChildren } from 'preact';
import { HOUR_MS } from '#base';
import type { ServiceFigures } from '../../../chronicle/service-figures.ts';
import type { WorldFacts } from '../../../protocol.ts';
import { ChoiceChips } from '../../chip-list.tsx';
import { count, duration, share } from '../../format.ts';
import { type Stretch, useStudio } from '../../state.ts';

/** The current choices, and their main figures. */
export function ServiceHead(props: {
  readonly facts: WorldFacts;
  readonly totals: ServiceFigures;
  /** By channel, in the order of `facts`. */
  readonly channels: readonly ServiceFigures[];
  /** The part of the work that occupancy covers; null: all. */
  readonly part: string | null;
  /** Whether these are the cases of a centre of the first answer, which those who give up do not have. */
  readonly isByCentre: boolean;
}) {
  const { channels, facts, isByCentre, part, totals } = props;
  const { change, state } = useStudio();
  return (
    <div class="panel service-head">
      <ChoiceChips facts={facts} />
      <dl class="run-tiles">
        <Tile
          name="Service level"
          value={share(totals.serviceLevel)}
          note={`${count(totals.arrived)} cases arrived`}
        />
        {totals.isMixed ? (
          <Tile
            name="Mean wait"
            value={waitsByChannel(facts.channels, channels)}
            note="answered cases, by channel"
            isLong
          />
        ) : (
          <Tile
            name="Mean wait"
            value={duration(totals.waitMeanMs)}
            note={`95 % within ${duration(totals.waitP95Ms)}`}
          />
        )}
        {isByCentre ? (
          <Tile name="Gave up" value="–" note="without an answer, no centre" />
        ) : (
          <Tile name="Gave up" value={count(totals.gaveUp)} note={`${count(totals.refused)} refused`} />
        )}
        <Tile
          name="Occupancy"
          value={share(totals.occupancy)}
          note={`time at work${part === null ? '' : ` on ${part}`} ÷ time on duty`}
        />
      </dl>
      <StretchFields facts={facts} stretch={state.stretch} onStretch={(stretch) => change({ stretch })} />
    </div>
  );
}

/** Calls and written cases wait on different scales: they have no common mean. */
function waitsByChannel(names: readonly string[], channels: readonly ServiceFigures[]): ComponentChildren {
  const shown = channels.flatMap(({ answered, waitMeanMs }, c) =>
    answered === 0 ? [] : [`${names[c] ?? '?'} ${duration(waitMeanMs)}`],
  );
  return shown.map((one, i) => (
    <>
      {i === 0 ? '' : ', '}
      <span class="whole">{one}</span>
    </>
  ));
}

function Tile(props: {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note: string;
  /** Whether the value is several figures, in smaller type. */
  readonly isLong?: boolean;
}) {
  const { isLong = false, name, note, value } = props;
  return (
    <div class="run-tile">
      <dt>{name}</dt>
      <dd class={isLong ? 'value several' : 'value'}>{value}</dd>
      <dd class="tile-note">{note}</dd>
    </div>
  );
}

/** Selects a part of the run by keyboard, in hours, like dragging. */
function StretchFields(props: {
  readonly facts: WorldFacts;
  readonly stretch: Stretch | null;
  readonly onStretch: (stretch: Stretch | null) => void;
}) {
  const { facts, onStretch, stretch } = props;
  const hours = Math.ceil(facts.horizonMs / HOUR_MS);
  const from = (stretch?.fromMs ?? 0) / HOUR_MS;
  const to = (stretch?.toMs ?? facts.horizonMs) / HOUR_MS;
  const set = (fromHour: number, toHour: number) => {
    if (!(fromHour >= 0 && toHour > fromHour)) return;
    onStretch({ fromMs: fromHour * HOUR_MS, toMs: Math.min(facts.horizonMs, toHour * HOUR_MS) });
  };
  return (
    <div class="stretch-fields">
      {(
        [
          ['From hour', 0, from, (hour: number) => set(hour, to)],
          ['to hour', 1, to, (hour: number) => set(from, hour)],
        ] as const
      ).map(([name, least, value, choose]) => (
        <label key={name} class="field inline">
          <span>{name}</span>
          <input
            type="number"
            min={least}
            max={hours - 1 + least}
            value={value}
            onChange={(event) => choose(Number(event.currentTarget.value))}
          />
        </label>
      ))}
      <button type="button" disabled={stretch === null} onClick={() => onStretch(null)}>
        The whole run
      </button>
      <span class="fine">
        Or drag across a chart under Time; a row under Groups shows only its cases. Cases and link follow.
      </span>
    </div>
  );
}
