import { useState } from 'preact/hooks';
import type { Knowledge } from '#domain';
import { verdictOf } from '#report';
import type { RunResult } from '../../../protocol.ts';
import { count } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { useStudio } from '../../state.ts';
import { Downloads } from './downloads.tsx';
import { DropZone } from './drop-zone.tsx';
import { InvariantTable } from './invariant-table.tsx';
import { NearMissPanel } from './near-misses.tsx';
import { ProofPanel } from './proof-panel.tsx';

/** Promises about data and what the ledger shows: verdict, counterexamples, copies, proof, evidence. */
export function Residency() {
  const { run, runNumber } = useStudio().state;
  return (
    <Gradually>
      {run === null ? null : <Verdict key={runNumber} run={run} />}
      {run === null ? null : (
        <NearMissPanel nearMisses={run.nearMisses} startEpochMs={run.facts.startEpochMs} />
      )}
      <DropZone key="drop" />
      {run === null ? null : <ReportFigure markup={run.drawings['copies-by-country'] ?? ''} />}
      {run === null ? null : <ProofPanel key={runNumber} />}
      {run === null ? null : <Downloads />}
    </Gradually>
  );
}

const VERDICT_CLASSES = {
  clean: 'good',
  undecided: 'unsure',
  violations: 'bad',
  damaged: 'bad',
  'not audited': 'unsure',
};

function Verdict({ run }: { readonly run: RunResult }) {
  const [known, setKnown] = useState<Knowledge>('then');
  const { audit, facts } = run;
  const { brief, headline, kind } = verdictOf(audit, known);
  return (
    <section class="panel" aria-labelledby="verdict-heading">
      <h2 id="verdict-heading" class={VERDICT_CLASSES[kind]}>
        {headline}
      </h2>
      {[...audit.law, ...brief, ...facts.idleClauses].map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p class="quiet">
        Judged from {count(audit.entries)} sealed entries alone. Root of the ledger file:{' '}
        <code>{audit.root}</code>
      </p>
      {audit.invariantsNow.length === 0 ? null : (
        <fieldset class="choice">
          <legend>Legal bases as they were known</legend>
          {(['then', 'now'] as const).map((law) => (
            <label key={law}>
              <input type="radio" name="law" checked={known === law} onChange={() => setKnown(law)} />
              {law === 'then' ? 'at each moment' : 'today, including later court rulings'}
            </label>
          ))}
        </fieldset>
      )}
      <InvariantTable audit={audit} known={known} stories={run.stories} startEpochMs={facts.startEpochMs} />
    </section>
  );
}
