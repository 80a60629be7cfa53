import type { TableFormat } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { plural } from '../../format.ts';
import { save } from '../../save.ts';
import { useStudio } from '../../state.ts';
import { fileName, linesAbout } from '../../tables/about-run.ts';
import { FORMATS } from '../../tables/table-tools.tsx';
import { useLongCall } from '../../use-long-call.ts';
import type { Sorting } from './case-list.tsx';

/** Saves all cases that were found, in their order, not only the visible rows. */
export function CaseSaving(props: {
  readonly count: number;
  readonly text: string;
  readonly sorting: Sorting;
}) {
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
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          class="link"
          disabled={progress !== null}
          aria-label={`Save these cases as ${format.toUpperCase()}`}
          onClick={() => void saveCases(format)}
        >
          {format.toUpperCase()}
        </button>
      ))}
      {problem === null ? null : <span role="alert">{problem}</span>}
    </p>
  );
}
