import { useEffect, useRef, useState } from 'preact/hooks';
import { WEEK_MS } from '#base';
import type { RunProgress, ScenarioText } from '../../../protocol.ts';
import { CallProgress, Problem } from '../../call-progress.tsx';
import { type Call, CallCancelled, messageOf } from '../../client.ts';
import { plural } from '../../format.ts';
import { type Source, useStudio } from '../../state.ts';

const PAIRS = 5;
/** Delay between the last edit and the first run, ms. */
const WAIT_MS = 500;
/** Runs with more cases take too long to be made again after each edit: a button begins them. */
const CASES_MOST = 20_000;

/**
 * What the changes of the text do to its targets: pairs of the worst week with the file as it was, made again half a second after the last edit,
 * and cancelled by the next one.
 */
export function WhatIf(props: {
  readonly source: Source;
  readonly original: ScenarioText | null;
  /** Whether the text can be run as it is now. */
  readonly isReady: boolean;
}) {
  const { isReady, original, source } = props;
  const { client, state } = useStudio();
  const [found, setFound] = useState<{ readonly text: string; readonly markup: string } | null>(null);
  const [progress, setProgress] = useState<RunProgress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const call = useRef<Call<string> | null>(null);
  const { path, text } = source;
  const isChanged = original !== null && original.text !== text;
  const { run } = state;
  const atMs = run?.overview.worstHour?.fromMs ?? null;
  // All weeks up to the one that is judged are simulated.
  const share =
    run === null ? 1 : Math.min(1, (Math.floor((atMs ?? 0) / WEEK_MS) + 1) * (WEEK_MS / run.facts.horizonMs));
  const isQuick = run !== null && run.cases * share <= CASES_MOST;
  const begin = () => {
    if (original === null) return;
    call.current?.cancel();
    setProblem(null);
    const own = client.call(
      'whatIf',
      { before: original, after: { path, text }, pairs: PAIRS, atMs },
      (next) => {
        if (call.current === own) setProgress(next);
      },
    );
    call.current = own;
    setProgress({ share: 0, stage: 'replicating', cases: 0, waiting: 2 * PAIRS });
    own.answer
      .then(
        (markup) => call.current === own && setFound({ text, markup }),
        (error: unknown) =>
          call.current === own && !(error instanceof CallCancelled) && setProblem(messageOf(error)),
      )
      .finally(() => call.current === own && setProgress(null));
  };
  const stop = () => {
    call.current?.cancel();
    call.current = null;
    setProgress(null);
  };
  useEffect(() => {
    if (!isChanged || !isReady) return stop();
    if (!isQuick) return;
    const timer = setTimeout(begin, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [text, isChanged, isReady, isQuick]);
  const isOld = found !== null && found.text !== text;
  return (
    <section class="card" aria-label="What would this do?">
      <h2>What would this do?</h2>
      {!isChanged ? (
        <p class="quiet">
          Change something, and five pairs of {atMs === null ? 'the first week' : 'the worst week'} say what
          it does to the targets.
        </p>
      ) : null}
      {isChanged && found === null && progress === null && !isReady ? (
        <p class="quiet">The answer follows once the text is valid.</p>
      ) : null}
      {isChanged && found !== null ? (
        <div class={isOld ? 'old' : ''} dangerouslySetInnerHTML={{ __html: found.markup }} />
      ) : null}
      {isChanged && isOld && progress === null ? (
        <p class="fine">These figures are of an earlier text.</p>
      ) : null}
      {progress === null ? null : (
        <div class="buttons">
          <CallProgress progress={progress} onCancel={stop}>
            {progress.cases} of {plural(progress.waiting, 'run')}
          </CallProgress>
        </div>
      )}
      {isChanged && progress === null && (!isQuick || (found === null && isReady)) ? (
        <button type="button" disabled={!isReady} onClick={begin}>
          Work it out
        </button>
      ) : null}
      <Problem text={problem} />
    </section>
  );
}
