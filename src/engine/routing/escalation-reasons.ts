import { ESCALATION_REASONS, type EscalationReason, type EscalationReasonIndex } from '#domain';

const NUMBERS = new Map<string, number>(ESCALATION_REASONS.map((reason, index) => [reason, index]));

/** The ledger's number for the reason that the machine gives for an escalation. */
export function reasonNumber(params: unknown): EscalationReasonIndex {
  return NUMBERS.get((params as { reason: EscalationReason }).reason) as number;
}
