import { useState } from 'preact/hooks';
import type { RunResult } from '../../../protocol.ts';
import { save } from '../../save.ts';
import { useStudio } from '../../state.ts';

/** What can be taken away: the run folder, and the evidence for an auditor. */
export function Downloads({ run }: { readonly run: RunResult }) {
  const { client } = useStudio();
  const [status, setStatus] = useState<string | null>(null);
  const pack = async (what: 'run folder' | 'bundle') => {
    setStatus('being packed…');
    try {
      const { name, zip } = await client.ask('pack', { what });
      save(name, zip);
      setStatus(`${name} is saved`);
    } catch (error) {
      setStatus(error instanceof Error ? error.message : String(error));
    }
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
        <button type="button" onClick={() => void pack('bundle')}>
          Evidence bundle (zip)
        </button>
        <button type="button" onClick={() => void pack('run folder')}>
          Run folder (zip)
        </button>
        <span role="status">{status}</span>
      </div>
    </section>
  );
}
