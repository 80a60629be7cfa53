import { useEffect, useRef, useState } from 'preact/hooks';
import { CASE_ORDERS, type CaseOrder } from '../../../chronicle/case-orders.ts';
import type { RunResult } from '../../../protocol.ts';
import { ChoiceChips } from '../../choice-chips.tsx';
import { count as formatCount, plural } from '../../format.ts';
import { choiceOf } from '../../look.ts';
import { useStudio } from '../../state.ts';
import { useAnswer } from '../../use-answer.ts';
import { CaseList, type Sorting } from './case-list.tsx';
import { CasePage } from './case-page.tsx';
import { CaseSaving } from './case-saving.tsx';
import { NothingFound } from './nothing-found.tsx';

const ORDER_WORDS: Readonly<Record<CaseOrder, string>> = {
  number: 'number',
  opened: 'time of arrival',
  wait: 'wait',
  duration: 'time to resolution',
  contacts: 'contacts',
  handOvers: 'hand-overs',
  severity: 'severity',
};
/** Delay between the last key press and the search, ms. */
const TYPING_MS = 200;

/** All cases of the run: search, sorting, and one case in full. */
export function Cases() {
  const { run, runNumber } = useStudio().state;
  if (run === null) return <p class="quiet">Nothing has been run yet.</p>;
  return <CasesOf key={runNumber} run={run} />;
}

function CasesOf({ run }: { readonly run: RunResult }) {
  const { change, state } = useStudio();
  const { caseNumber } = state;
  return (
    <div class={caseNumber === null ? '' : 'case-columns'}>
      <FoundCases run={run} />
      {caseNumber === null ? null : (
        <CasePage
          key={caseNumber}
          run={run}
          caseNumber={caseNumber}
          onClose={() => change({ caseNumber: null })}
        />
      )}
    </div>
  );
}

function FoundCases({ run }: { readonly run: RunResult }) {
  const { change, state } = useStudio();
  const { caseNumber, look, stretch, wish } = state;
  const [text, setText] = useState('');
  const [settled, setSettled] = useState(text);
  const [sorting, setSorting] = useState<Sorting>({ order: 'number', descending: false });
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const handedOver = wish?.handedOver ?? null;
  const query = { ...choiceOf(run.facts, look), ...sorting, text: settled, opened: stretch, handedOver };
  const found = useAnswer('findCases', query, [JSON.stringify(query)]);
  const count = found?.count ?? 0;
  // The list is rebuilt when the answer arrives. Until then the old rows stay.
  const answers = useRef({ number: 0, found });
  if (answers.current.found !== found) answers.current = { number: answers.current.number + 1, found };
  return (
    <section class="panel case-panel" aria-label="List of cases">
      <CaseForm text={text} onText={setText} sorting={sorting} onSort={setSorting} />
      <ChoiceChips facts={run.facts} hasWish />
      <p class="quiet" role="status">
        {found === null ? 'Counting…' : `${formatCount(count)} of ${plural(run.cases, 'case')}`}
      </p>
      {found !== null && count === 0 ? <NothingFound found={found} onText={setText} /> : null}
      {count === 0 ? null : <CaseSaving count={count} text={settled} sorting={sorting} />}
      {count === 0 ? null : (
        <CaseList
          key={answers.current.number}
          count={count}
          startEpochMs={run.facts.startEpochMs}
          selected={caseNumber}
          onSelect={(next) => change({ caseNumber: next })}
          sorting={sorting}
          onSort={setSorting}
        />
      )}
    </section>
  );
}

function CaseForm(props: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}) {
  const { onSort, onText, sorting, text } = props;
  return (
    <form class="case-tools" onSubmit={(event) => event.preventDefault()}>
      <label class="field wide">
        <span>
          Search: number, customer, country, segment, channel, product, centre, outcome, reason of a hand-over
          …
        </span>
        <input
          type="search"
          value={text}
          placeholder="e.g. phone DE abandoned"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>Order</span>
        <select
          value={sorting.order}
          onChange={(event) => onSort({ ...sorting, order: event.currentTarget.value as CaseOrder })}
        >
          {CASE_ORDERS.map((name) => (
            <option key={name} value={name}>
              {ORDER_WORDS[name]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        aria-pressed={sorting.descending}
        onClick={() => onSort({ ...sorting, descending: !sorting.descending })}
      >
        Largest first
      </button>
    </form>
  );
}
