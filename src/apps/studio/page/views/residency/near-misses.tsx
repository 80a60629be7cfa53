import type { NearMisses } from '#audit';
import { Folded } from '../../drawing.tsx';
import { count, moment, plural } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { AS } from '../../tables/folding-roles.ts';
import { Scroll } from '../../tables/table-tools.tsx';

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
        <table {...AS.table} class="invariants folding">
          <thead {...AS.rowgroup}>
            <tr {...AS.row}>
              <th scope="col" {...AS.columnheader}>
                Id
              </th>
              <th scope="col" {...AS.columnheader}>
                What counts as one
              </th>
              <th scope="col" {...AS.columnheader} class="n">
                Looked at
              </th>
              <th scope="col" {...AS.columnheader} class="n">
                Near
              </th>
            </tr>
          </thead>
          <tbody {...AS.rowgroup}>
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
      <tr {...AS.row}>
        <th scope="row" {...AS.rowheader}>
          {id}
        </th>
        <td {...AS.cell} class="sentence">
          {definition}
        </td>
        <td {...AS.cell} data-head="Looked at" class="n">
          {count(looked)}
        </td>
        <td {...AS.cell} data-head="Near" class={`n ${near > 0 ? 'unsure' : ''}`}>
          {looked === 0 ? '–' : count(near)}
        </td>
      </tr>
      {near === 0 ? null : (
        <tr {...AS.row} class="counterexample">
          <td {...AS.cell} />
          <td {...AS.cell} colSpan={3}>
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
