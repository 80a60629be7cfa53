import { changedTables } from '#audit';
import { assert, failure, hexOf, optionFor, utf8Of } from '#base';
import type { Scenario } from '#domain';
import type { Evidence, LogContext, OpenFile } from '#exports';
import { ComparingSink, type FileComparison, GZIP_ENDING, GzipComparingSink, piecesOf } from '#exports';
import { type ByteSource, entryLimits, type OpenedLedger, openLedger, sameBytes } from '#ledger';
import { keptScenarioJson, parseScenarioJson, scenarioJson } from '#scenario';
import { bytesIn, textIn } from './bundle-store.ts';
import { auditDifference, EARLIER_LAW, earlierFile, isRewritten, lawLinesOf } from './earlier-format.ts';
import { departuresOf } from './listed-files.ts';
import type { Checkpoint } from './log/checkpoint.ts';
import { openNote, parseVerifierKey, type VerifierKey } from './log/signed-note.ts';
import { MissingTile } from './log/tiles.ts';
import type { Vouchers } from './log/vouchers.ts';
import { LogVerifier } from './log-verifier.ts';
import {
  BUNDLE,
  coversManifest,
  type Manifest,
  type ManifestFile,
  newerFormat,
  pathOutside,
  readManifest,
} from './manifest.ts';
import {
  followingText,
  openSummaryCheck,
  type SummaryCheck,
  visitedBeside,
} from './recount/summary-check.ts';
import { problemOfRunRecord } from './run-record.ts';
import { checkSource, differenceOfClocks, sourceNamedIn } from './scenario-source.ts';
import {
  type BundleVerdict,
  type EarlierFormat,
  isCore,
  type VerifierOptions,
  type VerifierStep,
  type VerifierWork,
} from './verification.ts';
import { differenceOfStatement } from './verify-statement.ts';

type Steps<Value> = Generator<VerifierWork, Value, void>;

interface NamedScenario {
  readonly value: Scenario;
  readonly hash: string;
}

const FIGURES = 'figures of service';

/** Up to this number, files that differ from the manifest are listed one by one; further ones are counted. */
const DIFFERENT_FILES_SHOWN = 20;

/** One verification: its findings so far, and the files that it has accounted for. */
export class BundleVerifier {
  private readonly options: VerifierOptions;
  private readonly steps: VerifierStep[] = [];
  private readonly covered = new Set<string>([BUNDLE.manifest, BUNDLE.manifestNote]);
  private recomputed: BundleVerdict['recomputed'] = { files: 0, values: null, notInLedger: [] };
  /** What the format of the bundle cannot show; null for the current format. */
  private earlier: Writable<EarlierFormat> | null = null;

  constructor(options: VerifierOptions) {
    this.options = options;
  }

  *verify(): Steps<BundleVerdict> {
    const text = this.text(BUNDLE.manifest) ?? '';
    const outside = pathOutside(text);
    const refused = outside === null ? newerFormat(text) : `names a file outside the bundle: ${outside}`;
    if (refused !== null) {
      this.note('manifest', `${BUNDLE.manifest} ${refused}`);
      return this.verdict(null, { audit: null, checkpoint: null, log: null });
    }
    const manifest = this.readManifest();
    if (manifest !== null && manifest.format !== 4)
      this.earlier = { format: manifest.format, rewritten: [], counts: [], besideSource: [] };
    const key = manifest === null ? null : this.readKey(manifest);
    if (manifest !== null && key !== null) this.checkManifestNote(key);
    if (manifest !== null) this.checkList(manifest);
    this.checkOddities();
    if (manifest !== null) yield* this.checkFiles(manifest);
    this.checkTables();
    const scenario = this.readScenario(manifest);
    const ledger = this.readLedger(manifest, scenario);
    if (ledger !== null && this.opens(BUNDLE.run)) this.checkRecord(ledger);
    let evidence: Evidence | null = null;
    let checkpoint: Checkpoint | null = null;
    if (ledger !== null && scenario !== null && scenario.hash === ledger.header.scenarioHash) {
      evidence = yield* this.judged(ledger, scenario.value);
      yield* this.checkContents({ evidence, ledger }, manifest);
    } else if (ledger !== null && scenario !== null) {
      this.note('recomputed files', `${BUNDLE.scenario} is not the scenario that the ledger was made from`);
    }
    const log = new LogVerifier(this.options, key, (what, difference, detail) =>
      this.note(what, difference, detail),
    );
    if (ledger !== null) {
      const { finish, visit } = log.start(ledger, evidence === null ? null : this.contextOf(evidence));
      const figures = this.openFigures(ledger, evidence);
      yield { kind: 'entries', ledger, visit: visitedBeside(figures, visit) };
      checkpoint = finish();
      if (evidence !== null && this.opens(BUNDLE.summary))
        this.noteFigures(figures, ledger.header.engineVersion);
    }
    if (this.options.earlier !== null) log.checkEarlier(this.options.earlier, checkpoint);
    if (this.options.statement !== null)
      this.checkStatement(this.options.statement, { checkpoint, evidence, log, manifest });
    if (manifest !== null) this.checkStrangers(manifest, ledger === null ? null : log);
    return this.verdict(manifest, { audit: evidence?.audit ?? null, checkpoint, log });
  }

  private verdict(
    manifest: Manifest | null,
    {
      audit,
      checkpoint,
      log,
    }: Pick<BundleVerdict, 'audit'> & {
      readonly checkpoint: Checkpoint | null;
      readonly log: LogVerifier | null;
    },
  ): BundleVerdict {
    const vouchers = log?.vouchers ?? null;
    return {
      steps: this.steps,
      firstDifference: this.steps.find(({ difference }) => difference !== null)?.difference ?? null,
      audit,
      log:
        checkpoint === null
          ? null
          : { origin: checkpoint.origin, size: checkpoint.size, root: hexOf(checkpoint.root) },
      vouchers,
      recomputed: this.recomputed,
      earlier: this.earlier,
      notOpened: this.notOpened(manifest),
      trust: this.trust(log?.isCompared === true, vouchers),
    };
  }

  /** Whether this verification opens a file of the bundle. */
  private opens(path: string): boolean {
    return this.options.coreOnly !== true || isCore(path);
  }

  private notOpened(manifest: Manifest | null): readonly string[] {
    if (this.options.coreOnly !== true) return [];
    const found = new Set(manifest?.files.map(({ path }) => path).filter((path) => !this.opens(path)));
    for (const path of this.options.store.paths()) if (!this.opens(path)) found.add(path);
    return [...found].sort();
  }

  private note(what: string, difference: string | null, detail = ''): void {
    this.steps.push({ what, difference, detail });
  }

  // ── Manifest and files ───────────────────────────────────────────────────────────────────────────────────

  private readManifest(): Manifest | null {
    const text = this.text(BUNDLE.manifest);
    const read = text === null ? failure(NO_TEXT) : readManifest(text);
    this.note('manifest', read.ok ? null : `${BUNDLE.manifest} ${read.problem}`);
    return read.ok ? read.value : null;
  }

  /** A link leads out of the bundle, and nothing signed says where. Nothing signed names an empty folder either. */
  private checkOddities(): void {
    for (const { path, what } of [...(this.options.store.oddities?.() ?? [])].slice(0, DIFFERENT_FILES_SHOWN))
      this.note('files', `${path} is ${what}, which no bundle has: ${REMOVE}`);
  }

  /** Checks that the manifest names the files that a bundle has, and no others. */
  private checkList(manifest: Manifest): void {
    const departures = departuresOf(manifest, (path) => this.opens(path));
    for (const departure of departures.slice(0, DIFFERENT_FILES_SHOWN)) this.note('list of files', departure);
    const more = departures.length - DIFFERENT_FILES_SHOWN;
    if (more > 0) this.note('list of files', `${more} more files are not those of the list`);
    const detail = `${manifest.files.length} files, each listed in section 2 of ${BUNDLE.format}`;
    if (departures.length === 0) this.note('list of files', null, detail);
  }

  private readKey(manifest: Manifest): VerifierKey | null {
    const { hashes, trustedKey } = this.options;
    const key = parseVerifierKey(hashes.sha256, manifest.key);
    if (key === null) this.note('key', `${BUNDLE.manifest}: the key is not valid`);
    if (key === null || trustedKey === null) return key;
    const isTrusted = sameBytes(key.publicKey, trustedKey.publicKey);
    const problem = isTrusted ? null : `${BUNDLE.manifest}: signed by ${manifest.key}, not by the key given`;
    this.note('key', problem, key.name);
    return key;
  }

  private checkManifestNote(key: VerifierKey): void {
    const { check, hashes } = this.options;
    const text = this.text(BUNDLE.manifestNote);
    const note = text === null ? { problem: `it ${NO_TEXT}` } : openNote(hashes.sha256, check, text, key);
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

  /** Checks that every file that the manifest names, and that is to be opened, exists with its length and hash. */
  private *checkFiles(manifest: Manifest): Steps<void> {
    let different = 0;
    for (const { path } of manifest.files) this.covered.add(path);
    const files = manifest.files.filter(({ path }) => this.opens(path));
    for (const file of files) {
      const difference = yield* this.differenceOf(file);
      if (difference !== null && different++ < DIFFERENT_FILES_SHOWN) this.note('files', difference);
    }
    const more = different - DIFFERENT_FILES_SHOWN;
    const of = files.length === manifest.files.length ? '' : ` of ${manifest.files.length}`;
    if (different === 0) this.note('files', null, `${files.length}${of} files have their length and hash`);
    else if (more > 0) this.note('files', `${more} more files are missing or different`);
  }

  private *differenceOf({ bytes, path, sha256 }: ManifestFile): Steps<string | null> {
    const source = this.options.store.open(path);
    if (source === null) return `${path} is missing`;
    if (source.size !== bytes) return `${path} has ${source.size} bytes, not ${bytes}`;
    return (yield* this.hashed(source)) === sha256 ? null : `${path} has another hash than the manifest says`;
  }

  private *hashed(source: ByteSource): Steps<string> {
    const hash = this.options.hashes.openSha256();
    for (const piece of piecesOf(source)) {
      hash.update(piece);
      yield { kind: 'pause' };
    }
    return hexOf(hash.digest());
  }

  /** `log`: null if the ledger cannot be read, so that the files of the log are not known. */
  private checkStrangers(manifest: Manifest, log: LogVerifier | null): void {
    const isOfLog = (path: string) => log?.covers(path) ?? path.startsWith(BUNDLE.log);
    let first: string | null = null;
    for (const path of this.options.store.paths()) {
      if (this.covered.has(path) || isOfLog(path)) continue;
      if (first === null || path < first) first = path;
    }
    const detail = `${manifest.files.length} files named, and no others present${log === null ? ' (the log aside)' : ''}`;
    const problem = first === null ? null : `${first} does not belong to the bundle: ${REMOVE}`;
    this.note('no other files', problem, detail);
  }

  /** Checks that this program judges by the law that its auditor was made for. */
  private checkTables(): void {
    const changed = changedTables(this.options.hashes.sha256);
    const problem =
      changed.length === 0
        ? null
        : `tables of law of this program are not those of its auditor: ${changed.join(', ')}`;
    this.note('tables of law', problem, 'as the auditor was made for them');
  }

  // ── Ledger, scenario, exports ────────────────────────────────────────────────────────────────────────────

  private readScenario(manifest: Manifest | null): NamedScenario | null {
    const text = this.text(BUNDLE.scenario);
    if (text === null) {
      this.note('scenario', `${BUNDLE.scenario} ${NO_TEXT}`);
      return null;
    }
    const scenario = parseScenarioJson(text);
    if (!scenario.ok) {
      this.note('scenario', `${BUNDLE.scenario}: ${scenario.problem[0] ?? 'it is damaged'}`);
      return null;
    }
    const whole = scenarioJson(scenario.value);
    const hash = hexOf(this.options.hashes.sha256(utf8Of(whole)));
    const written = text.replace(/\n$/, '');
    const isOurs = written === whole || written === keptScenarioJson(scenario.value);
    const isNamed = manifest === null || manifest.scenario.sha256 === hash;
    let problem: string | null = null;
    if (!isNamed) problem = `${BUNDLE.scenario} is not the one that the manifest names`;
    else if (!isOurs) problem = `${BUNDLE.scenario} is not the text that Meridian writes for its scenario`;
    this.note('scenario', problem, hash);
    const { clocks } = scenario.value;
    const detail = `${clocks.length} time zones, as this host knows them`;
    this.note('clocks', differenceOfClocks(scenario.value), detail);
    if (this.opens(BUNDLE.run)) this.checkSource(text, manifest);
    return { value: scenario.value, hash };
  }

  /** Checks that the files from which the scenario was read still give it. A byte that differs has already been reported. */
  private checkSource(scenarioText: string, manifest: Manifest | null): void {
    if (this.steps.some(({ difference, what }) => difference !== null && what !== 'clocks')) return;
    const textOf = (path: string) => this.text(path);
    const source = checkSource(sourceNamedIn(textOf(BUNDLE.run), textOf), scenarioText);
    this.note(
      'source of the scenario',
      source.ok ? null : `${source.problem}: ${ASK}`,
      source.ok ? source.value.detail : '',
    );
    if (!source.ok) return;
    const read = new Set(source.value.files.map((path) => BUNDLE.source + path));
    const beside = manifest?.files
      .map(({ path }) => path)
      .filter((path) => path.startsWith(BUNDLE.source) && !read.has(path));
    if (this.earlier?.format === 2) this.earlier.besideSource = beside ?? [];
    else
      for (const path of beside ?? [])
        this.note('source of the scenario', `${path} is no file that the scenario was read from: ${ASK}`);
  }

  /** Compares what the record of the run says about the ledger. */
  private checkRecord(ledger: OpenedLedger): void {
    const text = this.text(BUNDLE.run);
    if (text === null) return this.note('record of the run', `${BUNDLE.run} ${NO_TEXT}`);
    const problem = problemOfRunRecord(text, ledger, this.earlier?.format !== 2);
    const detail = 'seed, replication, root and engine are those of the ledger';
    this.note('record of the run', problem === null ? null : `${BUNDLE.run} ${problem}: ${ASK}`, detail);
  }

  private readLedger(manifest: Manifest | null, scenario: NamedScenario | null): OpenedLedger | null {
    const { hashes, store } = this.options;
    const source = store.open(BUNDLE.ledger);
    if (source === null) {
      this.note('ledger', `${BUNDLE.ledger} is missing`);
      return null;
    }
    const opened = openLedger(source, hashes.sha256, ({ scenarioHash }) =>
      scenario?.hash === scenarioHash ? entryLimits(scenario.value) : null,
    );
    if (!opened.ok) {
      const { code, message, offset } = opened.problem;
      this.note('ledger', `${BUNDLE.ledger} is damaged (${code}) at byte ${offset}: ${message}`);
      return null;
    }
    const { entryCount, header, root } = opened.value;
    if (header.continues !== undefined) {
      this.note('ledger', `${BUNDLE.ledger} continues another ledger, and is not the whole of a run`);
      return null;
    }
    const wrong =
      manifest === null
        ? null
        : [
            ['root', manifest.ledger.root, hexOf(root)],
            ['number of entries', manifest.ledger.entries, entryCount],
            ['scenario', manifest.scenario.sha256, header.scenarioHash],
            ["scenario's name", manifest.scenario.name, header.scenarioName],
            ['engine', manifest.versions?.engine ?? header.engineVersion, header.engineVersion],
            ['seed', manifest.seed, header.seed],
            ['replication', manifest.replication, header.replication],
          ].find(([, named, found]) => named !== found);
    const problem =
      wrong === null || wrong === undefined
        ? null
        : `${BUNDLE.ledger}: its ${wrong[0]} is ${wrong[2]}, the manifest says ${wrong[1]}: ${ASK}`;
    const detail = `${entryCount} entries, root of the file ${hexOf(root)} (its tree has a leaf for each block of entries)`;
    this.note('ledger', problem, detail);
    return opened.value;
  }

  private *judged(ledger: OpenedLedger, scenario: Scenario): Steps<Evidence> {
    let evidence: Evidence | null = null;
    yield {
      kind: 'audit',
      ledger,
      scenario,
      take: (given) => {
        evidence = given;
      },
    };
    assert(evidence !== null, 'the host has not judged the ledger');
    return evidence;
  }

  /** Recomputes everything that can be recomputed. */
  private *checkContents(
    { evidence, ledger }: { readonly evidence: Evidence; readonly ledger: OpenedLedger },
    manifest: Manifest | null,
  ): Steps<void> {
    const { contents, hashes, store } = this.options;
    const leftOut: string[] = [];
    const compared: (OpenFile & { readonly path: string; readonly sink: FileComparison })[] = [];
    const failed = new Set<string>();
    let count = 0;
    const keptText = (path: string) => (this.opens(path) ? this.text(path) : null);
    const made = contents(evidence, keptText)
      .filter(({ path }) => this.opens(path))
      .map((file) => (this.earlier === null ? file : earlierFile(file, evidence)));
    for (const file of made) {
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
      // The source of the file has changed, which is also reported for the source.
      const fail = (error: unknown) => {
        failed.add(path);
        const why = error instanceof Error ? error.message : '';
        this.note('recomputed files', `${path} cannot be recomputed: ${why}`);
      };
      compared.push({ file, path, sink, fail });
      if (manifest !== null && named?.origin !== 'recomputed') {
        this.note('recomputed files', `${BUNDLE.manifest} does not name ${path} as what it is`);
      }
    }
    yield { kind: 'files', files: compared, evidence, ledger };
    for (const { path, sink } of compared) {
      const place = failed.has(path) ? null : sink.finish();
      if (place === null) continue;
      if (this.earlier === null || !isRewritten(path, evidence.scenario))
        this.note(
          'recomputed files',
          this.differenceIn(path, place, manifest?.versions?.bundle ?? ledger.header.engineVersion),
        );
      else this.noteRewritten(path, evidence, this.earlier);
    }
    this.recomputed = { ...this.recomputed, files: count - (this.earlier?.rewritten.length ?? 0) };
    const claims = manifest?.files.filter(({ origin, path }) => origin === 'recomputed' && this.opens(path));
    const claimed = claims?.length ?? count;
    if (claimed !== count) {
      const problem = `${BUNDLE.manifest} says that ${claimed} files follow from the ledger; ${count} do`;
      this.note('recomputed files', problem);
    } else if (!this.steps.some(({ what }) => what === 'recomputed files')) {
      const others = leftOut.length === 0 ? '' : `; not in this bundle: ${leftOut.join(', ')}`;
      const { files: same } = this.recomputed;
      const what = made.length === 1 && same === 1 ? `${made[0]?.path} follows` : `${same} files follow`;
      const detail = `${what} from ledger and scenario, byte for byte${others}`;
      this.note('recomputed files', null, detail);
    }
  }

  /** A file of an earlier format that this program writes in other words, or by another edition of the law. */
  private noteRewritten(path: string, evidence: Evidence, earlier: Writable<EarlierFormat>): void {
    earlier.rewritten = [...earlier.rewritten, path];
    const text = this.text(path);
    const { format } = earlier;
    if (path === BUNDLE.law && this.hashOfLaw() !== EARLIER_LAW[format]) {
      const problem = `${path} is no edition of the law with which programs of format ${format} judged: ${ASK}`;
      this.note('recomputed files', problem);
    }
    if (path !== BUNDLE.audit) return;
    const { ids, problem } = auditDifference(text ?? '', evidence.audit);
    if (problem !== null) this.note('recomputed files', `${path}: ${problem}`);
    earlier.counts = ids;
  }

  private hashOfLaw(): string {
    return hexOf(this.options.hashes.sha256(bytesIn(this.options.store, BUNDLE.law) ?? new Uint8Array()));
  }

  /** What the entries mean: in an earlier format by the edition of the law that the bundle holds. */
  private contextOf({ context }: Evidence): LogContext {
    const { earlier } = this;
    const text = earlier === null ? null : this.text(BUNDLE.law);
    if (earlier === null || text === null || this.hashOfLaw() !== EARLIER_LAW[earlier.format]) return context;
    const [engine = '', ...others] = context.filter((line) => !line.startsWith('law/'));
    return [engine, ...[...lawLinesOf(text, this.options.hashes.sha256)].sort(), ...others];
  }

  private differenceIn(path: string, place: string, maker: string): string {
    return `${path} differs from what the ledger gives at ${place}${this.madeBy(maker)}`;
  }

  private madeBy(maker: string): string {
    const { version } = this.options;
    // After the plus sign follows whatever else took part in the run.
    const [made] = maker.split('+');
    return made === version ? '' : `; it was made by version ${made}, this is ${version}`;
  }

  // ── Figures of service ───────────────────────────────────────────────────────────────────────────────────

  /** Null if there is no summary, or nothing to compare it with. */
  private openFigures(ledger: OpenedLedger, evidence: Evidence | null): SummaryCheck | null {
    const text = this.opens(BUNDLE.summary) ? this.text(BUNDLE.summary) : null;
    if (evidence === null || text === null) return null;
    return openSummaryCheck(text, evidence.scenario, ledger.header);
  }

  private noteFigures(figures: SummaryCheck | null, maker: string): void {
    if (figures === null) return this.note(FIGURES, null, `the bundle has no ${BUNDLE.summary}`);
    const checked = figures.finish();
    const { compared, difference, notInLedger } = checked;
    const problem = difference === null ? null : `${BUNDLE.summary}: ${difference}${this.madeBy(maker)}`;
    this.note(FIGURES, problem, followingText(checked));
    const missing = notInLedger.map(({ path }) => path);
    this.recomputed = { ...this.recomputed, values: compared, notInLedger: missing };
  }

  // ── Statement, trust ─────────────────────────────────────────────────────────────────────────────────────

  private checkStatement(
    text: string,
    {
      checkpoint,
      evidence,
      log,
      manifest,
    }: {
      readonly checkpoint: Checkpoint | null;
      readonly evidence: Evidence | null;
      readonly log: LogVerifier;
      readonly manifest: Manifest | null;
    },
  ): void {
    const signed = this.text(BUNDLE.checkpoint);
    if (evidence === null || checkpoint === null || manifest === null || signed === null) {
      this.note('statement', 'the statement cannot be recomputed: the bundle is not in order');
      return;
    }
    let difference: string | null;
    try {
      const { size } = checkpoint;
      const proofs = { checkpoint: signed, key: manifest.key, size, rootOver: log.rootOver(size) };
      difference = differenceOfStatement(text, evidence, proofs);
    } catch (error) {
      if (!(error instanceof MissingTile)) throw error;
      difference = error.message;
    }
    const detail = 'recomputed from the ledger: the same, byte for byte';
    this.note('statement', difference === null ? null : `statement: ${difference}`, detail);
  }

  private trust(isCompared: boolean, vouchers: Vouchers | null): string {
    const { earlier, reader = 'terminal', trustedKey } = this.options;
    const parts: string[] = [];
    if (trustedKey !== null) parts.push('The signature was compared with a key that the reader has given.');
    if (vouchers !== null && vouchers.cosigned.length > 0)
      parts.push('Cosignatures were checked with keys of witnesses that the reader has given.');
    if (vouchers?.policy?.listsLogs === true)
      parts.push('The key of the log was compared with those in the policy that the reader has given.');
    if (earlier !== null)
      parts.push(
        isCompared
          ? 'The log was compared with a checkpoint that the reader has noted earlier.'
          : 'The checkpoint that the reader has noted earlier could not be used.',
      );
    if (parts.length > 0) return parts.join(' ');
    return (
      'A log that is signed by its own maker proves only that it is consistent with its own checkpoint: whoever makes the ' +
      'bundle again, key and all, is not detected. ' +
      optionFor(
        reader,
        'Give a key, an earlier checkpoint or a policy from elsewhere (--key, --checkpoint, --policy).',
        'Compare its key with one that you have from elsewhere.',
      )
    );
  }

  private text(path: string): string | null {
    return textIn(this.options.store, path);
  }
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

const ASK = 'ask the maker for the bundle as `meridian bundle` wrote it';
const REMOVE = 'remove it, or ask the maker for the bundle as `meridian bundle` wrote it';

/** The problem of a file that should be text. */
const NO_TEXT = 'is missing, or not UTF-8 text of at most 512 MiB';
