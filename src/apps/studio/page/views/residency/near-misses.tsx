import type { NearMisses } from '#audit';
import { Folded } from '../../drawing.tsx';
import { count, moment, plural } from '../../format.ts';
import { AS, Below, CaseLink, Cell, Heads } from '../../tables/table-parts.tsx';
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
          <Heads of={[['Id'], ['What counts as one'], ['Looked at', 'n'], ['Near', 'n']]} isFolding />
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
  return (
    <>
      <tr {...AS.row}>
        <th scope="row" {...AS.rowheader}>
          {id}
        </th>
        <Cell style="sentence">{definition}</Cell>
        <Cell head="Looked at" style="n">
          {count(looked)}
        </Cell>
        <Cell head="Near" style={`n ${near > 0 ? 'unsure' : ''}`}>
          {looked === 0 ? '–' : count(near)}
        </Cell>
      </tr>
      {near === 0 ? null : (
        <Below>
          <Folded title={`The closest of ${id}`}>
            {() => (
              <ol>
                {closest.map(({ alike, caseNumber, message, timeMs }) => (
                  <li key={`${caseNumber} ${timeMs} ${message}`}>
                    {moment(startEpochMs + timeMs)}: {message}
                    {alike === 1 ? '' : ` (and ${count(alike - 1)} like it)`}{' '}
                    <CaseLink caseNumber={caseNumber} />
                  </li>
                ))}
              </ol>
            )}
          </Folded>
        </Below>
      )}
    </>
  );
}
