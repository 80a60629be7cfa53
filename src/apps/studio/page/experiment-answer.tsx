import type { ComponentChildren } from 'preact';
import type { ExperimentAnswer } from '../protocol.ts';
import { Gradually } from './drawing.tsx';
import { Menu } from './menu.tsx';
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
        <div class="buttons">
          {actions}
          <Menu label="Save the files of this result" face="⋯" side="end">
            {() =>
              Object.entries(files).map(([name, text]) => (
                <button
                  key={name}
                  type="button"
                  class="menu-item"
                  onClick={() => save(name, new Blob([text]))}
                >
                  Save {name}
                </button>
              ))
            }
          </Menu>
        </div>
      </div>
      <Gradually>
        {sections.map((markup, i) => (
          <ReportFigure key={i} markup={markup} />
        ))}
      </Gradually>
    </article>
  );
}
