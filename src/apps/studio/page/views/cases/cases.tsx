import { useEffect, useRef, useState } from 'preact/hooks';
import { CASE_ORDERS, type CaseOrder } from '../../../chronicle/case-orders.ts';
import type { RunResult } from '../../../protocol.ts';
import { moment, plural } from '../../format.ts';
import { type CaseWish, useStudio } from '../../state.ts';
import { useAnswer } from '../../use-answer.ts';
import { CaseList } from './case-list.tsx';
import { CasePage } from './case-page.tsx';

const ORDER_WORDS: Readonly<Record<CaseOrder, string>> = {
  number: 'number',
  opened: 'time of arrival',
  wait: 'wait',
  duration: 'time to resolution',
  contacts: 'contacts',
  handOvers: 'hand-overs',
  severity: 'severity',
};
/** After the last key, before the search begins, ms. */
const TYPING_MS = 200;

/** Every case of the run: searched, sorted, and one of them told in full. */
export function Cases() {
  const { run, runNumber } = useStudio().state;
  if (run === null) return <p class="quiet">Nothing has been run yet.</p>;
  return <CasesOf key={runNumber} run={run} />;
}

function CasesOf({ run }: { readonly run: RunResult }) {
  const { change, state } = useStudio();
  const [text, setText] = useState(state.wish?.text ?? '');
  const [settled, setSettled] = useState(text);
  const [order, setOrder] = useState<CaseOrder>('number');
  const [descending, setDescending] = useState(false);
  const [wish, setWish] = useState<CaseWish | null>(state.wish);
  useEffect(() => setWish(state.wish), [state.wish]);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const { stretch } = state;
  const query = { text: settled, order, descending, opened: stretch, handedOver: wish?.handedOver ?? null };
  const about = JSON.stringify(query);
  const found = useAnswer('findCases', query, [about]);
  const count = found?.count ?? 0;
  // The list is made anew when the answer has come, not when the question is asked: until then the old rows stay.
  const answers = useRef({ number: 0, found });
  if (answers.current.found !== found) answers.current = { number: answers.current.number + 1, found };
  return (
    <div class={state.caseNumber === null ? '' : 'case-columns'}>
      <section class="panel case-panel" aria-label="List of cases">
        <form class="case-tools" onSubmit={(event) => event.preventDefault()}>
          <label class="field wide">
            <span>
              Search: number, customer, country, segment, channel, product, centre, reason of a hand-over …
            </span>
            <input
              type="search"
              value={text}
              placeholder="e.g. phone DE uptime"
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <label class="field">
            <span>Order</span>
            <select value={order} onChange={(event) => setOrder(event.currentTarget.value as CaseOrder)}>
              {CASE_ORDERS.map((name) => (
                <option key={name} value={name}>
                  {ORDER_WORDS[name]}
                </option>
              ))}
            </select>
          </label>
          <button type="button" aria-pressed={descending} onClick={() => setDescending(!descending)}>
            Largest first
          </button>
        </form>
        <p class="quiet" role="status">
          {plural(count, 'case')} of {plural(run.cases, 'case')}
          {stretch === null
            ? ''
            : `, opened from ${moment(run.facts.startEpochMs + stretch.fromMs)} to ${moment(run.facts.startEpochMs + stretch.toMs)}`}
          {wish === null || wish.words === '' ? '' : `, ${wish.words}`}{' '}
          {wish === null && stretch === null ? null : (
            <button type="button" class="link" onClick={() => change({ wish: null, stretch: null })}>
              show all
            </button>
          )}
        </p>
        <CaseList
          key={answers.current.number}
          count={count}
          startEpochMs={run.facts.startEpochMs}
          selected={state.caseNumber}
          onSelect={(caseNumber) => change({ caseNumber })}
        />
      </section>
      {state.caseNumber === null ? null : (
        <CasePage
          key={state.caseNumber}
          run={run}
          caseNumber={state.caseNumber}
          onClose={() => change({ caseNumber: null })}
        />
      )}
    </div>
  );
}
