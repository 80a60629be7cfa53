import { useEffect, useRef, useState } from 'preact/hooks';
import type { DroppedFile } from '../../../protocol.ts';
import type { DropVerdict } from '../../../worker/files/drop.ts';
import { CallProgress, Problem, stageText } from '../../call-progress.tsx';
import { FilePick } from '../../form-parts.tsx';
import { NOTHING_CHOSEN, useStudio } from '../../state.ts';
import { useLongCall } from '../../use-answer.ts';
import { pickedFiles } from './dropped-files.ts';

/** Drop zone for a bundle or a ledger, which is verified on this machine. */
export function DropZone() {
  const { change, state } = useStudio();
  const zone = useRef<HTMLElement>(null);
  const [verdict, setVerdict] = useState<DropVerdict | null>(null);
  const { begin, cancel, problem, progress } = useLongCall();
  const verify = (reading: Promise<readonly DroppedFile[]>) => {
    setVerdict(null);
    void begin('reading', 0, async (asking) => {
      const files = await reading;
      if (files.length === 0) return;
      const answer = await asking('drop', { files });
      setVerdict(answer.verdict);
      if (answer.run !== null) {
        change({
          run: answer.run,
          runNumber: state.runNumber + 1,
          problem: null,
          ...NOTHING_CHOSEN,
          clockMs: 0,
        });
      }
    });
  };
  useEffect(() => {
    if (state.dropped === null) return;
    verify(state.dropped);
    change({ dropped: null });
    zone.current?.scrollIntoView({ block: 'nearest' });
  }, [state.dropped]);
  return (
    <section ref={zone} class="panel" aria-labelledby="drop-heading">
      <h2 id="drop-heading">Verify a bundle or a ledger</h2>
      <div class="zone">
        <p class="quiet">
          Drop an evidence bundle (its folder, or a zip of it) or a <code>ledger.bin</code> with its{' '}
          <code>scenario.json</code> anywhere on this page. Your browser reads it and sends it nowhere.
        </p>
        {progress === null ? (
          <FilePick label="Choose files" onPick={(files) => verify(pickedFiles(files))} />
        ) : (
          <CallProgress progress={progress} onCancel={cancel}>
            {stageText(progress)}
          </CallProgress>
        )}
      </div>
      <Problem text={problem} />
      {verdict === null ? null : <Verdict verdict={verdict} />}
    </section>
  );
}

function Verdict({ verdict }: { readonly verdict: DropVerdict }) {
  const { audit, headline, isGenuine, steps, trust } = verdict;
  return (
    <div class={`drop-verdict ${isGenuine ? 'good' : 'bad'}`} role="alert">
      <p>
        <strong>
          {isGenuine ? '✓' : '✕'} {headline}
        </strong>
      </p>
      {audit === null ? null : <p>Audited again: {audit.verdict}.</p>}
      {trust === '' ? null : <p class="quiet">{trust}</p>}
      {steps.length === 0 ? null : (
        <ul>
          {steps.map(({ detail, difference, what }) => {
            const words = [what, difference ?? detail].filter((part) => part !== '').join(': ');
            return (
              <li key={words} class={difference === null ? '' : 'bad'}>
                {difference === null ? '✓' : '✕'} {words}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
