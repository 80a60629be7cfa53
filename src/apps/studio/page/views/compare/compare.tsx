import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { EXPERIMENTS, type QuestionName } from '../../../calls.ts';
import type { ExperimentAnswer } from '../../../protocol.ts';
import { Problem } from '../../call-progress.tsx';
import { messageOf } from '../../client.ts';
import { ExperimentPage } from '../../experiment-answer.tsx';
import { FilePick } from '../../form-parts.tsx';
import { day, duration, time } from '../../format.ts';
import type { KeptResult } from '../../kept-results.ts';
import { save } from '../../save.ts';
import { fragmentNow, questionField } from '../../share-link.ts';
import { questionText, resultFile } from '../../shared-question.ts';
import { type Source, useStudio } from '../../state.ts';
import { pickedFiles } from '../residency/dropped-files.ts';
import { ChangeForm, CompareForm } from './comparison-forms.tsx';
import { ActionsForm, PriceForm, StaffForm, SweepForm } from './search-forms.tsx';

const FORMS: Readonly<
  Record<QuestionName, readonly [title: string, Form: ComponentType<{ readonly source: Source }>]>
> = {
  compare: ['Compare scenarios', CompareForm],
  explainChange: ['Explain a change', ChangeForm],
  price: ['Price of the promise', PriceForm],
  actions: ['Best action', ActionsForm],
  staff: ['Staff for goals', StaffForm],
  sweep: ['Sweep', SweepForm],
};

/** Experiments, one at a time: the question above, the answer below. */
export function Compare() {
  const { experiments, state } = useStudio();
  const { source } = state;
  const { choose, question: name } = experiments;
  const { answer, isAsGiven, kept, problem } = experiments.of(name);
  // After a reload of the page, the last result about this scenario is in sight again.
  const last = experiments.kept.find(
    (one) => one.name === name && JSON.stringify(one.ask).includes(JSON.stringify(source?.path)),
  );
  const shown = answer === null ? last?.answer : answer;
  const shownKept = answer === null ? (last ?? null) : kept;
  if (source === null) return <p class="quiet">Choose a scenario first.</p>;
  const [, Form] = FORMS[name];
  return (
    <>
      <section class="panel" aria-label="What is asked">
        <fieldset class="tools" aria-label="Question">
          {EXPERIMENTS.map((one) => (
            <button key={one} type="button" aria-pressed={one === name} onClick={() => choose(one)}>
              {FORMS[one][0]}
            </button>
          ))}
        </fieldset>
        {source.opening === undefined ? null : (
          <p class="quiet">
            Experiments on this page do not start from the {source.opening.name}; the command{' '}
            <code>meridian compare</code> can.
          </p>
        )}
        <Form key={source.path} source={source} />
        <Problem text={problem} />
      </section>
      {shown === undefined ? null : (
        <ExperimentResult key={shown.heading} answer={shown} kept={shownKept} isAsGiven={isAsGiven} />
      )}
      <ResultList shown={shownKept?.atMs ?? null} />
    </>
  );
}

/** An experiment below a line with its settings, and the ways to pass it on. */
function ExperimentResult(props: {
  readonly answer: ExperimentAnswer;
  readonly kept: KeptResult | null;
  readonly isAsGiven: boolean | null;
}) {
  const { answer, isAsGiven, kept } = props;
  const { change } = useStudio();
  const { edited, extent } = answer;
  const isCut = extent.simulatedMs < extent.horizonMs;
  const about = (
    <>
      <p class={isCut ? 'unsure' : 'quiet'}>
        {isCut
          ? `Only the first ${duration(extent.simulatedMs)} of ${duration(extent.horizonMs)}`
          : `The whole run of ${duration(extent.horizonMs)}`}
        , {extent.text}
      </p>
      {isAsGiven === null ? null : (
        <p role="status" class={isAsGiven ? 'good' : 'bad'}>
          {isAsGiven
            ? '✓ Computed here: every figure is as in the file that was dropped.'
            : '✕ Computed here: these figures are not those of the file that was dropped. It was changed, or made by another version.'}
        </p>
      )}
    </>
  );
  const actions = (
    <>
      {edited === null ? null : (
        <button type="button" onClick={() => change({ source: edited, view: 'edit' })}>
          Open it in Edit
        </button>
      )}
      {kept === null ? null : <PassOn kept={kept} />}
    </>
  );
  return <ExperimentPage answer={answer} about={about} actions={actions} />;
}

/** Whoever gets the link or the file gets the question, and the same figures by asking it. */
function PassOn({ kept }: { readonly kept: KeptResult }) {
  const { client, state } = useStudio();
  const [status, setStatus] = useState('');
  const copy = async () => {
    if (state.source === null) return;
    const fragment = await fragmentNow(client, state, state.source);
    const link = `${fragment}&${await questionField(await questionText(client, kept))}`;
    await navigator.clipboard.writeText(new URL(link, location.href).href);
    setStatus('Link copied. Whoever opens it gets this result, computed in their own browser.');
  };
  return (
    <>
      <button
        type="button"
        onClick={() => void copy().catch((error: unknown) => setStatus(messageOf(error)))}
      >
        Copy link
      </button>
      <button
        type="button"
        onClick={() =>
          save(`${kept.name}.meridian.json`, new Blob([resultFile({ ...kept, ...kept.answer })]))
        }
      >
        Save as one file
      </button>
      <span role="status">{status}</span>
    </>
  );
}

/** Results that this browser keeps, to be shown again, and a way to open one from a file. `shown`: when the one in sight was kept. */
function ResultList({ shown }: { readonly shown: number | null }) {
  const { experiments, openResult } = useStudio();
  const { kept } = experiments;
  return (
    <section class="panel" aria-label="Results">
      <h2>Results</h2>
      <ul class="results">
        {kept.map((result) => (
          <ResultLine key={result.atMs} result={result} isShown={result.atMs === shown} />
        ))}
      </ul>
      <div class="zone">
        <p class="quiet">
          {kept.length === 0
            ? 'Results are kept here, in this browser only. '
            : 'The last 20 are kept, in this browser only. '}
          Drop the file of a result anywhere on this page to see it again.
        </p>
        <FilePick
          accept=".json"
          onPick={async (files) => {
            const [file] = await pickedFiles(files);
            if (file !== undefined) openResult(file);
          }}
        />
      </div>
    </section>
  );
}

function ResultLine({ isShown, result }: { readonly result: KeptResult; readonly isShown: boolean }) {
  const { experiments } = useStudio();
  const { answer, atMs } = result;
  // Dates of a browser's own store are local, without a zone.
  const localMs = atMs - new Date(atMs).getTimezoneOffset() * 60_000;
  return (
    <li>
      <button type="button" class="link" aria-pressed={isShown} onClick={() => experiments.show(result)}>
        {answer.heading}
      </button>
      <span class="quiet">
        {answer.extent.text}; {day(localMs)}, {time(localMs)}
      </span>
      <button
        type="button"
        class="link"
        aria-label={`Forget ${answer.heading}, ${time(localMs)}`}
        onClick={() => experiments.forget(atMs)}
      >
        Forget
      </button>
    </li>
  );
}
