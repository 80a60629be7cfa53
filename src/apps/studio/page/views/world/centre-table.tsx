import { shortList } from '#base';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { memo } from '../../drawing.tsx';
import { count, time } from '../../format.ts';
import { Heads } from '../../tables/table-parts.tsx';
import { Scroll } from '../../tables/table-tools.tsx';
import { isOpenAt, localEpochMs } from './world-now.ts';

/** Shows the data of the map row by row, for keyboards, screen readers and exact numbers. */
export const CentreTable = memo(function CentreTable(props: {
  readonly facts: WorldFacts;
  readonly now: WorldNow;
  readonly selected: number | null;
  readonly onSelect: (centre: number | null) => void;
}) {
  const { facts, now, onSelect, selected } = props;
  return (
    <Scroll label="Service centres now" style="centre-table">
      <table>
        <caption>Service centres at this moment</caption>
        <Heads of={[['Centre'], ['Clock'], ['State'], ['On duty', 'n'], ['Busy'], ['Queue', 'n']]} />
        <tbody>
          {facts.centres.map((centre, index) => {
            const onDuty = now.onDuty[index] ?? 0;
            const busy = now.busy[index] ?? 0;
            const state = stateOf(centre, index, now);
            const share = onDuty === 0 ? 0 : Math.min(1, busy / onDuty);
            return (
              <tr key={centre.id} class={`${state}${selected === index ? ' selected' : ''}`}>
                <th scope="row">
                  <button
                    type="button"
                    class="link"
                    aria-pressed={selected === index}
                    onClick={() => onSelect(selected === index ? null : index)}
                  >
                    {centre.title}
                  </button>
                </th>
                <td>{time(localEpochMs(facts, centre, now.timeMs))}</td>
                <td>
                  <span class={`state ${state}`}>{STATES[state]}</span>
                </td>
                <td class="n">{count(onDuty)}</td>
                <td>
                  <span class="bar" aria-hidden="true">
                    <span style={{ width: `${share * 100}%` }} />
                  </span>
                  <span class="bar-text">{onDuty === 0 ? '–' : `${Math.round(share * 100)} %`}</span>
                </td>
                <td class="n">{count(now.queue[index] ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="quiet">
        Queue: waiting cases that agents of the centre may take, by skills, promise and law. A case may be in
        several queues, so the queues do not add up to the number of waiting cases.
      </p>
      <WaitingTable facts={facts} now={now} />
      <CopiesTable facts={facts} now={now} />
    </Scroll>
  );
});

const STATES = { down: 'down', open: 'open', closed: 'closed', nobody: 'unstaffed' } as const;

/** An open centre in which nobody works answers nobody. */
function stateOf(centre: WorldFacts['centres'][number], index: number, now: WorldNow): keyof typeof STATES {
  if ((now.centreUp[index] ?? 1) === 0) return 'down';
  if (!isOpenAt(centre, now.timeMs)) return 'closed';
  return (now.onDuty[index] ?? 0) === 0 ? 'nobody' : 'open';
}

interface NowProps {
  readonly facts: WorldFacts;
  readonly now: WorldNow;
}

function WaitingTable({ facts, now }: NowProps) {
  return (
    <table>
      <caption>Customers who wait at this moment, by region</caption>
      <Heads of={[['Region'], ['Customers in'], ['Waiting', 'n']]} />
      <tbody>
        {waitingByRegion(facts, now).map(({ countries, region, waiting }) => (
          <tr key={region}>
            <th scope="row">{region}</th>
            <td class="countries">{shortList(countries, COUNTRIES_NAMED)}</td>
            <td class="n">{count(waiting)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CopiesTable({ facts, now }: NowProps) {
  return (
    <table>
      <caption>Live copies at this moment, and those under a promise with a boundary</caption>
      <Heads of={[['Data centre'], ['In'], ['Copies', 'n'], ['Bounded', 'n']]} />
      <tbody>
        {facts.dataCentres.map(({ country, id, title }, place) => (
          <tr key={id} class={(now.dataCentreUp[place] ?? 1) === 0 ? 'down' : ''}>
            <th scope="row">{title}</th>
            <td>{country}</td>
            <td class="n">{count(now.copies[place] ?? 0)}</td>
            <td class="n">{count(now.boundCopies[place] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A region has no title in a scenario: its countries say what it is. */
interface WaitingRegion {
  readonly region: string;
  readonly countries: readonly string[];
  readonly waiting: number;
}

function waitingByRegion(
  { countryNames, regions }: WorldFacts,
  { waiting }: WorldNow,
): readonly WaitingRegion[] {
  return [...new Set(regions)].sort().map((region) => {
    const own = regions.flatMap((one, country) => (one === region ? [country] : []));
    return {
      region,
      countries: own.map((country) => countryNames[country] ?? '').sort(),
      waiting: own.reduce((sum, country) => sum + (waiting[country] ?? 0), 0),
    };
  });
}

/** If a region has more countries than this, only the first ones are named and the others are counted. */
const COUNTRIES_NAMED = 4;
