import type { ComponentChildren } from 'preact';
import type { RunProgress } from '../protocol.ts';

/** How far a question is whose answer takes long, in words of the asker, and the way to call it off. */
export function CallProgress(props: {
  readonly progress: RunProgress;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}) {
  const { children, onCancel, progress } = props;
  return (
    <>
      <span class="progress" role="status">
        {/* A search cannot say how far it is. */}
        <progress
          value={progress.stage === 'searching' ? undefined : progress.share}
          max={1}
          aria-label="Progress"
        />
        <span>{children}</span>
      </span>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </>
  );
}
