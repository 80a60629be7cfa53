import { useState } from 'preact/hooks';
import type { Answer } from '../../../calls.ts';
import { LongQuestion } from '../../form-parts.tsx';
import { plural } from '../../format.ts';
import { Heads } from '../../tables/table-parts.tsx';
import { Scroll } from '../../tables/table-tools.tsx';
import { useLongCall } from '../../use-answer.ts';
import { ReplicationsField } from '../compare/fields.tsx';

const REPLICATIONS = 5;

/** One run is a single random sample. Replications with other random numbers show how reliable its figures are. */
export function Intervals() {
  const [replications, setReplications] = useState(REPLICATIONS);
  const [rows, setRows] = useState<Answer<'intervals'>>([]);
  const [made, setMade] = useState(0);
  const call = useLongCall();
  const replicate = () =>
    call.begin('replicating', replications, async (asking) => {
      setRows(await asking('intervals', { replications }));
      setMade(replications);
    });
  return (
    <section class="panel" aria-labelledby="intervals-heading">
      <h2 id="intervals-heading">How sure these figures are</h2>
      <p class="quiet">
        Everything above comes from one run. Replications with other random numbers give each figure a 95 %
        interval, over all cases and by segment.
      </p>
      <div class="compare-tools">
        <ReplicationsField value={replications} onChange={setReplications} />
        <LongQuestion
          call={call}
          words={({ cases, waiting }) => `${cases} of ${plural(waiting, 'replication')}`}
        >
          <button type="button" onClick={() => void replicate()}>
            Replicate
          </button>
        </LongQuestion>
      </div>
      {rows.length === 0 ? null : (
        <Scroll label="Figures with their intervals">
          <table>
            <caption>{plural(made, 'replication')}, mean and half-width of the 95 % interval</caption>
            <Heads of={[['Measure'], ['Mean and half-width', 'n']]} />
            <tbody>
              {rows.map(({ id, text, title }) => (
                <tr key={id}>
                  <th scope="row">{title}</th>
                  <td class="n">{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
