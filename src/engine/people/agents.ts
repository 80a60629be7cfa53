import type { Column, Indexed } from '#base';
import type {
  AgentIndex,
  CentreIndex,
  ChannelIndex,
  GroupIndex,
  GroupTally,
  ProductIndex,
  RampUp,
  StreamIndex,
  TierNumber,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';

const NOTHING: readonly CaseRecord[] = [];

/** An agent of a group and a shift. */
export class Agent {
  // Fields that every contact reads stand together, in a cache line or two.
  /** Its number over all groups, as in the ledger. */
  readonly index: AgentIndex;
  readonly groupIndex: GroupIndex;
  readonly group: Group;
  inHand: CaseRecord | null = null;
  /** Listed as free in its group. */
  isIdle = false;
  /** On duty, and away for no reason. */
  isPresent = false;
  /** The stream of the case whose after-contact work the agent does, or about which the agent is consulted; −1: none. */
  worksAfterFor: StreamIndex = -1;

  onDuty = false;
  /** Away by an absence, and by shrinkage; both may be so at once. */
  isAway = false;
  isOff = false;
  /** Null if the agent works at full speed from the start. */
  readonly rampUp: RampUp | null;
  /** A factor on the speed of the group. */
  ownSpeed = 1;
  /** Off duty: whether another duty window follows. */
  isBackLater = false;
  /** Off duty, but present until the queues are served that closed at this time, when duty ended; Infinity if not. */
  staysSinceMs = Number.POSITIVE_INFINITY;
  /** With concurrency: contacts in hand besides `inHand`, which was taken first. */
  alsoInHand: readonly CaseRecord[] = NOTHING;
  /** With concurrency: the stream of what was taken first of all that is in hand; −1 if nothing is. */
  busyFor: StreamIndex = -1;
  /** Contacts that rest because a more urgent case came, the latest last. */
  setAside: readonly CaseRecord[] = NOTHING;
  /** When after-contact work ends, as far as is known, ms. In a warm transfer: with which case, and what work is left after it. */
  worksUntilMs = Number.POSITIVE_INFINITY;
  staysWith: CaseRecord | null = null;
  leftWorkMs = 0;

  constructor(index: AgentIndex, group: Group, rampUp: RampUp | null = null) {
    this.index = index;
    this.groupIndex = group.index;
    this.group = group;
    this.rampUp = rampUp;
  }

  /** Whether the agent may be listed as idle now: present, at a centre that is up, and with nothing in hand. */
  get canTakeCase(): boolean {
    return (
      this.isPresent === true && this.inHand === null && this.isIdle === false && this.group.isUp === true
    );
  }
}

/** The agents of a group. `IdleAgents` lists those who are free: on duty, at a centre that is up, with nothing in hand. */
export class Group {
  readonly index: GroupIndex;
  readonly tier: TierNumber;
  readonly centre: CentreIndex;
  readonly agents: Agent[] = [];
  /** Per product: speed factor, 0 without expertise. */
  readonly speed: Column<ProductIndex>;
  /** Per channel: a further factor. */
  channelSpeed: Indexed<ChannelIndex, number> = [1, 1, 1];
  readonly tally: GroupTally;
  /** Agents on duty and not away; those in overtime do not count. */
  onDuty = 0;
  /** Whether its centre is up. */
  isUp = true;
  idleCount = 0;
  /** Number of the decision that last chose the group; for `round robin`. */
  lastChosen = -1;
  /** All groups of its centre, including this one. */
  atCentre: readonly Group[] = [this];
  /** The waiting lists that its agents serve: see `WaitingQueues`. */
  mask: Int32Array = new Int32Array(0);

  constructor(
    index: GroupIndex,
    tier: TierNumber,
    centre: CentreIndex,
    speed: Column<ProductIndex>,
    tally: GroupTally,
  ) {
    this.index = index;
    this.tier = tier;
    this.centre = centre;
    this.speed = speed;
    this.tally = tally;
  }

  /** The speed of its agents on the case, without ramp-up and factors of single agents. */
  speedFor({ channel, product }: Pick<CaseRecord, 'channel' | 'product'>): number {
    return (this.speed[product] as number) * (this.channelSpeed[channel] as number);
  }
}
