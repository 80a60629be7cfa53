import type { ComparisonAnswer } from '../../../protocol.ts';
import { plural } from '../../format.ts';
import { Scroll } from '../../scroll.tsx';

const VALUE_SHOWN = 80;
/** Up to so many are seen at once; more are folded away. */
const OPEN_MOST = 8;

/** What is different in the scenarios themselves. */
export function Changes({ changes }: { readonly changes: ComparisonAnswer['changes'] }) {
  return (
    <section class="panel" aria-labelledby="changes-heading">
      <h2 id="changes-heading">{plural(changes.length, 'difference')} in the scenarios</h2>
      {changes.length === 0 ? (
        <p class="quiet">They are the same: change something in Edit, or choose another baseline.</p>
      ) : (
        <details open={changes.length <= OPEN_MOST}>
          <summary>The differences as a table</summary>
          <Scroll label="Differences in the scenarios">
            <table>
              <thead>
                <tr>
                  <th scope="col">Place</th>
                  <th scope="col">Baseline</th>
                  <th scope="col">This</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ after, before, path }) => (
                  <tr key={path}>
                    <th scope="row">
                      <code>{path}</code>
                    </th>
                    <td>{shortened(before)}</td>
                    <td>{shortened(after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </details>
      )}
    </section>
  );
}

function shortened(value: string | null): string {
  if (value === null) return '–';
  return value.length > VALUE_SHOWN ? `${value.slice(0, VALUE_SHOWN)}…` : value;
}
