import type { Sampler } from '#base';
import { CHANNELS, type DurationMs } from '#domain';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { samplerOf } from '../world/draws.ts';

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Customers who give up a later wait, after their first answer. The patience for such a wait is drawn with the contact before it: one word
 * for each contact, because a contact ends in one way only. Null if customers wait for ever once they have been answered.
 */
export function createPatienceAgain({ drawOf, scenario }: Run): Feature | null {
  const { patienceAgain } = scenario.work;
  if (patienceAgain === undefined) return null;
  const draw = drawOf('patience again');
  const rules = CHANNELS.map((channel) => {
    const rule = patienceAgain[channel];
    if (rule === null) return null;
    const { interruption, reopening, transfer } = rule;
    return {
      interruption: samplerOf(interruption),
      reopening: samplerOf(reopening),
      transfer: samplerOf(transfer),
    };
  });
  return {
    varies: ['transferPatienceMs', 'interruptionPatienceMs', 'reopeningPatienceMs'],
    hooks: {
      planned(record, _agent, event) {
        const rule = rules[record.channel] ?? null;
        // A customer who has not been reached has hung up, and goes on waiting for a call.
        const isOpen = rule !== null && event.unreached === 0;
        const word = isOpen ? draw.wordOfContact(record) : 0;
        event.transferPatienceMs = isOpen ? drawn(rule.transfer, word) : NEVER;
        event.interruptionPatienceMs = isOpen ? drawn(rule.interruption, word) : NEVER;
        event.reopeningPatienceMs = isOpen ? drawn(rule.reopening, word) : NEVER;
      },
    },
  };
}

function drawn(sampler: Sampler | null, word: number): DurationMs {
  return sampler === null ? NEVER : Math.round(sampler.of(word));
}
