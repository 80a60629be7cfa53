import { CHANNELS, type Scenario } from '#domain';
import { kindsOfStreams } from './case-choice.ts';
import { HourlyLevels } from './hourly-levels.ts';

const NO_LEVEL = -1;

/** Agents at work by the segment and channel of the case that they work on, and by their centre. */
export class HandledWork {
  private readonly centres: number;
  private readonly kinds: ReturnType<typeof kindsOfStreams>;
  private readonly levels: HourlyLevels;
  /** Segment × channel × centre → its level, as soon as there has been such work. */
  private readonly levelOf = new Map<number, number>();
  /** By agent: levels of the work that contacts have left. Its end need not name the case. */
  private readonly left = new Map<number, number[]>();

  constructor(scenario: Scenario) {
    this.centres = scenario.centres.length;
    this.kinds = kindsOfStreams(scenario);
    this.levels = new HourlyLevels(0, scenario.horizonMs);
  }

  /** An agent begins (1) or ends (-1) to work on a case. */
  change(level: number, timeMs: number, delta: number): void {
    this.levels.change(level, timeMs, delta);
  }

  /** The agent begins the work that a contact has left. */
  beginLeft(agent: number, level: number, timeMs: number): void {
    this.levels.change(level, timeMs, 1);
    const levels = this.left.get(agent);
    if (levels === undefined) this.left.set(agent, [level]);
    else levels.push(level);
  }

  /** And ends it; `level`: null where the case is not named. */
  endLeft(agent: number, level: number | null, timeMs: number): void {
    const levels = this.left.get(agent) ?? [];
    const at = level === null ? -1 : levels.indexOf(level);
    const [ended] = levels.splice(at, 1);
    if (ended !== undefined) this.levels.change(ended, timeMs, -1);
  }

  closeAll(timeMs: number): void {
    this.levels.closeAll(timeMs);
  }

  /** Agents × hours over the hours from the first to before the last, by centre and hour; `fits`: of which segments and channels. */
  areas(first: number, last: number, fits: (segment: number, channel: number) => boolean) {
    const byCentre = Array.from({ length: this.centres }, () => new Float64Array(this.levels.hours));
    for (const [key, level] of this.levelOf) {
      const kind = Math.floor(key / this.centres);
      if (!fits(Math.floor(kind / CHANNELS.length), kind % CHANNELS.length)) continue;
      const column = byCentre[key % this.centres] as Float64Array;
      for (let hour = first; hour < last; hour++)
        column[hour] = (column[hour] as number) + this.levels.area(level, hour);
    }
    return byCentre;
  }

  /** The level of work on a case of the stream at the centre. A foreign ledger may name what the scenario does not have: such work has none. */
  levelFor(stream: number, centre: number): number {
    const [segment, channel] = [this.kinds.segmentOf[stream], this.kinds.channelOf[stream]];
    if (segment === undefined || channel === undefined || centre >= this.centres) return NO_LEVEL;
    const key = (segment * CHANNELS.length + channel) * this.centres + centre;
    const known = this.levelOf.get(key);
    if (known !== undefined) return known;
    this.levels.add();
    const level = this.levels.now.length - 1;
    this.levelOf.set(key, level);
    return level;
  }
}
