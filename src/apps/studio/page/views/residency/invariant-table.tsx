import { type AuditReport, type InvariantResult, resultsNow } from '#audit';
import type { Knowledge } from '#domain';
import { count, moment } from '../../format.ts';
import { useStudio } from '../../state.ts';
import { AS } from '../../tables/folding-roles.ts';
import { Scroll } from '../../tables/table-tools.tsx';

/** Every invariant with its checks and, if broken, the story of the first counterexample. */
export function InvariantTable(props: {
  readonly audit: AuditReport;
  readonly known: Knowledge;
  readonly stories: Readonly<Record<string, readonly string[]>>;
  readonly startEpochMs: number;
}) {
  const { audit, known, startEpochMs, stories } = props;
  const results = known === 'now' ? resultsNow(audit) : audit.invariants;
  const storyOf = (result: InvariantResult) => {
    const isNow = known === 'now' && audit.invariantsNow.includes(result);
    return stories[isNow ? `${result.id} now` : result.id] ?? [];
  };
  return (
    <Scroll label="Invariants">
      <table {...AS.table} class="invariants folding">
        <caption>Invariants, checked from the ledger alone</caption>
        <thead {...AS.rowgroup}>
          <tr {...AS.row}>
            <th scope="col" {...AS.columnheader}>
              Id
            </th>
            <th scope="col" {...AS.columnheader}>
              The promise kept
            </th>
            <th scope="col" {...AS.columnheader} class="n">
              Checks
            </th>
            <th scope="col" {...AS.columnheader} class="n">
              Violations
            </th>
          </tr>
        </thead>
        <tbody {...AS.rowgroup}>
          {results.map((invariant) => (
            <Row
              key={invariant.id}
              invariant={invariant}
              story={storyOf(invariant)}
              startEpochMs={startEpochMs}
            />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row(props: {
  readonly invariant: InvariantResult;
  readonly story: readonly string[];
  readonly startEpochMs: number;
}) {
  const { invariant, startEpochMs, story } = props;
  const { checks, counterexample, id, sentence, title, undecided, untested, violations } = invariant;
  const open = undecided.reduce((sum, { count: acts }) => sum + acts, 0);
  const { change } = useStudio();
  const state = violations > 0 ? 'bad' : checks === 0 || open > 0 ? 'unsure' : 'good';
  const unsure = open > 0 ? `? ${count(open)} undecided` : '? not tested';
  const words = { bad: `✕ ${count(violations)}`, unsure, good: '✓ 0' }[state];
  return (
    <>
      <tr {...AS.row}>
        <th scope="row" {...AS.rowheader}>
          {id}
        </th>
        <td {...AS.cell} class="sentence">
          <strong>{title}</strong> {sentence}
          {untested === null ? null : ` Not tested, since ${untested}.`}
        </td>
        <td {...AS.cell} data-head="Checks" class="n">
          {count(checks)}
        </td>
        <td {...AS.cell} data-head="Violations" class={`n ${state}`}>
          {words}
        </td>
      </tr>
      {counterexample === null ? null : (
        <tr {...AS.row} class="counterexample">
          <td {...AS.cell} />
          <td {...AS.cell} colSpan={3}>
            <p>
              {moment(startEpochMs + counterexample.timeMs)}: {counterexample.message}{' '}
              {counterexample.caseNumber === null ? null : (
                <button
                  type="button"
                  class="link"
                  onClick={() => change({ view: 'cases', caseNumber: counterexample.caseNumber })}
                >
                  case {counterexample.caseNumber}
                </button>
              )}
            </p>
            {story.length === 0 ? null : (
              <details>
                <summary>The story, entry by entry</summary>
                <pre class="story">{story.join('\n')}</pre>
              </details>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
