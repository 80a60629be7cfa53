import { useState } from 'preact/hooks';
import { CallProgress } from '../../call-progress.tsx';
import { save } from '../../save.ts';
import { stageText } from '../../stages.ts';
import { useLongCall } from '../../use-long-call.ts';

/** Downloads: the run folder, and the evidence for an auditor. */
export function Downloads() {
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
        The bundle is the same as that of <code>meridian bundle</code>. This page signs it with a new key and
        then forgets the key. Check it with <code>meridian verify</code>.
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
