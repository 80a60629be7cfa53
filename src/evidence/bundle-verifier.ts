import { assert, hexOf, utf8Of } from '#base';
import type { Scenario } from '#domain';
import { type ByteSource, type OpenedLedger, openLedger, type RootOver, sameBytes } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { bytesIn, piecesOf, textIn } from './bundle-store.ts';
import type { OpenFile } from './case-files.ts';
import type { Evidence } from './evidence.ts';
import { GZIP_ENDING, GzipComparingSink } from './gzip.ts';
import { type Checkpoint, parseCheckpoint } from './log/checkpoint.ts';
import { openTileComparison } from './log/compare-tiles.ts';
import { discontinuity } from './log/continuity.ts';
import { logOrigin } from './log/ledger-log.ts';
import { openNote, parseVerifierKey, type VerifierKey } from './log/signed-note.ts';
import { MissingTile, rootsFromTiles } from './log/tiles.ts';
import { BUNDLE, coversManifest, type Manifest, parseManifest } from './manifest.ts';
import {
  type CheckedSummary,
  followingText,
  openSummaryCheck,
  type SummaryCheck,
  visitedBeside,
} from './recount/summary-check.ts';
import { checkSource, sourceNamedIn } from './scenario-source.ts';
import { ComparingSink, type FileComparison } from './sinks.ts';
import {
  type BundleVerdict,
  trustText,
  type VerifierOptions,
  type VerifierStep,
  type VerifierWork,
} from './verification.ts';
import { differenceOfStatement } from './verify-statement.ts';

type Steps<Value> = Generator<VerifierWork, Value, void>;

const EARLIER = 'earlier checkpoint';

/** One verification: what it has noted, and which files it has accounted for. */
export class BundleVerifier {
  private readonly options: VerifierOptions;
  private readonly steps: VerifierStep[] = [];
  private readonly covered = new Set<string>([BUNDLE.manifest, BUNDLE.manifestNote]);
  private recomputed: BundleVerdict['recomputed'] = { files: 0, values: null, notInLedger: [] };

  constructor(options: VerifierOptions) {
    this.options = options;
  }

  *verify(): Steps<BundleVerdict> {
    const manifest = this.readManifest();
    const key = manifest === null ? null : this.readKey(manifest);
    if (manifest !== null && key !== null) this.checkManifestNote(key);
    if (manifest !== null) yield* this.checkFiles(manifest);
    const scenario = this.readScenario(manifest);
    const ledger = this.readLedger(manifest);
    let evidence: Evidence | null = null;
    let checkpoint: Checkpoint | null = null;
    if (ledger !== null && scenario !== null && scenario.hash === ledger.header.scenarioHash) {
      evidence = yield* this.judged(ledger, scenario.value);
      yield* this.checkContents({ evidence, ledger }, manifest);
    } else if (ledger !== null && scenario !== null) {
      this.note('recomputed files', `${BUNDLE.scenario} is not the scenario that the ledger was made from`);
    }
    if (ledger !== null) checkpoint = yield* this.checkEntries({ evidence, ledger }, key);
    if (this.options.earlier !== null) this.checkEarlier(this.options.earlier, checkpoint, key);
    if (this.options.statement !== null)
      this.checkStatement(this.options.statement, evidence, checkpoint, manifest);
    if (manifest !== null) this.checkStrangers(manifest, ledger !== null);
    return {
      steps: this.steps,
      firstDifference: this.steps.find(({ difference }) => difference !== null)?.difference ?? null,
      audit: evidence?.audit ?? null,
      log:
        checkpoint === null
          ? null
          : { origin: checkpoint.origin, size: checkpoint.size, root: hexOf(checkpoint.root) },
      recomputed: this.recomputed,
      trust: trustText(this.options, this.has(EARLIER)),
    };
  }

  private has(step: string): boolean {
    return this.steps.some(({ what }) => what === step);
  }

  private note(what: string, difference: string | null, detail = ''): void {
    this.steps.push({ what, difference, detail });
  }

  // ── Manifest and files ───────────────────────────────────────────────────────────────────────────────────

  private readManifest(): Manifest | null {
    const text = this.text(BUNDLE.manifest);
    const manifest = text === null ? null : parseManifest(text);
    const problem = text === null ? 'is missing' : 'is not as a manifest is written';
    this.note('manifest', manifest === null ? `${BUNDLE.manifest} ${problem}` : null);
    return manifest;
  }

  private readKey(manifest: Manifest): VerifierKey | null {
    const { hashes, trustedKey } = this.options;
    const key = parseVerifierKey(hashes.sha256, manifest.key);
    if (key === null) this.note('key', `${BUNDLE.manifest}: the key is not one`);
    if (key === null || trustedKey === null) return key;
    const isTrusted = sameBytes(key.publicKey, trustedKey.publicKey);
    this.note(
      'key',
      isTrusted ? null : `${BUNDLE.manifest}: signed by ${manifest.key}, not by the key given`,
      key.name,
    );
    return key;
  }

  private checkManifestNote(key: VerifierKey): void {
    const { check, hashes } = this.options;
    const text = this.text(BUNDLE.manifestNote);
    const note = text === null ? { problem: 'it is missing' } : openNote(hashes.sha256, check, text, key);
    let problem = 'problem' in note ? note.problem : null;
    if ('text' in note && !coversManifest(hashes.sha256, note.text, this.text(BUNDLE.manifest) ?? '')) {
      problem = 'it is over another manifest';
    }
    this.note(
      'signature of the manifest',
      problem === null ? null : `${BUNDLE.manifestNote}: ${problem}`,
      key.name,
    );
  }

  /** Every file that the manifest names is there, with its length and hash. */
  private *checkFiles(manifest: Manifest): Steps<void> {
    for (const { bytes, path, sha256 } of manifest.files) {
      this.covered.add(path);
      const source = this.options.store.open(path);
      if (source === null) this.note('files', `${path} is missing`);
      else if (source.size !== bytes) this.note('files', `${path} has ${source.size} bytes, not ${bytes}`);
      else if ((yield* this.hashed(source)) !== sha256)
        this.note('files', `${path} has another hash than the manifest says`);
    }
    if (!this.has('files')) {
      this.note('files', null, `${manifest.files.length} files have their length and hash`);
    }
  }

  private *hashed(source: ByteSource): Steps<string> {
    const hash = this.options.hashes.openSha256();
    for (const piece of piecesOf(source)) {
      hash.update(piece);
      yield { kind: 'pause' };
    }
    return hexOf(hash.digest());
  }

  /** Which files the log has is known only where the ledger can be read. */
  private checkStrangers(manifest: Manifest, isLogKnown: boolean): void {
    const isKnown = (path: string) => this.covered.has(path) || (!isLogKnown && path.startsWith(BUNDLE.log));
    const strangers = this.options.store.paths.filter((path) => !isKnown(path)).sort();
    const [first] = strangers;
    const detail = `${manifest.files.length} files named, none besides${isLogKnown ? '' : ' (the log aside)'}`;
    this.note(
      'no other files',
      first === undefined ? null : `${first} does not belong to the bundle`,
      detail,
    );
  }

  // ── Ledger, scenario, exports ────────────────────────────────────────────────────────────────────────────

  private readScenario(
    manifest: Manifest | null,
  ): { readonly value: Scenario; readonly hash: string } | null {
    const text = this.text(BUNDLE.scenario);
    if (text === null) {
      this.note('scenario', `${BUNDLE.scenario} is missing`);
      return null;
    }
    const scenario = parseScenarioJson(text);
    if (!scenario.ok) {
      this.note('scenario', `${BUNDLE.scenario}: ${scenario.problem[0] ?? 'it is damaged'}`);
      return null;
    }
    const hash = hexOf(this.options.hashes.sha256(utf8Of(text.replace(/\n$/, ''))));
    const isNamed = manifest === null || manifest.scenario.sha256 === hash;
    this.note('scenario', isNamed ? null : `${BUNDLE.scenario} is not the one that the manifest names`, hash);
    this.checkSource(text);
    return { value: scenario.value, hash };
  }

  /** That the files which the scenario was read from still give it; what differs by a byte is told already. */
  private checkSource(scenarioText: string): void {
    if (this.steps.some(({ difference }) => difference !== null)) return;
    const textOf = (path: string) => this.text(path);
    const source = checkSource(sourceNamedIn(textOf(BUNDLE.run), textOf), scenarioText);
    this.note('source of the scenario', source.ok ? null : source.problem, source.ok ? source.value : '');
  }

  private readLedger(manifest: Manifest | null): OpenedLedger | null {
    const { hashes, store } = this.options;
    const source = store.open(BUNDLE.ledger);
    if (source === null) {
      this.note('ledger', `${BUNDLE.ledger} is missing`);
      return null;
    }
    const opened = openLedger(source, hashes.sha256);
    if (!opened.ok) {
      const { code, message, offset } = opened.problem;
      this.note('ledger', `${BUNDLE.ledger} is damaged (${code}) at byte ${offset}: ${message}`);
      return null;
    }
    const { entryCount, header, root } = opened.value;
    const wrong =
      manifest === null
        ? null
        : [
            ['root', manifest.ledger.root, hexOf(root)],
            ['number of entries', manifest.ledger.entries, entryCount],
            ['scenario', manifest.scenario.sha256, header.scenarioHash],
            ['seed', manifest.seed, header.seed],
            ['replication', manifest.replication, header.replication],
          ].find(([, named, found]) => named !== found);
    const problem =
      wrong === null || wrong === undefined
        ? null
        : `${BUNDLE.ledger}: its ${wrong[0]} is ${wrong[2]}, the manifest says ${wrong[1]}`;
    this.note('ledger', problem, `${entryCount} entries, root ${hexOf(root)}`);
    return opened.value;
  }

  private *judged(ledger: OpenedLedger, scenario: Scenario): Steps<Evidence> {
    let evidence: Evidence | null = null;
    yield {
      ...{ kind: 'audit', ledger, scenario },
      take: (given) => {
        evidence = given;
      },
    };
    assert(evidence !== null, 'the host has not judged the ledger');
    return evidence;
  }

  /** All that can be made anew is made anew. */
  private *checkContents(
    { evidence, ledger }: { readonly evidence: Evidence; readonly ledger: OpenedLedger },
    manifest: Manifest | null,
  ): Steps<void> {
    const { contents, hashes, store } = this.options;
    const leftOut: string[] = [];
    const compared: (OpenFile & { readonly path: string; readonly sink: FileComparison })[] = [];
    const failed = new Set<string>();
    let count = 0;
    for (const file of contents(evidence, (path) => this.text(path))) {
      const packedPath = file.path + GZIP_ENDING;
      const named = manifest?.files.find(({ path }) => path === file.path || path === packedPath);
      if (manifest !== null && named === undefined && file.isOptional === true) {
        leftOut.push(file.path);
        continue;
      }
      count++;
      const path = named?.path ?? file.path;
      const source = store.open(path);
      if (source === null) {
        this.note('recomputed files', `${path} is missing`);
        continue;
      }
      const sink =
        path === packedPath ? new GzipComparingSink(source, hashes) : new ComparingSink(source, hashes);
      // What it is made from is not as it was: that is told of its own file, too.
      const fail = (error: unknown) => {
        failed.add(path);
        const why = error instanceof Error ? error.message : '';
        this.note('recomputed files', `${path} cannot be made anew: ${why}`);
      };
      compared.push({ file, path, sink, fail });
      if (manifest !== null && named?.origin !== 'recomputed') {
        this.note('recomputed files', `${BUNDLE.manifest} does not name ${path} as what it is`);
      }
    }
    yield { kind: 'files', files: compared, evidence, ledger };
    for (const { path, sink } of compared) {
      const place = failed.has(path) ? null : sink.finish();
      if (place !== null) this.note('recomputed files', this.differenceIn(path, place, manifest));
    }
    this.recomputed = { ...this.recomputed, files: count };
    const claimed = manifest?.files.filter(({ origin }) => origin === 'recomputed').length ?? count;
    if (claimed !== count) {
      this.note(
        'recomputed files',
        `${BUNDLE.manifest} claims ${claimed} files to follow from the ledger; ${count} do`,
      );
    } else if (!this.has('recomputed files')) {
      const others = leftOut.length === 0 ? '' : `; not in this bundle: ${leftOut.join(', ')}`;
      const detail = `${count} files follow from ledger and scenario, byte for byte${others}`;
      this.note('recomputed files', null, detail);
    }
  }

  private differenceIn(path: string, place: string, manifest: Manifest | null): string {
    const maker = manifest?.versions.bundle ?? this.options.version;
    return `${path} differs from what the ledger gives at ${place}${this.madeBy(maker)}`;
  }

  private madeBy(maker: string): string {
    const { version } = this.options;
    return maker === version ? '' : `; it was made by version ${maker}, this is ${version}`;
  }

  // ── Every entry: the Merkle log, and what it says of service ─────────────────────────────────────────────

  private *checkEntries(
    { evidence, ledger }: { readonly evidence: Evidence | null; readonly ledger: OpenedLedger },
    key: VerifierKey | null,
  ): Steps<Checkpoint | null> {
    const text = this.text(BUNDLE.summary);
    const check =
      evidence === null || text === null ? null : openSummaryCheck(text, evidence.scenario, ledger.header);
    const checkpoint = yield* this.checkLog(ledger, key, check);
    if (check !== null) this.noteSummary(check.finish(), ledger.header.engineVersion);
    else if (evidence !== null) this.note('figures of service', null, `the bundle has no ${BUNDLE.summary}`);
    return checkpoint;
  }

  private noteSummary(checked: CheckedSummary, maker: string): void {
    const { compared, difference, notInLedger } = checked;
    const problem = difference === null ? null : `${BUNDLE.summary}: ${difference}${this.madeBy(maker)}`;
    this.note('figures of service', problem, followingText(checked));
    const missing = notInLedger.map(({ path }) => path);
    this.recomputed = { ...this.recomputed, values: compared, notInLedger: missing };
  }

  /** `figures`: what else is to see every entry. */
  private *checkLog(
    ledger: OpenedLedger,
    key: VerifierKey | null,
    figures: SummaryCheck | null,
  ): Steps<Checkpoint | null> {
    const { hashes, store } = this.options;
    this.covered.add(BUNDLE.checkpoint);
    const log = openTileComparison(store, hashes.sha256, (path) => this.covered.add(path));
    yield { kind: 'entries', ledger, visit: visitedBeside(figures, log.visit) };
    const { problem, root, size, tiles } = log.finish();
    this.note('tiles of the log', problem, `${tiles} tiles over ${size} entries`);
    const checkpoint =
      key === null ? null : this.readCheckpoint(this.text(BUNDLE.checkpoint), BUNDLE.checkpoint, key);
    if (checkpoint === null) return null;
    const wrong =
      checkpoint.size !== size
        ? `it is over ${checkpoint.size} entries, the ledger has ${size}`
        : !sameBytes(checkpoint.root, root)
          ? 'its root is not that of the entries'
          : checkpoint.origin !== logOrigin(ledger.header)
            ? `it is of another log: ${checkpoint.origin}`
            : null;
    this.note(
      'checkpoint',
      wrong === null ? null : `${BUNDLE.checkpoint}: ${wrong}`,
      `size ${size}, root ${hexOf(root)}`,
    );
    return wrong === null ? checkpoint : null;
  }

  private readCheckpoint(note: string | null, path: string, key: VerifierKey): Checkpoint | null {
    const { check, hashes } = this.options;
    const opened = note === null ? { problem: 'it is missing' } : openNote(hashes.sha256, check, note, key);
    const checkpoint = 'text' in opened ? parseCheckpoint(opened.text) : null;
    const problem =
      'problem' in opened ? opened.problem : checkpoint === null ? 'it is not a checkpoint' : null;
    if (problem !== null) this.note('checkpoint', `${path}: ${problem}`);
    return checkpoint;
  }

  /** The log of the bundle goes on from where an earlier checkpoint left it: nothing of what it had has changed. */
  private checkEarlier(note: string, checkpoint: Checkpoint | null, key: VerifierKey | null): void {
    if (checkpoint === null || key === null) {
      this.note(
        'checkpoint',
        'the earlier checkpoint cannot be compared: the checkpoint of the bundle is not in order',
      );
      return;
    }
    const before = this.readCheckpoint(note, EARLIER, key);
    if (before === null) return;
    const problem = discontinuity(
      before,
      checkpoint,
      this.rootOver(checkpoint.size),
      this.options.hashes.sha256,
    );
    this.note(EARLIER, problem, `${before.size} of ${checkpoint.size} entries stood then as they stand now`);
  }

  private checkStatement(
    text: string,
    evidence: Evidence | null,
    checkpoint: Checkpoint | null,
    manifest: Manifest | null,
  ): void {
    const signed = this.text(BUNDLE.checkpoint);
    if (evidence === null || checkpoint === null || manifest === null || signed === null) {
      this.note('statement', 'the statement cannot be made anew: the bundle is not in order');
      return;
    }
    let difference: string | null;
    try {
      const { size } = checkpoint;
      const log = { checkpoint: signed, key: manifest.key, size, rootOver: this.rootOver(size) };
      difference = differenceOfStatement(text, evidence, log);
    } catch (error) {
      if (!(error instanceof MissingTile)) throw error;
      difference = error.message;
    }
    this.note(
      'statement',
      difference === null ? null : `statement: ${difference}`,
      'made anew from the ledger: the same, byte for byte',
    );
  }

  private rootOver(size: number): RootOver {
    const { hashes, store } = this.options;
    return rootsFromTiles(hashes.sha256, (path) => bytesIn(store, BUNDLE.log + path), size);
  }

  private text(path: string): string | null {
    return textIn(this.options.store, path);
  }
}
