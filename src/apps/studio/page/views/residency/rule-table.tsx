import type { ComponentChildren } from 'preact';
import { type AuditReport, type InvariantResult, type NearMisses, resultsNow } from '#audit';
import type { Knowledge } from '#domain';
import { Folded } from '../../drawing.tsx';
import { count, moment, plural } from '../../format.ts';
import { AS, CaseLink, Cell, Heads } from '../../tables/table-parts.tsx';
import { Scroll } from '../../tables/table-tools.tsx';

/** A rule with two counts; the second one says how it stands. `below`: acts that it found; null: none. */
interface Rule {
  readonly id: string;
  readonly words: ComponentChildren;
  readonly counts: readonly [string, string];
  readonly state: string;
  readonly below: ComponentChildren | null;
}

/** Rules, with the acts that each of them found below it. `heads`: of the words and the counts. */
function RuleTable(props: {
  readonly label: string;
  readonly caption?: string;
  readonly heads: readonly [words: string, first: string, second: string];
  readonly rules: readonly Rule[];
}) {
  const { caption, heads, label, rules } = props;
  const [words, first, second] = heads;
  return (
    <Scroll label={label}>
      <table {...AS.table} class="invariants folding">
        {caption === undefined ? null : <caption>{caption}</caption>}
        <Heads of={[['Id'], [words], [first, 'n'], [second, 'n']]} isFolding />
        <tbody {...AS.rowgroup}>
          {rules.map((rule) => [
            <tr key={rule.id} {...AS.row}>
              <th scope="row" {...AS.rowheader}>
                {rule.id}
              </th>
              <Cell style="sentence">{rule.words}</Cell>
              <Cell head={first} style="n">
                {rule.counts[0]}
              </Cell>
              <Cell head={second} style={`n ${rule.state}`}>
                {rule.counts[1]}
              </Cell>
            </tr>,
            rule.below === null ? null : (
              <tr key={`${rule.id} below`} {...AS.row} class="counterexample">
                <td {...AS.cell} />
                <td {...AS.cell} colSpan={3}>
                  {rule.below}
                </td>
              </tr>
            ),
          ])}
        </tbody>
      </table>
    </Scroll>
  );
}

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
    <RuleTable
      label="Invariants"
      caption="Invariants, checked from the ledger alone"
      heads={['The promise kept', 'Checks', 'Violations']}
      rules={results.map((result) => ruleOf(result, storyOf(result), startEpochMs))}
    />
  );
}

function ruleOf(invariant: InvariantResult, story: readonly string[], startEpochMs: number): Rule {
  const { checks, counterexample, id, sentence, title, undecided, untested, violations } = invariant;
  const open = undecided.reduce((sum, { count: acts }) => sum + acts, 0);
  const state = violations > 0 ? 'bad' : checks === 0 || open > 0 ? 'unsure' : 'good';
  const unsure = open > 0 ? `? ${count(open)} undecided` : '? not tested';
  return {
    id,
    state,
    words: (
      <>
        <strong>{title}</strong> {sentence}
        {untested === null ? null : ` Not tested, since ${untested}.`}
      </>
    ),
    counts: [count(checks), { bad: `✕ ${count(violations)}`, unsure, good: '✓ 0' }[state]],
    below:
      counterexample === null ? null : (
        <>
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
        </>
      ),
  };
}

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
      <RuleTable
        label="Near misses"
        heads={['What counts as one', 'Looked at', 'Near']}
        rules={nearMisses.map((one) => ({
          id: one.id,
          words: one.definition,
          counts: [count(one.looked), one.looked === 0 ? '–' : count(one.near)],
          state: one.near > 0 ? 'unsure' : '',
          below: one.near === 0 ? null : <Closest nearMisses={one} startEpochMs={startEpochMs} />,
        }))}
      />
    </section>
  );
}

function Closest(props: { readonly nearMisses: NearMisses; readonly startEpochMs: number }) {
  const { nearMisses, startEpochMs } = props;
  return (
    <Folded title={`The closest of ${nearMisses.id}`}>
      {() => (
        <ol>
          {nearMisses.closest.map(({ alike, caseNumber, message, timeMs }) => (
            <li key={`${caseNumber} ${timeMs} ${message}`}>
              {moment(startEpochMs + timeMs)}: {message}
              {alike === 1 ? '' : ` (and ${count(alike - 1)} like it)`} <CaseLink caseNumber={caseNumber} />
            </li>
          ))}
        </ol>
      )}
    </Folded>
  );
}
