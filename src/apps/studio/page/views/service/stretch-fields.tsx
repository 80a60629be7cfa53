import type { WorldFacts } from '../../../protocol.ts';
import type { Stretch } from '../../state.ts';

const HOUR_MS = 3_600_000;

/** Selects a part of the run by keyboard, in hours, like dragging. */
export function StretchFields(props: {
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
      <label class="field inline">
        <span>From hour</span>
        <input
          type="number"
          min={0}
          max={hours - 1}
          value={from}
          onChange={(event) => set(Number(event.currentTarget.value), to)}
        />
      </label>
      <label class="field inline">
        <span>to hour</span>
        <input
          type="number"
          min={1}
          max={hours}
          value={to}
          onChange={(event) => set(from, Number(event.currentTarget.value))}
        />
      </label>
      <button type="button" disabled={stretch === null} onClick={() => onStretch(null)}>
        The whole run
      </button>
    </div>
  );
}
