import type { ComponentType } from 'preact';
import { EXPERIMENTS } from '../../../calls.ts';
import type { ExperimentAnswer } from '../../../protocol.ts';
import { Problem } from '../../call-progress.tsx';
import { ExperimentPage } from '../../experiment-answer.tsx';
import { duration } from '../../format.ts';
import { type Source, useKept, useStudio } from '../../state.ts';
import { ChangeForm, CompareForm } from './comparison-forms.tsx';
import { PriceForm, StaffForm, SweepForm } from './search-forms.tsx';

type Question = (typeof EXPERIMENTS)[number];

const FORMS: Readonly<
  Record<Question, readonly [title: string, Form: ComponentType<{ readonly source: Source }>]>
> = {
  compare: ['Compare scenarios', CompareForm],
  explainChange: ['Explain a change', ChangeForm],
  price: ['Price of the promise', PriceForm],
  staff: ['Staff for goals', StaffForm],
  sweep: ['Sweep', SweepForm],
};

/** Under which the question that is shown is kept. */
export const KEPT_QUESTION = 'question';

/** Experiments, one at a time: the question above, the answer below. */
export function Compare() {
  const { experiments, state } = useStudio();
  const { source } = state;
  const [name, setName] = useKept<Question>(KEPT_QUESTION, 'compare');
  const { answer, problem } = experiments.of(name);
  if (source === null) return <p class="quiet">Choose a scenario first.</p>;
  const [, Form] = FORMS[name];
  return (
    <>
      <section class="panel" aria-label="What is asked">
        <fieldset class="tools" aria-label="Question">
          {EXPERIMENTS.map((one) => (
            <button key={one} type="button" aria-pressed={one === name} onClick={() => setName(one)}>
              {FORMS[one][0]}
            </button>
          ))}
        </fieldset>
        {source.opening === undefined ? null : (
          <p class="quiet">
            Experiments on this page do not start from the {source.opening.name};{' '}
            <code>meridian compare --backlog</code> does.
          </p>
        )}
        <Form key={source.path} source={source} />
        <Problem text={problem} />
      </section>
      {answer === null ? null : <ExperimentResult key={answer.heading} answer={answer} />}
    </>
  );
}

/** An experiment below a line with its settings. */
function ExperimentResult({ answer }: { readonly answer: ExperimentAnswer }) {
  const { change } = useStudio();
  const { edited, extent } = answer;
  const isCut = extent.simulatedMs < extent.horizonMs;
  const about = (
    <p class={isCut ? 'unsure' : 'quiet'}>
      {isCut
        ? `Only the first ${duration(extent.simulatedMs)} of ${duration(extent.horizonMs)}`
        : `The whole run of ${duration(extent.horizonMs)}`}
      , {extent.text}
    </p>
  );
  const open =
    edited === null ? null : (
      <button type="button" onClick={() => change({ source: edited, view: 'edit' })}>
        Open this staffing in Edit
      </button>
    );
  return <ExperimentPage answer={answer} about={about} actions={open} />;
}
