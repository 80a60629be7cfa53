import { useState } from 'preact/hooks';
import type { AuditReport } from '#audit';
import type { RunResult } from '../../../protocol.ts';
import { count, plural } from '../../format.ts';
import { Gradually } from '../../gradually.tsx';
import { ReportFigure } from '../../markup.tsx';
import { useStudio } from '../../state.ts';
import { Downloads } from './downloads.tsx';
import { DropZone } from './drop-zone.tsx';
import { InvariantTable } from './invariant-table.tsx';
import { ProofPanel } from './proof-panel.tsx';

/** What was promised about data, and what the ledger shows: verdict, counterexamples, copies, proof, evidence. */
export function Residency() {
  const { run, runNumber } = useStudio().state;
  return (
    <Gradually>
      {run === null ? null : <Verdict key={runNumber} run={run} />}
      <DropZone key="drop" />
      {run === null ? null : <ReportFigure markup={run.drawings['copies-by-country'] ?? ''} />}
      {run === null ? null : <ProofPanel key={runNumber} />}
      {run === null ? null : <Downloads run={run} />}
    </Gradually>
  );
}

function Verdict({ run }: { readonly run: RunResult }) {
  const { client } = useStudio();
  const [audit, setAudit] = useState<AuditReport>(run.audit);
  const [isJudging, setIsJudging] = useState(false);
  const judge = async (law: 'then' | 'now') => {
    if (law === audit.law) return;
    setIsJudging(true);
    try {
      setAudit(law === 'then' ? run.audit : await client.ask('audit', { law }));
    } finally {
      setIsJudging(false);
    }
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
              disabled={isJudging}
              onChange={() => void judge(law)}
            />
            {law === 'then' ? 'at each moment' : 'today, with what courts have struck down since'}
          </label>
        ))}
        {isJudging ? <span role="status">being judged again…</span> : null}
      </fieldset>
      <InvariantTable audit={audit} stories={run.stories} startEpochMs={run.facts.startEpochMs} />
    </section>
  );
}
