import type { ComponentChildren } from 'preact';
import type { RunProgress } from '../protocol.ts';

/** A progress bar; indeterminate while opening and searching. */
export function ProgressBar({ progress: { share, stage } }: { readonly progress: RunProgress }) {
  const isUnknown = stage === 'opening' || stage === 'searching';
  return <progress value={isUnknown ? undefined : share} max={1} aria-label="Progress" />;
}

/** Progress of a long question, in words, with a button to cancel it. */
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
