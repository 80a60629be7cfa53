import type { VerdictsOverTime } from '#audit';
import {
  type CentreIndex,
  CHANNELS,
  type LanguageIndex,
  type ProductIndex,
  type Scenario,
  type StreamIndex,
  TIERS,
  type TierNumber,
} from '#domain';
import type { CaseTable } from './case-table.ts';
import { rowOf } from './frames.ts';
import { GrowingTable } from './growing.ts';
import { HourlyLevels } from './hourly-levels.ts';

/** Cases of one segment, channel and tier that agents of the same centres may take. */
interface Line {
  readonly segment: number;
  readonly channel: number;
  readonly tier: number;
  /** Indices of the centres, ascending. */
  readonly centres: readonly number[];
}

/** Waiting cases of one segment and channel. */
export interface WaitingLevel extends Pick<Line, 'channel' | 'segment'> {
  /** Area in an hour, as in HourlyLevels. */
  area(hour: number): number;
}

/** The line of a case that does not wait. Lines are numbered from 1, so that empty table cells mean none. */
const NO_LINE = 0;

/**
 * The queue of each centre: waiting cases that its agents may take, by tier, product, language, channel, promise and
 * present law (as the auditor judges them, except emergencies). It does not matter whether the centre is open, up, or
 * has a free agent. A case is in the queue of every such centre, unless the ledger says that it has joined the queue
 * of one.
 */
export class CentreQueues {
  /** Present queue length by centre and tier, as in `rowOf`. */
  readonly now: Int32Array;

  private readonly scenario: Scenario;
  private readonly cases: CaseTable;
  private readonly lines: Line[] = [];
  private readonly lineByName = new Map<string, number>();
  /** Waiting cases by line. */
  private readonly levels: HourlyLevels;
  /**
   * By stream, then product × language × tier: the line of such cases under the present law; NO_LINE if not
   * determined yet.
   */
  private lineByKind: (Uint32Array | undefined)[] = [];
  private readonly verdicts: VerdictsOverTime;
  private nowMs = 0;
  /** By case: the line in which it is counted as waiting. */
  private readonly waiting = new GrowingTable((room) => ({ line: new Uint32Array(room) }));

  constructor(scenario: Scenario, cases: CaseTable, verdicts: VerdictsOverTime) {
    this.scenario = scenario;
    this.cases = cases;
    this.now = new Int32Array(scenario.centres.length * TIERS.length);
    this.levels = new HourlyLevels(0, scenario.horizonMs);
    this.verdicts = verdicts;
  }

  /** Records that the case begins to wait. Ignores cases that were never opened. */
  enter(row: number, timeMs: number): void {
    if (row >= this.cases.length) return;
    this.waiting.reach(row);
    this.moveTo(this.lineOf(row), row, timeMs);
  }

  leave(row: number, timeMs: number): void {
    if (this.waits(row)) this.moveTo(NO_LINE, row, timeMs);
  }

  /** Records that other centres may take the case than before. No effect if it does not wait. */
  changed(row: number, timeMs: number): void {
    if (this.waits(row)) this.moveTo(this.lineOf(row), row, timeMs);
  }

  /** Records that the case has joined the queue of one centre, until it leaves or others may take it. */
  commit(row: number, timeMs: number, centre: number): void {
    if (!this.waits(row)) return;
    const { stream, tier } = this.cases.columns;
    this.moveTo(this.lineAt(stream[row] as number, tier[row] as number, [centre]), row, timeMs);
  }

  /** Counts all waiting cases again under the law of this instant. */
  lawChanges(timeMs: number): void {
    this.nowMs = timeMs;
    this.lineByKind = [];
    for (let row = 0; row < this.waiting.length; row++) this.changed(row, timeMs);
  }

  closeAll(timeMs: number): void {
    this.levels.closeAll(timeMs);
  }

  get hours(): number {
    return this.levels.hours;
  }

  /** The queue of the centre, by segment and channel; null: all waiting cases. */
  of(centre: number | null): readonly WaitingLevel[] {
    return this.lines.flatMap(({ centres, channel, segment }, level) =>
      centre === null || centres.includes(centre)
        ? [{ segment, channel, area: (hour: number) => this.levels.area(level, hour) }]
        : [],
    );
  }

  private waits(row: number): boolean {
    return row < this.waiting.length && this.waiting.columns.line[row] !== NO_LINE;
  }

  private moveTo(line: number, row: number, timeMs: number): void {
    const { line: lines } = this.waiting.columns;
    const before = lines[row] as number;
    if (before === line) return;
    if (before !== NO_LINE) this.count(before, timeMs, -1);
    if (line !== NO_LINE) this.count(line, timeMs, 1);
    lines[row] = line;
  }

  private count(line: number, timeMs: number, delta: number): void {
    this.levels.change(line - 1, timeMs, delta);
    const { centres, tier } = this.lines[line - 1] as Line;
    for (let i = 0; i < centres.length; i++) {
      const at = rowOf(centres[i] as number, tier);
      this.now[at] = (this.now[at] as number) + delta;
    }
  }

  /** The line of a case as now described. */
  private lineOf(row: number): number {
    const { language, product, stream, tier } = this.cases.columns;
    const ofStream = stream[row] as number;
    const { languages, products } = this.scenario;
    const ofProduct = product[row] as number;
    const ofLanguage = language[row] as number;
    const key = (ofProduct * languages.length + ofLanguage) * TIERS.length + (tier[row] as number) - 1;
    this.lineByKind[ofStream] ??= new Uint32Array(products.length * languages.length * TIERS.length);
    const known = this.lineByKind[ofStream] as Uint32Array;
    let line = known[key] ?? NO_LINE;
    if (line === NO_LINE) {
      const centres = this.centresFor(ofStream, ofProduct, ofLanguage, tier[row] as number);
      line = this.lineAt(ofStream, tier[row] as number, centres);
      known[key] = line;
    }
    return line;
  }

  private centresFor(
    stream: StreamIndex,
    product: ProductIndex,
    language: LanguageIndex,
    tier: TierNumber,
  ): readonly CentreIndex[] {
    const { groups, streams } = this.scenario;
    // A ledger from outside may name streams that do not exist.
    if (stream >= streams.length) return [];
    const permitted = this.verdicts.at(this.nowMs).permittedGroups(stream, product, language, tier);
    const centres = new Set(permitted.map((group) => groups[group]?.centre ?? 0));
    return [...centres].sort((left, right) => left - right);
  }

  private lineAt(stream: StreamIndex, tier: number, centres: readonly CentreIndex[]): number {
    const of = this.scenario.streams[stream];
    const segment = of?.segment ?? -1;
    const channel = of === undefined ? -1 : CHANNELS.indexOf(of.channel);
    const name = [segment, channel, tier, ...centres].join();
    let line = this.lineByName.get(name);
    if (line === undefined) {
      this.levels.add();
      line = this.lines.push({ segment, channel, tier, centres });
      this.lineByName.set(name, line);
    }
    return line;
  }
}
