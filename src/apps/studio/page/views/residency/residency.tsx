import { useState } from 'preact/hooks';
import type { AuditReport } from '#audit';
import type { RunResult } from '../../../protocol.ts';
import { CallProgress } from '../../call-progress.tsx';
import { count, plural } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { stageText } from '../../stages.ts';
import { useStudio } from '../../state.ts';
import { useLongCall } from '../../use-long-call.ts';
import { Downloads } from './downloads.tsx';
import { DropZone } from './drop-zone.tsx';
import { InvariantTable } from './invariant-table.tsx';
import { NearMissPanel } from './near-misses.tsx';
import { ProofPanel } from './proof-panel.tsx';

/** What was promised about data, and what the ledger shows: verdict, counterexamples, copies, proof, evidence. */
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

function Verdict({ run }: { readonly run: RunResult }) {
  const [audit, setAudit] = useState<AuditReport>(run.audit);
  const { begin, cancel, problem, progress } = useLongCall();
  const judge = (law: 'then' | 'now') => {
    if (law === 'then') setAudit(run.audit);
    else void begin('auditing', 0, async (asking) => setAudit(await asking('audit', { law })));
  };
  const checks = audit.invariants.reduce((sum, invariant) => sum + invariant.checks, 0);
  const violations = audit.invariants.reduce((sum, invariant) => sum + invariant.violations, 0);
  const isClean = audit.verdict === 'clean';
  return (
    <section class="panel" aria-labelledby="verdict-heading">
      <h2 id="verdict-heading" class={isClean ? 'good' : 'bad'}>
        {isClean ? '✓ Every promise was kept' : `✕ ${plural(violations, 'violation')}`}
      </h2>
      <p>
        {plural(violations, 'violation')} in {count(checks)} checks of {audit.invariants.length} invariants,
        judged from {count(audit.entries)} sealed entries alone, by an auditor that shares no code with the
        simulator. Root <code>{audit.root}</code>.
      </p>
      <fieldset class="choice">
        <legend>Legal bases as they were known</legend>
        {(['then', 'now'] as const).map((law) => (
          <label key={law}>
            <input
              type="radio"
              name="law"
              checked={audit.law === law}
              disabled={progress !== null}
              onChange={() => judge(law)}
            />
            {law === 'then' ? 'at each moment' : 'today, with what courts have struck down since'}
          </label>
        ))}
        {progress === null ? null : (
          <CallProgress progress={progress} onCancel={cancel}>
            {stageText(progress)}
          </CallProgress>
        )}
      </fieldset>
      {problem === null ? null : <p role="alert">{problem}</p>}
      <InvariantTable audit={audit} stories={run.stories} startEpochMs={run.facts.startEpochMs} />
    </section>
  );
}
