import { numbered } from '#base';
import { ESCALATION_REASONS, type EscalationReason, type EscalationReasonIndex } from '#domain';
import type { CaseRecord } from './case-record.ts';

/** What the machine's named actions do in the world. They run inside a step and never put events to the machine. */
export type Effects = Readonly<Record<string, (record: CaseRecord, params: unknown) => void>>;

/** The effects, some of which run another function first. */
export function runBefore(effects: Effects, before: Effects): Effects {
  const both = Object.entries(before).map(([name, first]) => {
    const effect = effects[name] as Effects[string];
    const wrapped: Effects[string] = (record, params) => {
      first(record, params);
      effect(record, params);
    };
    return [name, wrapped] as const;
  });
  return { ...effects, ...Object.fromEntries(both) };
}

const REASONS = numbered(ESCALATION_REASONS);

/** The ledger's number for the reason that the machine gives for an escalation. */
export function reasonNumber(params: unknown): EscalationReasonIndex {
  return REASONS[(params as { reason: EscalationReason }).reason];
}
