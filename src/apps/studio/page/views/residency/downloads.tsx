import { useState } from 'preact/hooks';
import type { RunResult } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { save } from '../../save.ts';
import { stageText } from '../../stages.ts';
import { useLongCall } from '../../use-long-call.ts';

/** What can be taken away: the run folder, and the evidence for an auditor. */
export function Downloads({ run }: { readonly run: RunResult }) {
  const [status, setStatus] = useState<string | null>(null);
  const { begin, cancel, problem, progress } = useLongCall();
  const pack = (what: 'run folder' | 'bundle') => {
    setStatus(null);
    void begin('packing', 0, async (asking) => {
      const { name, zip } = await asking('pack', { what });
      save(name, zip);
      setStatus(`${name} is saved`);
    });
  };
  return (
    <section class="panel" aria-labelledby="evidence-heading">
      <h2 id="evidence-heading">Evidence to take away</h2>
      <p class="quiet">
        The bundle is the one of <code>meridian bundle</code>, signed with a key that this page makes and
        forgets: <code>meridian verify</code> makes all of it anew. The clocks of this browser were compared
        with time-zone data {run.timeZones}.
      </p>
      <div class="buttons">
        {progress === null ? (
          <>
            <button type="button" onClick={() => pack('bundle')}>
              Evidence bundle (zip)
            </button>
            <button type="button" onClick={() => pack('run folder')}>
              Run folder (zip)
            </button>
          </>
        ) : (
          <CallProgress progress={progress} onCancel={cancel}>
            {stageText(progress)}
          </CallProgress>
        )}
        <span role="status">{status}</span>
      </div>
      {problem === null ? null : <p role="alert">{problem}</p>}
    </section>
  );
}
