import { CHANNELS, type Scenario } from '#domain';
import { HourlyLevels } from './hourly-levels.ts';

const NO_LEVEL = -1;

/** Segment and channel (index into CHANNELS) of each arrival stream. */
export function kindsOfStreams({ streams }: Scenario) {
  return {
    segmentOf: Uint16Array.from(streams, ({ segment }) => segment),
    channelOf: Uint8Array.from(streams, ({ channel }) => CHANNELS.indexOf(channel)),
  };
}

/** What an agent does. An agent on duty is at work with the first thing in hand, however many there are. */
interface AgentAtWork {
  readonly centre: number;
  isOnDuty: boolean;
  isAway: boolean;
  /** Away by shrinkage. */
  isOff: boolean;
  /** Levels of what is in hand, in the order of beginning. */
  readonly hand: number[];
  /** The level that counts the agent now; null while the agent has nothing in hand, or is not on duty. */
  counted: number | null;
}

/** Agents at work on duty, by segment and channel of their case, and by centre. Overtime is not counted. */
export class HandledWork {
  /** By centre. */
  readonly atWork: HourlyLevels;
  private readonly agents: readonly AgentAtWork[];
  private readonly centres: number;
  private readonly kinds: ReturnType<typeof kindsOfStreams>;
  private readonly levels: HourlyLevels;
  /** Segment × channel × centre → level, once there has been such work. */
  private readonly levelOf = new Map<number, number>();

  constructor(scenario: Scenario) {
    const { centres, groups, horizonMs } = scenario;
    this.centres = centres.length;
    this.kinds = kindsOfStreams(scenario);
    this.levels = new HourlyLevels(0, horizonMs);
    this.atWork = new HourlyLevels(centres.length, horizonMs);
    this.agents = groups.flatMap(({ centre, shifts }) => {
      const count = shifts.reduce((sum, { agents }) => sum + agents, 0);
      const agent = { centre, isOnDuty: false, isAway: false, isOff: false, counted: null };
      return Array.from({ length: count }, (): AgentAtWork => ({ ...agent, hand: [] }));
    });
  }

  /** Agents come on duty, or leave. */
  duty(isOn: boolean, first: number, count: number, timeMs: number): void {
    for (const agent of this.agents.slice(first, first + count)) {
      agent.isOnDuty = isOn;
      this.count(agent, timeMs);
    }
  }

  /** A single agent leaves, or comes back. An agent who is not in the scenario is ignored here and below. */
  presence(isBack: boolean, isPaid: boolean, index: number, timeMs: number): void {
    const agent = this.agents[index];
    if (agent === undefined) return;
    if (isPaid) agent.isOff = !isBack;
    else agent.isAway = !isBack;
    this.count(agent, timeMs);
  }

  begin(index: number, level: number, timeMs: number): void {
    const agent = this.agents[index];
    if (agent === undefined) return;
    agent.hand.push(level);
    this.count(agent, timeMs);
  }

  /** `level`: null if the act does not name the case: then it is the only thing in hand. */
  end(index: number, level: number | null, timeMs: number): void {
    const agent = this.agents[index];
    if (agent === undefined) return;
    const place = level === null ? 0 : agent.hand.indexOf(level);
    if (place === -1) return;
    agent.hand.splice(place, 1);
    this.count(agent, timeMs);
  }

  closeAll(timeMs: number): void {
    this.levels.closeAll(timeMs);
    this.atWork.closeAll(timeMs);
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

  private count(agent: AgentAtWork, timeMs: number): void {
    const level = agent.isOnDuty && !agent.isAway ? (agent.hand[0] ?? null) : null;
    const { centre, counted } = agent;
    if (level === counted) return;
    agent.counted = level;
    if (counted !== null) this.levels.change(counted, timeMs, -1);
    if (level !== null) this.levels.change(level, timeMs, 1);
    if (counted === null) this.atWork.change(centre, timeMs, 1);
    if (level === null) this.atWork.change(centre, timeMs, -1);
  }
}
