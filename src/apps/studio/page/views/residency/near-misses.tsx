import type { NearMisses } from '#audit';
import { Folded } from '../../folded.tsx';
import { count, moment, plural } from '../../format.ts';
import { Scroll } from '../../scroll.tsx';
import { useStudio } from '../../state.ts';

/** Compliant acts that came close to violations: by invariant, the closest ones with their cases. */
export function NearMissPanel(props: {
  readonly nearMisses: readonly NearMisses[];
  readonly startEpochMs: number;
}) {
  const { nearMisses, startEpochMs } = props;
  const near = nearMisses.reduce((sum, one) => sum + one.near, 0);
  return (
    <section class="panel" aria-labelledby="near-misses-heading">
      <h2 id="near-misses-heading">{plural(near, 'near miss', 'near misses')}</h2>
      <p class="quiet">
        Acts that came close to a violation, found in the same pass over the ledger. Of similar acts, only the
        closest is shown.
      </p>
      <Scroll label="Near misses">
        <table role="table" class="invariants folding">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                Id
              </th>
              <th scope="col" role="columnheader">
                What counts as one
              </th>
              <th scope="col" role="columnheader" class="n">
                Looked at
              </th>
              <th scope="col" role="columnheader" class="n">
                Near
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {nearMisses.map((one) => (
              <Row key={one.id} nearMisses={one} startEpochMs={startEpochMs} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Row(props: { readonly nearMisses: NearMisses; readonly startEpochMs: number }) {
  const { nearMisses, startEpochMs } = props;
  const { closest, definition, id, looked, near } = nearMisses;
  const { change } = useStudio();
  return (
    <>
      <tr role="row">
        <th scope="row" role="rowheader">
          {id}
        </th>
        <td role="cell" class="sentence">
          {definition}
        </td>
        <td role="cell" data-head="Looked at" class="n">
          {count(looked)}
        </td>
        <td role="cell" data-head="Near" class={`n ${near > 0 ? 'unsure' : ''}`}>
          {looked === 0 ? '–' : count(near)}
        </td>
      </tr>
      {near === 0 ? null : (
        <tr role="row" class="counterexample">
          <td role="cell" />
          <td role="cell" colSpan={3}>
            <Folded title={`The closest of ${id}`}>
              {() => (
                <ol>
                  {closest.map(({ alike, caseNumber, message, timeMs }) => (
                    <li key={`${caseNumber} ${timeMs} ${message}`}>
                      {moment(startEpochMs + timeMs)}: {message}
                      {alike === 1 ? '' : ` (and ${count(alike - 1)} like it)`}{' '}
                      <button
                        type="button"
                        class="link"
                        onClick={() => change({ view: 'cases', caseNumber })}
                      >
                        case {caseNumber}
                      </button>
                    </li>
                  ))}
                </ol>
              )}
            </Folded>
          </td>
        </tr>
      )}
    </>
  );
}
