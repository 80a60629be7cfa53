import { existsSync, lstatSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { assert, hexOf, utf8Of } from '#base';
import type { ScenarioText } from '#bundle';
import type { Knowledge, Scenario } from '#domain';
import { ENGINE_KINDS, type EngineKind, faultsOf } from '#engine';
import type { ViolationFormat } from '#exports';
import { type EarlierLedger, type JoinedLedgers, joinLedgers, type Ledger } from '#ledger';
import type { EventEffect, SetValues } from '#planning';
import { keptScenarioJson, parseScenarioJson } from '#scenario';
import { readJustWritten } from '../../shared/files/read-sealed.ts';
import { keepEarlier, makeWorkFolder, type Replaced, sweepLeftovers } from '../../shared/files/replaced.ts';
import { makeFolder, PlainFile, removeLeftover } from '../../shared/files/whole-files.ts';
import { openFile, readJson, readText, sha256 } from '../../shared/host.ts';
import { holdMemory } from '../../shared/memory.ts';
import { orRefuse, refuse } from '../../shared/problem.ts';
import type { PreferenceRecord } from './own-preference.ts';

export const FILES = {
  scenario: 'scenario.json',
  run: 'run.json',
  ledger: 'ledger.bin',
  summary: 'summary.json',
  audit: 'audit.json',
  /** Every violation, by the law as known then. */
  violationLines: 'violations.ndjson',
  violationTable: 'violations.csv',
  /** Every violation by the law as known today; only `meridian audit --law now --list` writes them. */
  violationLinesNow: 'violations-now.ndjson',
  violationTableNow: 'violations-now.csv',
  cells: 'service.csv',
  groups: 'groups.csv',
  /** If a service level names products. */
  productLevels: 'product-levels.csv',
  /** If some group has a wage. */
  costs: 'costs.csv',
  /** If the scenario has targets. */
  targets: 'targets.csv',
  /** If the scenario has measures by interval of the week. */
  weekly: 'weekly.csv',
  report: 'report.html',
  /** Written by the first statement, so that later ones read only a part of the ledger. */
  caseIndex: 'cases.idx',
  logIndex: 'log.idx',
  /** Folder of tables, written by the first query for later ones. */
  tables: 'tables',
  /** Source files of the scenario: unchanged, but for what `--set` has written into the first. */
  source: 'source',
} as const;

export function violationPaths(
  pathOf: (name: string) => string,
  known: Knowledge = 'then',
): Readonly<Record<ViolationFormat, string>> {
  return known === 'then'
    ? { ndjson: pathOf(FILES.violationLines), csv: pathOf(FILES.violationTable) }
    : { ndjson: pathOf(FILES.violationLinesNow), csv: pathOf(FILES.violationTableNow) };
}

const EARLIER_LEDGER = 'earlier.bin';

/** How the run was made, so that it can be repeated. */
export interface RunRecord {
  readonly seed: string;
  readonly replication: number;
  readonly breach: string | null;
  readonly engine: EngineKind;
  /** The user's module that chose among eligible groups, if any. */
  readonly preference: PreferenceRecord | null;
  readonly versions: { readonly engine: string; readonly timeZones: string };
  /** Root of the ledger, hexadecimal; null for a run without one. */
  readonly root: string | null;
  /** The ledger before it, if the run continues another. */
  readonly continues?: EarlierLedger;
  /** Which file in `source/` is the scenario; undefined if none are stored. */
  readonly source?: string;
  /** Values that `--set` has written into the scenario, by path; left out for none. */
  readonly set?: SetValues;
  /** What dated events did; left out where there are none, or where nobody looked. */
  readonly events?: readonly EventEffect[];
}

/**
 * A run folder that is written next to its final place, and moved there when it is complete. A failed or interrupted
 * run leaves an earlier result unchanged.
 */
export class RunFolderWriter {
  private readonly target: string;
  private readonly work: string;
  private ledger: PlainFile | null = null;
  /** The ledger of the earlier run, recreated for the audit. It never leaves the work folder. */
  private earlier: PlainFile | null = null;

  /** Told after each part of the ledger that is in its file. */
  private wrote: () => void = () => {};

  private constructor(target: string) {
    this.target = target;
    sweepLeftovers(target);
    this.work = makeWorkFolder(target);
  }

  /** Refuses a target that is anything but an earlier run. Throws errors of the operating system. */
  static open(target: string): RunFolderWriter {
    return isReplaceable(target) ? new RunFolderWriter(target) : notARunFolder(target);
  }

  readonly writeLedger = (bytes: Uint8Array): void => {
    this.ledger ??= new PlainFile(join(this.work, FILES.ledger));
    this.ledger.write(bytes);
    this.wrote();
  };

  /** Calls `wrote` after each part of the ledger (header, block, trailer) that is in its file. */
  followLedger(wrote: () => void): void {
    this.wrote = wrote;
  }

  readonly writeEarlier = (bytes: Uint8Array): void => {
    this.earlier ??= new PlainFile(join(this.work, EARLIER_LEDGER));
    this.earlier.write(bytes);
  };

  pathOf(name: string): string {
    return join(this.work, name);
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.work, name), text);
  }

  writeJson(name: string, value: unknown): void {
    this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  writeScenario(scenario: Scenario): void {
    this.write(FILES.scenario, `${keptScenarioJson(scenario)}\n`);
  }

  writeSource(texts: readonly ScenarioText[]): void {
    for (const { path, text } of texts) {
      const place = join(this.work, FILES.source, path);
      makeFolder(dirname(place));
      writeFileSync(place, text);
    }
  }

  /** Returns the result of `read` on the sealed ledger, which is verified in the same pass. */
  readLedger<T extends object>(read: (ledger: Ledger) => T): T {
    this.closeLedger();
    holdMemory();
    return readJustWritten(openFile(join(this.work, FILES.ledger)), read);
  }

  /** Returns the result of `read` on both ledgers of a run that continues another: the earlier one, which was recreated, and its own. */
  readBothLedgers<T extends object>(read: (ledger: JoinedLedgers) => T): T {
    this.earlier?.close();
    this.earlier = null;
    const path = join(this.work, EARLIER_LEDGER);
    try {
      return readJustWritten(openFile(path), (first) =>
        this.readLedger((second) => {
          const joined = joinLedgers(first, second);
          assert(joined.ok, 'a run continues the ledger that it has compared');
          return read(joined.value);
        }),
      );
    } finally {
      removeLeftover(path);
    }
  }

  /**
   * Moves the folder to its final place, setting an earlier run aside first. Deletes an earlier run with the same
   * scenario and options; keeps one with others if `keepsEarlier` is true.
   */
  commit(keepsEarlier: boolean): Replaced {
    this.closeLedger();
    if (!isReplaceable(this.target)) return notARunFolder(this.target);
    const aside = `${this.work}.old`;
    const earlier = makingOf(this.target);
    const isOther = earlier !== null && earlier !== makingOf(this.work);
    if (existsSync(this.target)) renameSync(this.target, aside);
    renameSync(this.work, this.target);
    if (isOther && keepsEarlier) return keepEarlier(aside, this.target, earlier);
    rmSync(aside, { recursive: true, force: true });
    return { kind: isOther ? 'replaced' : 'nothing' };
  }

  discard(): void {
    this.closeLedger();
    removeLeftover(this.work);
  }

  private closeLedger(): void {
    this.ledger?.close();
    this.ledger = null;
    this.earlier?.close();
    this.earlier = null;
  }
}

/**
 * Identifies how the run in a folder was made (scenario, seed, replication and so on), in eight hexadecimal digits.
 * Null if the folder contains no run.
 */
function makingOf(folder: string): string | null {
  const scenario = readText(join(folder, FILES.scenario));
  const record = readRecord(join(folder, FILES.run));
  if (!scenario.ok || record === null) return null;
  const { breach, continues, engine, preference, replication, seed } = record;
  const options = [seed, replication, breach, engine, preference?.sha256 ?? null];
  const making = JSON.stringify(continues === undefined ? options : [...options, continues.root]);
  return hexOf(sha256(utf8Of(`${making}\n${scenario.value}`))).slice(0, 8);
}

/** The target exists and is not a run folder, so it must not be removed. */
function notARunFolder(path: string): never {
  return refuse(`${path} exists and is not the folder of an earlier run`, OTHER_FOLDER);
}

const OTHER_FOLDER = 'choose another folder with --out';

/**
 * Whether the path does not exist, is an empty folder, or is a run folder: with a record, and without foreign files.
 */
export function isReplaceable(path: string): boolean {
  const fromHere = relative(path, process.cwd());
  if (fromHere === '' || !fromHere.startsWith('..')) return false;
  let entries: readonly string[];
  try {
    if (!lstatSync(path).isDirectory()) return false;
    entries = readdirSync(path);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
  const own: readonly string[] = Object.values(FILES);
  return entries.length === 0 || (entries.includes(FILES.run) && entries.every((name) => own.includes(name)));
}

export interface RunFolder {
  readonly folder: string;
  readonly scenario: Scenario;
  readonly record: RunRecord;
}

const NOT_A_RUN = 'name a folder that `meridian run` has written';

export function openRunFolder(folder: string): RunFolder {
  if (!existsSync(folder)) return refuse(`${folder} does not exist`, NOT_A_RUN);
  const scenarioText = orRefuse(readText(join(folder, FILES.scenario)), NOT_A_RUN);
  const scenario = parseScenarioJson(scenarioText);
  const again = 'run the scenario again with the same seed';
  if (!scenario.ok) {
    const [first, ...others] = scenario.problem;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return refuse(`${join(folder, FILES.scenario)} is damaged: ${first}${more}`, again);
  }
  const record = readRecord(join(folder, FILES.run));
  if (record === null) return refuse(`${join(folder, FILES.run)} is missing or damaged`, again);
  return { folder, scenario: scenario.value, record };
}

/** Paths of the scenario's source files in a run folder, with slashes, in order. */
export function sourcesOf(folder: string): readonly string[] {
  const root = join(folder, FILES.source);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function readRecord(path: string): RunRecord | null {
  const value = (readJson(path) ?? {}) as Partial<RunRecord>;
  const isWhole =
    typeof value.seed === 'string' &&
    Number.isSafeInteger(value.replication) &&
    (value.replication as number) >= 0 &&
    (value.breach === null || (typeof value.breach === 'string' && faultsOf(value.breach) !== null)) &&
    ENGINE_KINDS.some((kind) => kind === value.engine) &&
    (value.preference === null ||
      (typeof value.preference?.file === 'string' && typeof value.preference.sha256 === 'string')) &&
    (value.root === null || typeof value.root === 'string') &&
    (value.continues === undefined || typeof value.continues?.root === 'string') &&
    (value.source === undefined || typeof value.source === 'string');
  return isWhole ? (value as RunRecord) : null;
}
