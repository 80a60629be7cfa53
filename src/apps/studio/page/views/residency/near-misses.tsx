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
        <table class="invariants">
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">What counts as one</th>
              <th scope="col" class="n">
                Looked at
              </th>
              <th scope="col" class="n">
                Near
              </th>
            </tr>
          </thead>
          <tbody>
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
      <tr>
        <th scope="row">{id}</th>
        <td class="sentence">{definition}</td>
        <td class="n">{count(looked)}</td>
        <td class={`n ${near > 0 ? 'unsure' : ''}`}>{looked === 0 ? '–' : count(near)}</td>
      </tr>
      {near === 0 ? null : (
        <tr class="counterexample">
          <td />
          <td colSpan={3}>
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
