import type { ScenarioText } from '../../../protocol.ts';
import { plural } from '../../format.ts';
import type { Source } from '../../state.ts';
import { useAsked } from '../../use-answer.ts';

/** How the text differs from its file, change by change, in the words of the file. */
export function Changes(props: {
  readonly source: Source;
  readonly original: ScenarioText | null;
  /** Whether the text can be read as it is now. */
  readonly isReady: boolean;
  /** Takes the last turn of a knob back; null: there is none. */
  readonly onUndo: (() => void) | null;
  readonly onUndoAll: () => void;
}) {
  const { isReady, onUndo, onUndoAll, original, source } = props;
  const { path, text } = source;
  const isChanged = original !== null && original.text !== text;
  const asked = { before: original ?? { path, text }, after: { path, text } };
  const changes = useAsked('changes', asked, [text, original?.text], { isReady });
  if (!isChanged || changes === null) return null;
  return (
    <section class="changes" aria-label="Changes">
      <div class="changes-head">
        <h2>{changes.length === 0 ? 'Only comments or layout differ' : plural(changes.length, 'change')}</h2>
        <button type="button" class="link" disabled={onUndo === null} onClick={() => onUndo?.()}>
          Undo
        </button>
        <button type="button" class="link" onClick={onUndoAll}>
          Undo all
        </button>
      </div>
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </section>
  );
}
