import { assert, hexOf } from '#base';
import type { Observer, Scenario } from '#domain';
import {
  type ComparedLedger,
  createComparedLedger,
  createLedgerWriter,
  type DifferentBlock,
  type EarlierLedger,
} from '#ledger';
import {
  ledgerHeaderOf,
  type Replication,
  type ReplicationOptions,
  startReplication,
} from '../replications/replication.ts';
import { isSameScenario, type Snapshot } from './snapshot.ts';

export interface ContinuationOptions extends Omit<ReplicationOptions, 'replication' | 'writeLedger'> {
  /** Takes the bytes of the earlier ledger, which is recreated; null if nobody reads them. */
  readonly writeEarlier: ((bytes: Uint8Array) => void) | null;
  readonly writeLedger: (bytes: Uint8Array) => void;
}

/** How a run differs from the first part that it was to continue. */
export type HistoryDifference =
  | { readonly kind: 'entries'; readonly block: DifferentBlock }
  | { readonly kind: 'root' | 'state'; readonly expected: string; readonly found: string };

/**
 * A run that continues another. It makes the first part again, writes only what follows, and measures both. Advance it with `replay` until
 * that returns true, ask for `difference`, and only then call `advance`.
 */
export interface Continuation extends Replication {
  /** Continues the first part, by at most `noticesMax` notices. Returns true once it is simulated, or if it goes another way. */
  replay(noticesMax?: number): boolean;
  /** Null as long as what was simulated agrees with the snapshot. */
  difference(): HistoryDifference | null;
}

/** What the header of the second ledger says of the first. */
export function earlierOf({ ledger, untilMs }: Snapshot): EarlierLedger {
  return { root: ledger.root, entries: ledger.entries, untilMs };
}

/** Starts to make a run of `scenario` that continues the one of a snapshot. */
export function startContinuation(
  scenario: Scenario,
  snapshot: Snapshot,
  { writeEarlier, writeLedger, ...options }: ContinuationOptions,
): Continuation {
  const { ledger, made, untilMs } = snapshot;
  assert(untilMs < scenario.horizonMs, 'a run that continues another ends later');
  const { digest, observer = null } = options;
  const { replication } = made;
  const seen = { leaves: ledger.blocks, entries: ledger.entries };
  const first = createComparedLedger(made, seen, digest, writeEarlier);
  const header = { ...ledgerHeaderOf(scenario, { ...options, replication }), continues: earlierOf(snapshot) };
  const second = createLedgerWriter({ header, digest, write: writeLedger });
  const run = startReplication(scenario, {
    ...options,
    replication,
    writeLedger: null,
    observer: inTurn(observer, first, second, untilMs),
  });
  const stateAt = () => ({ cases: run.counts.cases, waiting: run.counts.waitingCases });
  let difference: HistoryDifference | null = null;
  let isReplayed = false;
  return {
    ...run,
    get nowMs() {
      return run.nowMs;
    },
    get counts() {
      return run.counts;
    },
    replay(noticesMax = Number.POSITIVE_INFINITY) {
      const before = run.counts.notices;
      const isOver = run.advance(untilMs, noticesMax);
      isReplayed = isOver || run.counts.notices - before < noticesMax;
      if (isReplayed) {
        const isSame = isSameScenario(scenario, snapshot, digest);
        difference = differenceOf(first, snapshot, isSame ? stateAt() : snapshot.state, isOver);
      }
      return isReplayed || first.difference !== null;
    },
    difference: () =>
      difference ?? (first.difference === null ? null : { kind: 'entries', block: first.difference }),
    advance(toMs, noticesMax) {
      assert(isReplayed && difference === null, 'a run goes on only from the history that it has checked');
      return run.advance(toMs, noticesMax);
    },
    finish() {
      const { root, entryCount } = second.seal();
      return { ...run.finish(), ledger: { root: hexOf(root), entries: entryCount } };
    },
  };
}

function differenceOf(
  first: ComparedLedger,
  { ledger, state }: Snapshot,
  found: Snapshot['state'],
  isOver: boolean,
): HistoryDifference | null {
  const { entryCount, root } = first.seal();
  if (first.difference !== null) return { kind: 'entries', block: first.difference };
  const differing = (kind: 'root' | 'state', expected: string, made: string) =>
    expected === made ? null : { kind, expected, found: made };
  const whole = (hash: string, entries: number) => `${hash} over ${entries} entries`;
  return (
    differing('root', whole(ledger.root, ledger.entries), whole(hexOf(root), entryCount)) ??
    differing('state', stateText(state), stateText(found)) ??
    differing('state', 'a run that goes on', isOver ? 'a run that has ended' : 'a run that goes on')
  );
}

function stateText({ cases, waiting }: Snapshot['state']): string {
  return `${cases} cases so far, ${waiting} waiting`;
}

/** Passes acts before a time on to `first`, later ones to `second`, and all to `observer`. */
function inTurn(observer: Observer | null, first: Observer, second: Observer, untilMs: number): Observer {
  return {
    act(...act) {
      observer?.act(...act);
      const part = act[0] < untilMs ? first : second;
      part.act(...act);
    },
  };
}
