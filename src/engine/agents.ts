import type { GroupTally, RampUp } from '#domain';
import type { CaseRecord } from './case-record.ts';

const NOTHING: readonly CaseRecord[] = [];

/** An agent: a place in a group and a shift. */
export class Agent {
  /** Its number over all groups, which the ledger tells. */
  readonly index: number;
  readonly group: Group;
  /** Null where the agent works at full speed from the start. */
  readonly rampUp: RampUp | null;
  onDuty = false;
  isAway = false;
  /** On duty and not away. */
  isPresent = false;
  /** Off duty: whether another duty follows. */
  isBackLater = false;
  inHand: CaseRecord | null = null;
  /** Contacts that rest because a more urgent case came: the latest last. */
  setAside: readonly CaseRecord[] = NOTHING;
  /** The stream of the case whose after-contact work the agent does, without having it in hand; −1: none. */
  worksAfterFor = -1;
  /** Listed as free in its group: since when, as a running number over all groups, and its neighbours in the list. */
  isIdle = false;
  idleSince = 0;
  next: Agent | null = null;
  previous: Agent | null = null;

  constructor(index: number, group: Group, rampUp: RampUp | null = null) {
    this.rampUp = rampUp;
    this.index = index;
    this.group = group;
  }

  /** Whether the agent may be listed as idle now: present, at a centre that is up, and with nothing in hand. */
  get canTakeCase(): boolean {
    return (
      this.isPresent === true && this.inHand === null && this.isIdle === false && this.group.isUp === true
    );
  }
}

/** Which groups have somebody idle: a bit per group. At least 64 bytes, so that V8 knows the array's address. */
export function emptyGroupSet(groups: number): Int32Array {
  return new Int32Array(Math.max(32, Math.ceil(groups / 32)));
}

/**
 * The agents of a group. Those who are on duty, at a centre that is up, and free are in a list, the longest idle first;
 * joining and leaving it cost the same whoever it is.
 */
export class Group {
  readonly index: number;
  readonly tier: number;
  readonly centre: number;
  readonly agents: Agent[] = [];
  /** Per product: speed factor, 0 without expertise. */
  readonly speed: Float64Array;
  readonly tally: GroupTally;
  /** Agents on duty and not away (those in overtime not counted). */
  onDuty = 0;
  /** Whether its centre is up. */
  isUp = true;
  idleFirst: Agent | null = null;
  idleCount = 0;
  /** Number of the decision that chose the group last; kept for `round robin`. */
  lastChosen = -1;
  private idleLast: Agent | null = null;
  /** Its bit in the set of groups with somebody idle. */
  private readonly idleGroups: Int32Array;
  private readonly word: number;
  private readonly bit: number;
  /** The waiting lists that its agents serve: see `WaitingQueues`. */
  mask: Int32Array = new Int32Array(0);

  constructor(
    index: number,
    tier: number,
    centre: number,
    speed: Float64Array,
    tally: GroupTally,
    idleGroups: Int32Array,
  ) {
    this.idleGroups = idleGroups;
    this.word = index >> 5;
    this.bit = 1 << (index & 31);
    this.index = index;
    this.tier = tier;
    this.centre = centre;
    this.speed = speed;
    this.tally = tally;
  }

  /** `since`: a running number, larger than that of any agent who is idle already. */
  addIdle(agent: Agent, since: number): void {
    const last = this.idleLast;
    agent.isIdle = true;
    agent.idleSince = since;
    agent.previous = last;
    agent.next = null;
    if (last === null) {
      this.idleFirst = agent;
      this.idleGroups[this.word] = (this.idleGroups[this.word] as number) | this.bit;
    } else last.next = agent;
    this.idleLast = agent;
    this.idleCount++;
  }

  removeIdle(agent: Agent): void {
    const { next, previous } = agent;
    agent.isIdle = false;
    this.idleCount--;
    if (previous === null) this.idleFirst = next;
    else previous.next = next;
    if (next === null) this.idleLast = previous;
    else next.previous = previous;
    if (this.idleFirst === null) {
      this.idleGroups[this.word] = (this.idleGroups[this.word] as number) & ~this.bit;
    }
  }
}
