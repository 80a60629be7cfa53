import type { ClockFacts, WorldFacts } from '../../../protocol.ts';
import { timeZoneOf } from '../../look.ts';
import type { Look } from '../../state.ts';

/** Time zone for the hours of the week: UTC, that of a centre, or that of customers. */
export function ClockField(props: {
  readonly facts: WorldFacts;
  readonly look: Look;
  readonly onLook: (part: Partial<Look>) => void;
}) {
  const { facts, look, onLook } = props;
  return (
    <label class="field inline">
      <span>Hours of the week in</span>
      <select
        value={timeZoneOf(facts, look) ?? ''}
        onChange={(event) => onLook({ timeZone: event.currentTarget.value || null })}
      >
        <option value="">UTC</option>
        {facts.clocks.map((clock) => (
          <option key={clock.timeZone} value={clock.timeZone}>
            {`${clock.timeZone} (${whose(clock)})`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Maximum number of centres or countries listed by name. */
const NAMED_MOST = 3;

function whose({ centres, countries }: ClockFacts): string {
  const customers = countries.length === 0 ? [] : [`customers in ${listed(countries)}`];
  return [...(centres.length === 0 ? [] : [listed(centres)]), ...customers].join('; ');
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED_MOST;
  return `${names.slice(0, NAMED_MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
