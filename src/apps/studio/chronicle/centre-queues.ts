import { Verdicts } from '#audit';
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
import { GrowingTable } from './growing.ts';
import { HourlyLevels } from './hourly-levels.ts';

/** Cases of a segment and channel that agents of the same centres may take. */
interface Line {
  readonly segment: number;
  readonly channel: number;
  /** Ascending. */
  readonly centres: readonly number[];
}

/** How many of a segment and channel wait. */
export interface WaitingLevel extends Pick<Line, 'channel' | 'segment'> {
  /** In an hour: as HourlyLevels has it. */
  area(hour: number): number;
}

/** Of a case that does not wait; lines are numbered from 1 in tables, so that empty ones say so. */
const NO_LINE = 0;

/**
 * The queue of a centre: the cases that wait and that its agents may take, by tier, product, language, channel, promise and law of the
 * moment (as the auditor judges them, emergencies aside), whether or not it is open, up and has somebody free. A case is in the queue of
 * every such centre, unless the ledger tells that it is in the line of one.
 */
export class CentreQueues {
  /** By centre: its queue now. */
  readonly now: Int32Array;

  private readonly scenario: Scenario;
  private readonly cases: CaseTable;
  private readonly lines: Line[] = [];
  private readonly lineByName = new Map<string, number>();
  /** Cases that wait in each line. */
  private readonly levels: HourlyLevels;
  /** By stream, then product × language × tier: the line of such cases by the law of the moment; NO_LINE: not asked yet. */
  private lineByKind: (Uint32Array | undefined)[] = [];
  private verdicts: Verdicts;
  /** By case: the line in which it waits, as it was counted. */
  private readonly waiting = new GrowingTable((room) => ({ line: new Uint32Array(room) }));

  constructor(scenario: Scenario, cases: CaseTable) {
    this.scenario = scenario;
    this.cases = cases;
    this.now = new Int32Array(scenario.centres.length);
    this.levels = new HourlyLevels(0, scenario.horizonMs);
    this.verdicts = new Verdicts(scenario, scenario.startEpochMs);
  }

  /** The case begins to wait; nothing is known of one that was never opened. */
  enter(row: number, timeMs: number): void {
    if (row >= this.cases.length) return;
    this.waiting.reach(row);
    this.moveTo(this.lineOf(row), row, timeMs);
  }

  leave(row: number, timeMs: number): void {
    if (this.waits(row)) this.moveTo(NO_LINE, row, timeMs);
  }

  /** Others may take the case than before; where it does not wait, nothing changes. */
  changed(row: number, timeMs: number): void {
    if (this.waits(row)) this.moveTo(this.lineOf(row), row, timeMs);
  }

  /** The case is in the line of one centre alone until it leaves, or others may take it. */
  commit(row: number, timeMs: number, centre: number): void {
    if (!this.waits(row)) return;
    this.moveTo(this.lineAt(this.cases.columns.stream[row] as number, [centre]), row, timeMs);
  }

  /** Whoever waits is counted by the law of this instant. */
  lawChanges(timeMs: number): void {
    this.verdicts = new Verdicts(this.scenario, this.scenario.startEpochMs + timeMs);
    this.lineByKind = [];
    for (let row = 0; row < this.waiting.length; row++) this.changed(row, timeMs);
  }

  closeAll(timeMs: number): void {
    this.levels.closeAll(timeMs);
  }

  /** The queue of the centre, line by line. */
  of(centre: number): readonly WaitingLevel[] {
    return this.lines.flatMap(({ centres, channel, segment }, level) =>
      centres.includes(centre)
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
    const { centres } = this.lines[line - 1] as Line;
    for (let i = 0; i < centres.length; i++) {
      const centre = centres[i] as number;
      this.now[centre] = (this.now[centre] as number) + delta;
    }
  }

  /** The line of a case as it is now described. */
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
      line = this.lineAt(ofStream, centres);
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
    // A ledger that somebody brought may tell of streams that there are not.
    if (stream >= streams.length) return [];
    const permitted = this.verdicts.permittedGroups(stream, product, language, tier);
    const centres = new Set(permitted.map((group) => groups[group]?.centre ?? 0));
    return [...centres].sort((left, right) => left - right);
  }

  private lineAt(stream: StreamIndex, centres: readonly CentreIndex[]): number {
    const of = this.scenario.streams[stream];
    const segment = of?.segment ?? -1;
    const channel = of === undefined ? -1 : CHANNELS.indexOf(of.channel);
    const name = [segment, channel, ...centres].join();
    let line = this.lineByName.get(name);
    if (line === undefined) {
      this.levels.add();
      line = this.lines.push({ segment, channel, centres });
      this.lineByName.set(name, line);
    }
    return line;
  }
}
