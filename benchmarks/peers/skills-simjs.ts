import { DataSeries, Entity, exponential, Random, type Request, Sim } from './simjs.ts';

/**
 * The model of `scenarios/bench-skills` with simjs. Its facilities and stores know no skills (a store serves nobody
 * behind a request that it cannot fulfil), so timers, random numbers and data series are the package's, and lists of the
 * waiting and the idle are arrays. All timers are set by one entity: classes of entities for agents, centres and sources
 * were 15 % slower. Times are minutes.
 */
const DAY = 1440;
const ARRIVALS_PER_MIN = 4.8;
const HIGH_SHARE = 0.2;
const PHONE_SHARE = 0.6;
const ESCALATED_SHARE = 0.2;
const PATIENCE = 5;
const SIGMA = 0.8;
/** Of handle times, by 2 × tier + product. */
const LOG_MEDIANS = [6, 9, 15, 22].map((mean) => Math.log(mean) - SIGMA ** 2 / 2);

/** Types of case are 2 × language + product; tiers are 0 and 1. */
const GROUPS = [
  { tier: 0, types: [0, 1], size: 8 },
  { tier: 0, types: [2, 3], size: 5 },
  { tier: 0, types: [4, 5], size: 3 },
  { tier: 0, types: [0, 2, 4], size: 2 },
  { tier: 0, types: [1, 3, 5], size: 2 },
  { tier: 1, types: [0, 2, 4], size: 5 },
  { tier: 1, types: [1, 3, 5], size: 5 },
];

interface SupportCase {
  readonly type: number;
  /** 0 high, 1 low. */
  readonly priority: number;
  readonly isPhone: boolean;
  /** When it entered its tier. */
  entered: number;
  /** Set while it waits and may abandon. */
  patience: Request | null;
}

/** The lines of one tier and priority, and the wait of those answered. */
interface Lines {
  readonly byType: readonly SupportCase[][];
  readonly waits: InstanceType<typeof DataSeries>;
}

interface Group {
  readonly tier: number;
  /** High priority first: the lines of the types that the group can handle. */
  readonly lines: readonly SupportCase[][][];
  readonly idle: Agent[];
}

interface Agent {
  readonly group: Group;
  isOnDuty: boolean;
  idleSince: number;
  supportCase: SupportCase | null;
}

class Desk extends Entity {
  private random!: Random;
  /** High priority first. */
  private readonly lines: readonly Lines[][] = [0, 1].map(() => [makeLines('high'), makeLines('low')]);
  private readonly groups: readonly Group[] = GROUPS.map(({ tier, types }) => ({
    tier,
    lines: at(this.lines, tier).map(({ byType }) => types.map((type) => at(byType, type))),
    idle: [],
  }));
  /** The idle of the groups that can handle a type, by 6 × tier + type. */
  private readonly able: readonly Agent[][][] = [0, 1].flatMap((tier) =>
    [0, 1, 2, 3, 4, 5].map((type) =>
      this.groups.filter((_, i) => isAble(at(GROUPS, i), tier, type)).map(({ idle }) => idle),
    ),
  );
  readonly handled = [0, 0];
  readonly completed = [0, 0];
  arrived = 0;
  phoned = 0;
  abandoned = 0;
  changes = 0;

  /** Centres by the hour (UTC) at which they open, each for twelve. */
  start(random: Random): void {
    this.random = random;
    for (const hour of [20, 2, 8, 14]) {
      const agents = GROUPS.flatMap(({ size }, i) =>
        Array.from({ length: size }, () => makeAgent(at(this.groups, i))),
      );
      const isOpen = hour > 12;
      if (isOpen) for (const agent of agents) this.comeOn(agent);
      const change = isOpen ? this.close : this.open;
      this.setTimer((hour % 12) * 60).done(change, this, { agents });
    }
    this.setTimer(exponential(random, 1 / ARRIVALS_PER_MIN)).done(this.arrive);
  }

  private open({ agents }: { agents: readonly Agent[] }): void {
    this.changes++;
    for (const agent of agents) this.comeOn(agent);
    this.setTimer(DAY / 2).done(this.close, this, { agents });
  }

  private close({ agents }: { agents: readonly Agent[] }): void {
    this.changes++;
    for (const agent of agents) this.goOff(agent);
    this.setTimer(DAY / 2).done(this.open, this, { agents });
  }

  private comeOn(agent: Agent): void {
    agent.isOnDuty = true;
    if (agent.supportCase === null) this.takeNext(agent);
  }

  /** Who is busy completes the case first. */
  private goOff(agent: Agent): void {
    agent.isOnDuty = false;
    const { idle } = agent.group;
    const place = idle.indexOf(agent);
    if (place !== -1) idle.splice(place, 1);
  }

  /** The streams of the six types together are one Poisson stream. */
  private arrive(): void {
    const { random } = this;
    const u = random.random();
    const language = u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
    const type = 2 * language + (random.random() < 0.6 ? 0 : 1);
    const priority = random.random() < HIGH_SHARE ? 0 : 1;
    const isPhone = random.random() < PHONE_SHARE;
    this.arrived++;
    if (isPhone) this.phoned++;
    this.enter({ type, priority, isPhone, entered: 0, patience: null }, 0);
    this.setTimer(exponential(random, 1 / ARRIVALS_PER_MIN)).done(this.arrive);
  }

  /** The case goes to the able agent who has been idle longest, or else waits. */
  private enter(supportCase: SupportCase, tier: number): void {
    supportCase.entered = this.time();
    let chosen: Agent[] | null = null;
    let idleSince = Number.POSITIVE_INFINITY;
    for (const idle of at(this.able, 6 * tier + supportCase.type)) {
      const longest = idle[0];
      if (longest !== undefined && longest.idleSince < idleSince) {
        idleSince = longest.idleSince;
        chosen = idle;
      }
    }
    const agent = chosen?.shift();
    if (agent !== undefined) return this.answer(supportCase, agent);
    at(at(at(this.lines, tier), supportCase.priority).byType, supportCase.type).push(supportCase);
    if (tier === 0 && supportCase.isPhone) {
      const patience = exponential(this.random, PATIENCE);
      supportCase.patience = this.setTimer(patience).done(this.abandon, this, supportCase);
    }
  }

  private abandon(supportCase: SupportCase): void {
    const line = at(at(at(this.lines, 0), supportCase.priority).byType, supportCase.type);
    line.splice(line.indexOf(supportCase), 1);
    this.abandoned++;
  }

  private answer(supportCase: SupportCase, agent: Agent): void {
    const { tier } = agent.group;
    const { type, priority, patience } = supportCase;
    if (patience !== null) {
      patience.cancel();
      supportCase.patience = null;
    }
    at(at(this.lines, tier), priority).waits.record(this.time() - supportCase.entered);
    const duration = Math.exp(this.random.normal(at(LOG_MEDIANS, 2 * tier + (type & 1)), SIGMA));
    this.handled[tier] = at(this.handled, tier) + duration;
    agent.supportCase = supportCase;
    this.setTimer(duration).done(this.complete, this, agent);
  }

  private complete(agent: Agent): void {
    const { tier } = agent.group;
    const supportCase = agent.supportCase as SupportCase;
    agent.supportCase = null;
    this.completed[tier] = at(this.completed, tier) + 1;
    if (tier === 0 && this.random.random() < ESCALATED_SHARE) this.enter(supportCase, 1);
    if (agent.isOnDuty) this.takeNext(agent);
  }

  /** The agent takes who waits, high priority first, then by entry to the tier; or is idle from now on. */
  private takeNext(agent: Agent): void {
    for (const lines of agent.group.lines) {
      let longest: SupportCase[] | null = null;
      let entered = Number.POSITIVE_INFINITY;
      for (const line of lines) {
        const first = line[0];
        if (first !== undefined && first.entered < entered) {
          longest = line;
          entered = first.entered;
        }
      }
      const next = longest?.shift();
      if (next !== undefined) return this.answer(next, agent);
    }
    agent.idleSince = this.time();
    agent.group.idle.push(agent);
  }

  waitMean(tier: number, priority: number): number {
    return at(at(this.lines, tier), priority).waits.average();
  }
}

function makeLines(priority: string): Lines {
  return { byType: [[], [], [], [], [], []], waits: new DataSeries(`wait, ${priority} priority`) };
}

function makeAgent(group: Group): Agent {
  return { group, isOnDuty: false, idleSince: 0, supportCase: null };
}

function isAble(
  group: { readonly tier: number; readonly types: readonly number[] },
  tier: number,
  type: number,
) {
  return group.tier === tier && group.types.includes(type);
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

export function runSkills(days: number, seed: number): Record<string, number> {
  const sim = new Sim();
  const desk = sim.addEntity(Desk, 'desk', new Random(seed));
  const start = performance.now();
  sim.simulate(days * DAY);
  const loop_s = (performance.now() - start) / 1000;
  const [tier1 = 0, tier2 = 0] = desk.completed;
  const [handled1 = 0, handled2 = 0] = desk.handled;
  return {
    cases: desk.arrived,
    events: desk.arrived + tier1 + tier2 + desk.abandoned + desk.changes,
    p_abandon: desk.abandoned / desk.phoned,
    w1_hi: desk.waitMean(0, 0),
    w1_lo: desk.waitMean(0, 1),
    w2_hi: desk.waitMean(1, 0),
    w2_lo: desk.waitMean(1, 1),
    u1: handled1 / (40 * DAY * days),
    u2: handled2 / (20 * DAY * days),
    loop_s,
  };
}
