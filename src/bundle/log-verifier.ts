import { type Digest, hexOf } from '#base';
import { contextDifferences, type LogContext } from '#exports';
import {
  consistencyProofFrom,
  type EntryVisitor,
  type OpenedLedger,
  type RootOver,
  readBytes,
  sameBytes,
  verifyConsistency,
} from '#ledger';
import { bytesIn, textIn } from './bundle-store.ts';
import { type Checkpoint, parseCheckpoint } from './log/checkpoint.ts';
import { logOrigin, openLog } from './log/ledger-log.ts';
import { type OpenedNote, openNote, textOfNote, type VerifierKey } from './log/signed-note.ts';
import { isTileOf, MissingTile, rootsFromTiles } from './log/tiles.ts';
import { type Vouchers, vouchersOf } from './log/vouchers.ts';
import { BUNDLE } from './manifest.ts';
import { changedValues } from './scenario-source.ts';
import type { EarlierCheckpoint, VerifierOptions } from './verification.ts';

const EARLIER = 'earlier checkpoint';

/** Takes a check, and the difference that it found; null if there is none. */
type Note = (what: string, difference: string | null, detail?: string) => void;

/** Checks a bundle's Merkle log: its tiles, its signed checkpoint, and that it continues an earlier one. */
export class LogVerifier {
  private readonly options: VerifierOptions;
  private readonly note: Note;
  /** The key that signed the bundle; null if it is not valid. */
  private readonly key: VerifierKey | null;
  /** Leaves of the log that was recomputed. */
  private size = 0;
  /** Whether the reader's earlier checkpoint could be used. */
  isCompared = false;
  /** Who has signed the checkpoint; null if the signature of the log is not in order. */
  vouchers: Vouchers | null = null;

  constructor(options: VerifierOptions, key: VerifierKey | null, note: Note) {
    this.options = options;
    this.key = key;
    this.note = note;
  }

  /**
   * Starts to recompute the log from its ledger's entries, which the host shows to `visit`. `finish` gives the checkpoint, null if it is
   * not valid. `context`: the meaning of the entries by the scenario and by this program; null if the scenario is not valid.
   */
  start(
    ledger: OpenedLedger,
    context: LogContext | null,
  ): { readonly visit: EntryVisitor; finish(): Checkpoint | null } {
    const checkpoint = this.key === null ? null : this.readCheckpoint(this.key);
    const log = this.comparedLog(checkpoint?.context ?? context ?? []);
    return {
      visit: log.visit,
      finish: () => {
        const { problem, root, size, tiles } = log.finish();
        this.size = size;
        const leaves = `${size} leaves: what the entries mean, and ${size - 1} entries`;
        this.note('tiles of the log', problem, `${tiles} tiles over ${leaves}`);
        if (checkpoint === null) return null;
        const wrong = this.wrongWith(checkpoint, { root, size, origin: logOrigin(ledger.header), context });
        const detail = `size ${size}, root of the log ${hexOf(root)} (its tree has a leaf for each entry)`;
        this.note('checkpoint', wrong === null ? null : `${BUNDLE.checkpoint}: ${wrong}`, detail);
        return wrong === null ? checkpoint : null;
      },
    };
  }

  /** Whether a file of the bundle is the checkpoint, or a tile that was compared. */
  covers(path: string): boolean {
    return (
      path === BUNDLE.checkpoint ||
      (path.startsWith(BUNDLE.log) && isTileOf(path.slice(BUNDLE.log.length), this.size))
    );
  }

  private wrongWith(
    checkpoint: Checkpoint,
    found: Omit<Checkpoint, 'context'> & { readonly context: LogContext | null },
  ): string | null {
    const { origin, root, size } = checkpoint;
    if (size !== found.size) return `it is over ${size} leaves, the ledger gives ${found.size}`;
    if (!sameBytes(root, found.root)) return 'its root is not that of the leaves';
    if (origin !== found.origin) return `it is of another log: ${origin}`;
    const changed = found.context === null ? [] : contextDifferences(checkpoint.context, found.context);
    return changed.length === 0
      ? null
      : `it is bound to something else than this program finds: ${changed.join(', ')}`;
  }

  /** Recomputes the log and compares its tiles with those of the bundle. */
  private comparedLog(context: LogContext) {
    const { hashes, store } = this.options;
    let tiles = 0;
    let problem: string | null = null;
    const log = openLog(context, hashes.sha256, (relative, bytes) => {
      const path = BUNDLE.log + relative;
      tiles++;
      const source = store.open(path);
      if (source === null) problem ??= `${path} is missing`;
      else if (source.size !== bytes.length || !sameBytes(readBytes(source, 0, bytes.length), bytes)) {
        problem ??= `${path} differs from what the ledger gives`;
      }
    });
    return { visit: log.visit, finish: () => ({ ...log.finish(), problem, tiles }) };
  }

  /** The checkpoint of the bundle, signed with its key. Its cosignatures are reported. */
  private readCheckpoint(key: VerifierKey): Checkpoint | null {
    const note = this.text(BUNDLE.checkpoint);
    const opened = note === null ? { problem: 'it is missing' } : this.openedCheckpoint(note, key);
    if ('problem' in opened) {
      this.note('checkpoint', `${BUNDLE.checkpoint}: ${opened.problem}`);
      return null;
    }
    this.checkCosignatures(opened, key);
    return opened.checkpoint;
  }

  private openedCheckpoint(
    note: string,
    key: VerifierKey,
  ): (OpenedNote & { readonly checkpoint: Checkpoint }) | { readonly problem: string } {
    const { check, hashes } = this.options;
    const opened = openNote(hashes.sha256, check, note, key);
    if ('problem' in opened) return opened;
    const checkpoint = parseCheckpoint(opened.text);
    return checkpoint === null ? { problem: 'it is not a checkpoint' } : { ...opened, checkpoint };
  }

  /** Witnesses whose keys the reader gave must have signed. Of others, the report says that they claim to have signed. */
  private checkCosignatures(opened: OpenedNote, key: VerifierKey): void {
    const { check, hashes } = this.options;
    const { problems, vouchers } = vouchersOf(opened, key, this.options, hashes.sha256, check);
    this.vouchers = vouchers;
    for (const problem of problems) this.note('cosignatures', `${BUNDLE.checkpoint}: ${problem}`);
    const found = [
      ...vouchers.cosigned.map(({ at, name }) => `${name}, who saw it at ${at}`),
      ...vouchers.unjudged.map((who) => `${who} (not checked: give its key with --witness or --policy)`),
    ];
    if (vouchers.policy?.isReached === true)
      found.push(`the quorum ${vouchers.policy.quorum} of the policy is reached`);
    if (found.length > 0) this.note('cosignatures', null, found.join('; '));
  }

  /** Checks that the log continues where an earlier checkpoint left it, and that its entries still mean the same. */
  checkEarlier(earlier: EarlierCheckpoint, checkpoint: Checkpoint | null): void {
    const { key } = this;
    if (checkpoint === null || key === null) {
      const why = 'the earlier checkpoint cannot be compared: the checkpoint of the bundle is not in order';
      return this.note('checkpoint', why);
    }
    const opened = this.openedCheckpoint(earlier.note, key);
    // The reader noted it, so its signature need not be checked.
    const before =
      'checkpoint' in opened ? opened.checkpoint : parseCheckpoint(textOfNote(earlier.note) ?? '');
    if ('problem' in opened) this.note(EARLIER, `${EARLIER}: ${opened.problem}`);
    if (before === null) return;
    this.isCompared = true;
    const changed = contextDifferences(before.context, checkpoint.context);
    if (changed.length > 0) {
      const values = changedValues(earlier.scenario, this.text(BUNDLE.scenario), changed);
      const what = [...changed, ...values].join(', ');
      return this.note(EARLIER, `the entries do not mean what they meant then; changed: ${what}`);
    }
    const { sha256 } = this.options.hashes;
    const problem = discontinuity(before, checkpoint, this.rootOver(checkpoint.size), sha256);
    this.note(EARLIER, problem, `${before.size} of ${checkpoint.size} leaves are unchanged since then`);
  }

  private text(path: string): string | null {
    return textIn(this.options.store, path);
  }

  rootOver(size: number): RootOver {
    const { hashes, store } = this.options;
    return rootsFromTiles(hashes.sha256, (path) => bytesIn(store, BUNDLE.log + path), size);
  }
}

/** Why a log does not continue an earlier checkpoint; null if it does: nothing that it contained has changed. */
function discontinuity(
  before: Checkpoint,
  now: Checkpoint,
  rootOver: RootOver,
  digest: Digest,
): string | null {
  if (before.origin !== now.origin) return `the earlier checkpoint is of another log: ${before.origin}`;
  if (before.size > now.size) {
    return `the log is shorter than it was: ${before.size} entries then, ${now.size} now`;
  }
  if (before.size === 0) return null;
  try {
    const proof = consistencyProofFrom(rootOver, now.size, before.size);
    if (verifyConsistency(digest, before, now, proof)) return null;
  } catch (error) {
    if (!(error instanceof MissingTile)) throw error;
    return error.message;
  }
  return `the log does not continue the one of ${before.size} entries that was noted earlier`;
}
