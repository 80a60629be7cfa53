import type { ScenarioText } from '../../../protocol.ts';
import { plural } from '../../format.ts';
import type { Source } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';

/** How the text differs from its file, change by change, in the words of the file. Each can be taken back alone. */
export function Changes(props: {
  readonly source: Source;
  readonly original: ScenarioText | null;
  /** Whether the text can be read as it is now. */
  readonly isReady: boolean;
  /** Takes a change back: the text without it. */
  readonly onUndo: (without: string) => void;
  readonly onUndoAll: () => void;
}) {
  const { isReady, onUndo, onUndoAll, original, source } = props;
  const { path, text } = source;
  const isChanged = original !== null && original.text !== text;
  const asked = { before: original ?? { path, text }, after: { path, text } };
  const changes = useAsked('changes', asked, [text, original?.text], { isReady });
  if (!isChanged || changes === null) return null;
  // The answer is about the last text that could be read.
  const none = isReady ? 'Only comments or layout differ' : 'Changes that cannot be read yet';
  const count = changes.flatMap(({ words }) => words).length;
  return (
    <section class="changes" aria-label="Changes">
      <div class="changes-head">
        <h2>{count > 0 ? plural(count, 'change') : none}</h2>
        <button type="button" class="link" onClick={onUndoAll}>
          Undo all
        </button>
      </div>
      <ul>
        {changes.map(({ without, words }) => {
          const what = words.length === 0 ? 'Comments or layout' : words.join('; ');
          return (
            <li key={without}>
              <span>{what}</span>
              <button
                type="button"
                class="link"
                disabled={!isReady}
                aria-label={`Undo: ${what}`}
                onClick={() => onUndo(without)}
              >
                Undo
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
