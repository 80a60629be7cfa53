import type { ComponentChildren } from 'preact';
import type { RunProgress } from '../protocol.ts';
import { duration } from './format.ts';

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

/** Stages of work, in words. */
const STAGES: Readonly<Record<RunProgress['stage'], string>> = {
  opening: 'Opening Meridian Studio',
  piloting: 'Looking for the warm-up',
  simulating: 'Simulating',
  auditing: 'Auditing from the ledger alone',
  reading: 'Reading',
  exploring: 'Exploring',
  evaluating: 'Evaluating',
  replicating: 'Replicating',
  searching: 'Searching',
  packing: 'Packing',
  verifying: 'Running everything again',
};

/** `Packing… 40 %`. */
export function stageText({ share, stage }: RunProgress): string {
  if (stage === 'opening') return `${STAGES[stage]}…`;
  return `${STAGES[stage]}… ${Math.floor(share * 100)} %`;
}

/** What went wrong, in words; nothing if nothing did. */
export function Problem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p role="alert" class="bad">
      {text}
    </p>
  );
}

/** Below this share, the remaining time is not estimated. */
const ESTIMATED_FROM = 0.05;

/** `, about 12 s left`; empty while nobody knows. */
export function timeLeft(share: number, passedMs: number): string {
  return share < ESTIMATED_FROM ? '' : `, about ${duration((passedMs / share) * (1 - share))} left`;
}
