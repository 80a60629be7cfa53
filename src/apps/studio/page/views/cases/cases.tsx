import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunResult } from '../../../calls.ts';
import type { FoundCases } from '../../../chronicle/case-list.ts';
import { CASE_ORDERS, type CaseOrder } from '../../../chronicle/case-orders.ts';
import type { TableFormat } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { ChoiceChips } from '../../chip-list.tsx';
import { choiceOf, withoutChoices } from '../../choices.ts';
import { Choice } from '../../form-parts.tsx';
import { count as formatCount, plural } from '../../format.ts';
import { save } from '../../save.ts';
import { useStudio } from '../../state.ts';
import { fileName, linesAbout } from '../../tables/about-run.ts';
import { FormatButtons } from '../../tables/table-tools.tsx';
import { useAnswer, useLongCall } from '../../use-answer.ts';
import { CaseList, type Sorting } from './case-list.tsx';
import { CasePage } from './case-page.tsx';

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
      <CaseSearch run={run} />
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

function CaseSearch({ run }: { readonly run: RunResult }) {
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
        <span>Search all columns, reasons of hand-overs too</span>
        <input
          type="search"
          value={text}
          placeholder="e.g. phone DE abandoned"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <Choice
        label="Order"
        value={sorting.order}
        options={Object.entries(CASE_ORDERS).map(([value, title]) => ({ value, title }))}
        onChoose={(order) => onSort({ ...sorting, order: order as CaseOrder })}
      />
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

/** Shown if no case matches: words or choices to leave out, and the number of cases without them. */
function NothingFound(props: { readonly found: FoundCases; readonly onText: (text: string) => void }) {
  const { found, onText } = props;
  const { change, state } = useStudio();
  const { withoutChoices: everywhere, withoutWord } = found;
  const offers = withoutWord.filter(({ count }) => count > 0);
  const unknown = withoutWord.filter(({ alone }) => alone === 0).map(({ word }) => `“${word}”`);
  return (
    <div class="nothing-found">
      <p>
        <strong>No case fits everything.</strong>{' '}
        {unknown.length === 0 ? null : `No case of this run has ${unknown.join(' or ')}. `}
        {offers.length === 0 && everywhere === 0 ? 'Try other words:' : 'Try:'}
      </p>
      <ul>
        {offers.map(({ count, text, word }) => (
          <li key={word}>
            <button type="button" class="link" onClick={() => onText(text)}>
              Leave out “{word}”
            </button>
            : {plural(count, 'case')}
          </li>
        ))}
        {everywhere === 0 ? null : (
          <li>
            <button type="button" class="link" onClick={() => change(withoutChoices(state))}>
              Remove the choices above
            </button>
            : {plural(everywhere, 'case')}
          </li>
        )}
        <li>
          You can search for a number (<code>#17</code>), a customer, a country (<code>DE</code>,{' '}
          <code>Germany</code>), <code>phone</code>, <code>severity-A</code>, <code>language-de</code>,{' '}
          <code>answered</code>, <code>unanswered</code>, <code>abandoned</code>, <code>resolved</code>,{' '}
          <code>open</code>, <code>late</code>, <code>transferred</code>, <code>outage</code>
        </li>
      </ul>
    </div>
  );
}

/** Saves all cases that were found, in their order, not only the visible rows. */
function CaseSaving(props: { readonly count: number; readonly text: string; readonly sorting: Sorting }) {
  const { count, sorting, text } = props;
  const { state } = useStudio();
  const { begin, cancel, problem, progress } = useLongCall();
  const lines = [
    plural(count, 'case'),
    ...linesAbout(state, 'choices'),
    ...(state.wish === null ? [] : [state.wish.words]),
    ...(text.trim() === '' ? [] : [`Search: ${text.trim()}`]),
    `In the order of ${sorting.order}${sorting.descending ? ', largest first' : ''}`,
  ];
  const saveCases = (format: TableFormat) =>
    begin('packing', 0, async (asking) =>
      save(fileName(state, 'choices', 'cases', format), await asking('caseFile', { format, lines })),
    );
  return (
    <p class="table-tools">
      {progress === null ? (
        'Save these cases: '
      ) : (
        <CallProgress progress={progress} onCancel={cancel}>
          Saving…
        </CallProgress>
      )}
      <FormatButtons
        what="these cases"
        isDisabled={progress !== null}
        onSave={(format) => void saveCases(format)}
      />
      {problem === null ? null : <span role="alert">{problem}</span>}
    </p>
  );
}
