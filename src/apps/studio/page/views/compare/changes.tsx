import type { ScenarioChanges } from '../../../protocol.ts';
import { plural } from '../../format.ts';
import { Scroll } from '../../scroll.tsx';

const VALUE_SHOWN = 80;
/** Up to so many are seen at once; more are folded away. */
const OPEN_MOST = 8;

/** What is different in a scenario itself from the baseline. */
export function Changes({ changes: { count, differences, name } }: { readonly changes: ScenarioChanges }) {
  return (
    <section class="panel" aria-label={`What is different in ${name}`}>
      <h2>
        {plural(count, 'difference')} in the scenarios: {name}
      </h2>
      {differences.length === 0 ? (
        <p class="quiet">They are the same: change something in Edit, or choose another baseline.</p>
      ) : (
        <details open={differences.length <= OPEN_MOST}>
          <summary>
            {count === differences.length
              ? 'The differences as a table'
              : `The first ${differences.length} as a table`}
          </summary>
          <Scroll label={`Differences in the scenarios: ${name}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Place</th>
                  <th scope="col">Baseline</th>
                  <th scope="col">{name}</th>
                </tr>
              </thead>
              <tbody>
                {differences.map(({ after, before, path }) => (
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
