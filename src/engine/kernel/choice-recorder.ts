import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { Explain, Run } from '../run/run.ts';

/**
 * Reports that an agent, who has become free, has chosen a case: to the ledger, and to the probe as a decision among the idle. Null if
 * nobody listens.
 */
export function createChoiceRecorder(
  { recorder, router, workforce: { idle } }: Run,
  explain: Explain | null,
): ((record: CaseRecord, agent: Agent) => void) | null {
  const { decision, ranks } = router;
  if (!ranks && !recorder.recording && explain === null) return null;
  return (record, agent) => {
    if (ranks) router.noteChoice(agent.group, record);
    else decision.candidates = 1;
    if (explain === null) return;
    idle.add(agent);
    explain(record, agent, 'agent');
    idle.remove(agent);
  };
}
