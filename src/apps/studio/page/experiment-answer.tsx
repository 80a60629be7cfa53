import type { ComponentChildren } from 'preact';
import type { ExperimentAnswer } from '../protocol.ts';
import { Gradually } from './drawing.tsx';
import { save } from './save.ts';
import { ReportFigure } from './tables/table-tools.tsx';

/** Shows the page that the command would write. `about` is below its heading; `actions` are what can be done with it besides saving its files. */
export function ExperimentPage(props: {
  readonly answer: ExperimentAnswer;
  readonly about: ComponentChildren;
  readonly actions: ComponentChildren;
}) {
  const { about, actions, answer } = props;
  const { files, heading, sections } = answer;
  return (
    <article aria-label={heading}>
      <div class="result-head">
        <h2>{heading}</h2>
        {about}
        <p class="buttons">
          {actions}
          {Object.entries(files).map(([name, text]) => (
            <button key={name} type="button" onClick={() => save(name, new Blob([text]))}>
              Save {name}
            </button>
          ))}
        </p>
      </div>
      <Gradually>
        {sections.map((markup, i) => (
          <ReportFigure key={i} markup={markup} />
        ))}
      </Gradually>
    </article>
  );
}
