import { CHANNELS, type Scenario } from '#domain';
import { kindsOfStreams } from './case-choice.ts';
import { HourlyLevels } from './hourly-levels.ts';

const NO_LEVEL = -1;

/** Agents at work, by segment and channel of their case, and by centre. */
export class HandledWork {
  private readonly centres: number;
  private readonly kinds: ReturnType<typeof kindsOfStreams>;
  private readonly levels: HourlyLevels;
  /** Segment × channel × centre → level, once there has been such work. */
  private readonly levelOf = new Map<number, number>();
  /** By agent: levels of after-contact work. The end of such work may not name its case. */
  private readonly left = new Map<number, number[]>();

  constructor(scenario: Scenario) {
    this.centres = scenario.centres.length;
    this.kinds = kindsOfStreams(scenario);
    this.levels = new HourlyLevels(0, scenario.horizonMs);
  }

  /** Records that an agent begins (1) or ends (-1) work on a case. */
  change(level: number, timeMs: number, delta: number): void {
    this.levels.change(level, timeMs, delta);
  }

  /** Records that the agent begins after-contact work. */
  beginLeft(agent: number, level: number, timeMs: number): void {
    this.levels.change(level, timeMs, 1);
    const levels = this.left.get(agent);
    if (levels === undefined) this.left.set(agent, [level]);
    else levels.push(level);
  }

  /** Records that the agent ends it. `level`: null if the case is not named. */
  endLeft(agent: number, level: number | null, timeMs: number): void {
    const levels = this.left.get(agent) ?? [];
    const at = level === null ? -1 : levels.indexOf(level);
    const [ended] = levels.splice(at, 1);
    if (ended !== undefined) this.levels.change(ended, timeMs, -1);
  }

  closeAll(timeMs: number): void {
    this.levels.closeAll(timeMs);
  }

  /**
   * Agents × hours by centre and hour, from the first hour to before the last one. `fits`: selects segments and
   * channels.
   */
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

  /**
   * The level of work on a case of the stream at the centre. Work that refers to things outside the scenario, as in
   * foreign ledgers, has no level.
   */
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
