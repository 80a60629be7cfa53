import { NOTHING, shortList } from '#base';
import type { WorldFacts, WorldNow } from '../../../protocol.ts';
import { Folded, memo } from '../../drawing.tsx';
import { count, time } from '../../format.ts';
import { Heads } from '../../tables/table-parts.tsx';
import { Scroll } from '../../tables/table-tools.tsx';
import { placesOf } from './arrows.ts';
import { desksOf, stateOf, stateWords } from './centre-state.ts';
import { FEW_CENTRES } from './marks.tsx';
import { type Flow, localEpochMs } from './world-now.ts';

/** Shows the data of the map row by row, for keyboards, screen readers and exact numbers. */
export const CentreTable = memo(function CentreTable(props: {
  readonly facts: WorldFacts;
  readonly now: WorldNow;
  readonly flows: readonly Flow[];
  readonly selected: number | null;
  readonly onSelect: (centre: number | null) => void;
}) {
  const { facts, flows, now } = props;
  const hasFew = facts.centres.length <= FEW_CENTRES;
  return (
    <Scroll label="Service centres now" style="centre-table">
      <table>
        <caption>Service centres at this moment</caption>
        <Heads of={[['Centre'], ['Clock'], ['State'], ['Busy', 'n'], ['Waiting', 'n']]} />
        {facts.centres.map(({ id }, index) => (
          <CentreRows key={id} {...props} index={index} hasTiers={hasFew || props.selected === index} />
        ))}
      </table>
      <p class="quiet">
        A case waits at every centre that may take it by skills, promise and law, so these numbers do not add
        up. Agents who finish a case after their shift are busy, but not among those on duty.
      </p>
      <Folded title="Waiting customers, cases on their way, live copies">
        {() => (
          <>
            <WaitingTable facts={facts} now={now} />
            <CasesTable facts={facts} flows={flows} />
            <CopiesTable facts={facts} now={now} />
          </>
        )}
      </Folded>
    </Scroll>
  );
});

/** A centre, and each of its tiers where `hasTiers`. */
function CentreRows(props: {
  readonly facts: WorldFacts;
  readonly now: WorldNow;
  readonly index: number;
  readonly hasTiers: boolean;
  readonly selected: number | null;
  readonly onSelect: (centre: number | null) => void;
}) {
  const { facts, hasTiers, index, now, onSelect, selected } = props;
  const centre = facts.centres[index];
  if (centre === undefined) return null;
  const state = stateOf(facts, now, index);
  const desks = desksOf(facts, now, index);
  const total = (level: 'busy' | 'onDuty' | 'queue') => desks.reduce((sum, desk) => sum + desk[level], 0);
  const isChosen = selected === index;
  return (
    <tbody class={`${state}${isChosen ? ' selected' : ''}`}>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="link"
            aria-pressed={isChosen}
            onClick={() => onSelect(isChosen ? null : index)}
          >
            {centre.title}
          </button>
        </th>
        <td>{time(localEpochMs(facts, centre, now.timeMs))}</td>
        <td class="in-state">
          <span class="state">
            <span class={`swatch mark ${state}`} aria-hidden="true" />
            {stateWords(facts, now, index)}
          </span>
        </td>
        <td class="n">{busyText(total('busy'), total('onDuty'))}</td>
        <td class="n">
          <b>{count(total('queue'))}</b>
        </td>
      </tr>
      {hasTiers && desks.length > 1
        ? desks.map(({ busy, onDuty, queue, tier }) => (
            <tr key={tier} class="tier">
              <th scope="row">tier {tier}</th>
              <td />
              <td>
                <span class="bar" aria-hidden="true">
                  <span style={{ width: `${onDuty === 0 ? 0 : Math.min(1, busy / onDuty) * 100}%` }} />
                </span>
              </td>
              <td class="n">{busyText(busy, onDuty)}</td>
              <td class="n">{count(queue)}</td>
            </tr>
          ))
        : null}
    </tbody>
  );
}

/** `4 of 9`; `4, 3 on duty` where some are still busy after their duty. */
function busyText(busy: number, onDuty: number): string {
  if (busy > onDuty) return `${count(busy)}, ${count(onDuty)} on duty`;
  return onDuty === 0 ? NOTHING : `${count(busy)} of ${count(onDuty)}`;
}

/** The arrows of cases in numbers. */
function CasesTable({ facts, flows }: { readonly facts: WorldFacts; readonly flows: readonly Flow[] }) {
  const places = placesOf(facts);
  const cases = flows.filter(({ kind }) => kind === 'taken' || kind === 'hand-over');
  return (
    <table>
      <caption>Cases of the hour before</caption>
      <Heads of={[['From'], ['To'], ['How'], ['Cases', 'n']]} />
      <tbody>
        {cases.map(({ count: moved, from, kind, to }) => (
          <tr key={`${kind} ${from} ${to}`}>
            <th scope="row">{places[from]?.title}</th>
            <td>{places[to]?.title}</td>
            <td>{kind === 'taken' ? 'taken' : 'passed on'}</td>
            <td class="n">{count(moved)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
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
