import type { ComponentChildren } from 'preact';
import type { RunProgress } from '../protocol.ts';

/** How far something is. Opening and searching cannot say: their bar has no end. */
export function ProgressBar({ progress: { share, stage } }: { readonly progress: RunProgress }) {
  const isUnknown = stage === 'opening' || stage === 'searching';
  return <progress value={isUnknown ? undefined : share} max={1} aria-label="Progress" />;
}

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
        <ProgressBar progress={progress} />
        <span>{children}</span>
      </span>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </>
  );
}
