import { type AuditReport, type InvariantResult, resultsNow } from '#audit';
import type { Knowledge } from '#domain';
import { count, moment } from '../../format.ts';
import { AS, Below, CaseLink, Cell, Heads } from '../../tables/table-parts.tsx';
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
        <Heads of={[['Id'], ['The promise kept'], ['Checks', 'n'], ['Violations', 'n']]} isFolding />
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
  const state = violations > 0 ? 'bad' : checks === 0 || open > 0 ? 'unsure' : 'good';
  const unsure = open > 0 ? `? ${count(open)} undecided` : '? not tested';
  const words = { bad: `✕ ${count(violations)}`, unsure, good: '✓ 0' }[state];
  return (
    <>
      <tr {...AS.row}>
        <th scope="row" {...AS.rowheader}>
          {id}
        </th>
        <Cell style="sentence">
          <strong>{title}</strong> {sentence}
          {untested === null ? null : ` Not tested, since ${untested}.`}
        </Cell>
        <Cell head="Checks" style="n">
          {count(checks)}
        </Cell>
        <Cell head="Violations" style={`n ${state}`}>
          {words}
        </Cell>
      </tr>
      {counterexample === null ? null : (
        <Below>
          <p>
            {moment(startEpochMs + counterexample.timeMs)}: {counterexample.message}{' '}
            <CaseLink caseNumber={counterexample.caseNumber} />
          </p>
          {story.length === 0 ? null : (
            <details>
              <summary>The story, entry by entry</summary>
              <pre class="story">{story.join('\n')}</pre>
            </details>
          )}
        </Below>
      )}
    </>
  );
}
