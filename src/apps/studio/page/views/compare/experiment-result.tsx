import type { ExperimentAnswer } from '../../../protocol.ts';
import { duration } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { save } from '../../save.ts';
import { useStudio } from '../../state.ts';

/** The same page that the command makes, below a line with the settings. */
export function ExperimentResult({ answer }: { readonly answer: ExperimentAnswer }) {
  const { change } = useStudio();
  const { edited, extent, files, heading, sections } = answer;
  const isCut = extent.simulatedMs < extent.horizonMs;
  return (
    <article aria-label={heading}>
      <div class="result-head">
        <h2>{heading}</h2>
        <p class={isCut ? 'unsure' : 'quiet'}>
          {isCut
            ? `Only the first ${duration(extent.simulatedMs)} of ${duration(extent.horizonMs)}`
            : `The whole run of ${duration(extent.horizonMs)}`}
          , {extent.text}
        </p>
        <p class="buttons">
          {edited === null ? null : (
            <button type="button" onClick={() => change({ source: edited, view: 'edit' })}>
              Open this staffing in Edit
            </button>
          )}
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
