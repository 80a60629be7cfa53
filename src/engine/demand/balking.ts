import { CHANNELS, mayBalkOn, type Scenario } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Clock } from '../time/clock.ts';

/**
 * Whether the customer, who gives up now, left at once on a channel where some do. It depends on what happened, not on what was drawn, so
 * that the ledger shows it too. Null if nobody leaves at once.
 */
export function createBalking({ work }: Scenario, clock: Clock): ((record: CaseRecord) => boolean) | null {
  const mayBalk = CHANNELS.map((channel) => mayBalkOn(work, channel));
  if (!mayBalk.includes(true)) return null;
  return ({ channel, queuedMs }) => mayBalk[channel] === true && queuedMs === clock.nowMs;
}
