import { type AuditReport, auditLedger, reportUnreadable } from '#audit';
import { HOUR_MS, type RandomStream } from '#base';
import { openLedger, openLedgerPrefix, openSealedLedger, SealBroken } from '#ledger';
import { loadScenario, runInMemory, sha256 } from '../running.ts';
import { below, inRounds, oneOf } from './rounds.ts';

const scenario = { ...loadScenario('german-night'), horizonMs: 2 * HOUR_MS };
let made: Uint8Array | null = null;
/** One in so many attacks also audits the readable part, which takes longer than everything else. */
const AUDITED = 20;

/**
 * Flips up to three bits of a ledger, or truncates it. Opening or reading must notice the damage, and an audit must never call the readable
 * part clean.
 */
export const ledger = inRounds('ledger', 'ledgers in which bits are flipped', (stream) => {
  made ??= runInMemory(scenario).ledger;
  const { bytes, told } = damaged(made, stream);
  const opened = openLedger(bytes, sha256);
  if (opened.ok) return `${told}: opening it notices nothing`;
  if (isReadAsSealed(bytes)) return `${told}: reading it notices nothing`;
  const verdict = below(stream, AUDITED) === 0 ? verdictOn(bytes) : 'damaged';
  return verdict === 'damaged' ? null : `${told}: its audit says ${verdict}`;
});

function isReadAsSealed(bytes: Uint8Array): boolean {
  try {
    const sealed = openSealedLedger(bytes, sha256);
    sealed?.forEach(() => undefined);
    return sealed !== null;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}

/** The verdict on the readable part. */
function verdictOn(bytes: Uint8Array): AuditReport['verdict'] {
  const prefix = openLedgerPrefix(bytes, sha256);
  if (!prefix.ok) return reportUnreadable(prefix.problem, scenario).verdict;
  return auditLedger(prefix.value, scenario).verdict;
}

function damaged(
  whole: Uint8Array,
  stream: RandomStream,
): { readonly bytes: Uint8Array; readonly told: string } {
  if (stream.uniform() < 0.05) {
    const length = below(stream, whole.length);
    return { bytes: whole.slice(0, length), told: `cut after ${length} bytes` };
  }
  const bytes = whole.slice();
  const bits = new Set<number>();
  const count = oneOf(stream, [1, 1, 1, 2, 3]);
  while (bits.size < count) bits.add(below(stream, 8 * whole.length));
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
  return { bytes, told: `bits ${[...bits].join(', ')} flipped` };
}
