import type { Column } from '#base';
import type {
  AgentIndex,
  CaseNumber,
  CentreIndex,
  DataCentreIndex,
  EntryIndex,
  GroupIndex,
  PlaceIndex,
  RunMs,
  StreamIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import type { Moment } from './moment.ts';

/** No agent, case, entry or place. */
export const NONE = -1;

/** Why a single agent is away: by an absence, or by the shrinkage of the group, which is paid. */
export const ABSENT = 1;
export const OFF_WORK = 2;

const NO_CASES: readonly CaseNumber[] = [];
const NO_WORKS: readonly WorkLeft[] = [];

/** After-contact work of an agent who can handle several contacts at once. */
interface WorkLeft {
  readonly caseNumber: CaseNumber;
  readonly stream: StreamIndex;
}

/**
 * The world as the ledger records it: which places are up, who is on duty, which case each agent works on. Beside
 * each fact is the entry that established it, for stories. Only the readers of entries write it; judges get a
 * `WorldView`.
 */
export class WorldState {
  readonly dataCentreUp: Column<DataCentreIndex>;
  readonly centreUp: Column<CentreIndex>;
  /** Whether the agent is inside a duty window, and why a single agent is away: 0 not, ABSENT, OFF_WORK, or both added up. */
  readonly agentOnDuty: Column<AgentIndex>;
  readonly agentAway: Column<AgentIndex>;
  /** Whether the agent does after-contact work. */
  readonly agentWorksAfter: Column<AgentIndex>;
  /** Whether another agent consults this one about a case. */
  readonly agentConsulted: Column<AgentIndex>;
  /** Number of agents of each group who are present: inside a duty window and not away. */
  readonly onDuty: Int32Array;
  /** Number of agents present who have no case and no after-contact work, and are not consulted. */
  readonly idle: Column<GroupIndex>;
  /** The case that each agent works on; NONE for none. */
  readonly caseOfAgent: Column<AgentIndex, CaseNumber>;
  /**
   * Since when the agent has been present without a case, and the centre in its present condition, ms. Valid only
   * while it is so.
   */
  readonly freeSinceMs: Column<AgentIndex, RunMs>;
  readonly centreSinceMs: Column<CentreIndex, RunMs>;

  /** With concurrency: further cases that agents work on at the same time. */
  private readonly alsoInHand = new Map<AgentIndex, readonly CaseNumber[]>();
  /** With concurrency: after-contact work of agents. */
  private readonly works = new Map<AgentIndex, readonly WorkLeft[]>();

  /** Agents who stay after their duty to serve out closed queues, with the time when those closed, ms. */
  readonly staysSinceMs = new Map<AgentIndex, RunMs>();

  readonly dataCentreEntry: Column<DataCentreIndex, EntryIndex>;
  readonly centreEntry: Column<CentreIndex, EntryIndex>;
  readonly dutyEntry: Column<GroupIndex, EntryIndex>;
  lawEntry = NONE;

  private readonly tables: ScenarioTables;
  private readonly moment: Moment;

  constructor(tables: ScenarioTables, moment: Moment) {
    const { dataCentres, centres, groups } = tables.scenario;
    this.tables = tables;
    this.moment = moment;
    this.freeSinceMs = new Float64Array(tables.agentCount);
    this.centreSinceMs = new Float64Array(centres.length).fill(NONE);
    this.dataCentreUp = new Uint8Array(dataCentres.length).fill(1);
    this.centreUp = new Uint8Array(centres.length).fill(1);
    this.agentOnDuty = new Uint8Array(tables.agentCount);
    this.agentWorksAfter = new Uint8Array(tables.agentCount);
    this.agentConsulted = new Uint8Array(tables.agentCount);
    this.agentAway = new Uint8Array(tables.agentCount);
    this.onDuty = new Int32Array(groups.length);
    this.idle = new Int32Array(groups.length);
    this.caseOfAgent = new Float64Array(tables.agentCount).fill(NONE);
    this.dataCentreEntry = new Float64Array(dataCentres.length).fill(NONE);
    this.centreEntry = new Float64Array(centres.length).fill(NONE);
    this.dutyEntry = new Float64Array(groups.length).fill(NONE);
  }

  setDataCentre(dataCentre: DataCentreIndex, up: boolean, entry: EntryIndex): void {
    if (dataCentre >= this.dataCentreUp.length) return;
    this.dataCentreUp[dataCentre] = up ? 1 : 0;
    this.dataCentreEntry[dataCentre] = entry;
  }

  setCentre(centre: CentreIndex, up: boolean, entry: EntryIndex): void {
    if (centre >= this.centreUp.length) return;
    this.centreUp[centre] = up ? 1 : 0;
    this.centreEntry[centre] = entry;
    this.centreSinceMs[centre] = this.moment.timeMs;
  }

  setDuty(on: boolean, group: GroupIndex, firstAgent: AgentIndex, agents: number, entry: EntryIndex): void {
    const end = Math.min(firstAgent + agents, this.agentOnDuty.length);
    for (let agent = firstAgent; agent < end; agent++) {
      if ((this.agentOnDuty[agent] === 1) === on) continue;
      this.agentOnDuty[agent] = on ? 1 : 0;
      if (this.agentAway[agent] === 0) this.countPresent(agent, on ? 1 : -1);
    }
    if (group < this.dutyEntry.length) this.dutyEntry[group] = entry;
  }

  /** Records that a single agent goes away or comes back, for ABSENT or OFF_WORK. */
  setPresence(isBack: boolean, why: number, agent: AgentIndex, entry: EntryIndex): void {
    const before = this.agentAway[agent] as number;
    if (agent >= this.agentAway.length || ((before & why) === 0) === isBack) return;
    const after = before ^ why;
    this.agentAway[agent] = after;
    const isChanged = (before === 0) !== (after === 0);
    if (isChanged && this.agentOnDuty[agent] === 1) this.countPresent(agent, isBack ? 1 : -1);
    this.dutyEntry[this.tables.groupOf(agent)] = entry;
  }

  private countPresent(agent: AgentIndex, delta: 1 | -1): void {
    const group = this.tables.groupOf(agent);
    this.onDuty[group] = (this.onDuty[group] as number) + delta;
    if (this.isBusy(agent)) return;
    this.idle[group] = (this.idle[group] as number) + delta;
    this.freeSinceMs[agent] = this.moment.timeMs;
  }

  /** Records that an agent starts work on a case, or (NONE) has none any more. */
  setCaseOfAgent(agent: AgentIndex, caseNumber: CaseNumber): void {
    if (agent < 0 || agent >= this.caseOfAgent.length) return;
    const wasBusy = this.isBusy(agent);
    this.caseOfAgent[agent] = caseNumber;
    this.countBusy(agent, wasBusy);
  }

  /** Records that an agent starts work on a case, perhaps in addition to others. */
  takeCase(agent: AgentIndex, caseNumber: CaseNumber): void {
    const first = this.caseOfAgent[agent] ?? NONE;
    if (
      first === NONE ||
      this.tables.scenario.groups[this.tables.groupOf(agent)]?.concurrency === undefined
    ) {
      this.setCaseOfAgent(agent, caseNumber);
    } else this.alsoInHand.set(agent, [...(this.alsoInHand.get(agent) ?? []), caseNumber]);
  }

  /** Records that an agent no longer works on a case; false if the agent did not. */
  leaveCase(agent: AgentIndex, caseNumber: CaseNumber): boolean {
    const also = this.alsoInHand.size === 0 ? NO_CASES : (this.alsoInHand.get(agent) ?? NO_CASES);
    if (this.caseOfAgent[agent] === caseNumber) {
      this.setCaseOfAgent(agent, also[0] ?? NONE);
      if (also.length > 0) this.alsoInHand.set(agent, also.slice(1));
      return true;
    }
    if (also.length === 0) return false;
    this.alsoInHand.set(
      agent,
      also.filter((other) => other !== caseNumber),
    );
    return also.includes(caseNumber);
  }

  /** A case that keeps the agent busy with a contact or after-contact work; NONE if there is none. */
  caseInHand(agent: AgentIndex): CaseNumber {
    const first = this.caseOfAgent[agent] ?? NONE;
    return first === NONE ? (this.worksOf(agent)[0]?.caseNumber ?? NONE) : first;
  }

  casesOfAgent(agent: AgentIndex): readonly CaseNumber[] {
    const first = this.caseOfAgent[agent] ?? NONE;
    return first === NONE ? [] : [first, ...(this.alsoInHand.get(agent) ?? [])];
  }

  /** Records that an agent begins or ends after-contact work. */
  setWorkAfter(agent: AgentIndex, begins: boolean): void {
    if (agent >= this.agentWorksAfter.length) return;
    const wasBusy = this.isBusy(agent);
    this.agentWorksAfter[agent] = begins ? 1 : 0;
    this.countBusy(agent, wasBusy);
  }

  /** Records that an agent who handles several contacts at once begins after-contact work. */
  beginWork(agent: AgentIndex, caseNumber: CaseNumber, stream: StreamIndex): void {
    this.works.set(agent, [...this.worksOf(agent), { caseNumber, stream }]);
    this.setWorkAfter(agent, true);
  }

  /** Records the end of one piece of after-contact work that the case has caused. */
  endWork(agent: AgentIndex, caseNumber: CaseNumber): void {
    const works = this.worksOf(agent);
    const ended = works.find((work) => work.caseNumber === caseNumber);
    const rest = works.filter((work) => work !== ended);
    this.works.set(agent, rest);
    this.setWorkAfter(agent, rest.length > 0);
  }

  worksOf(agent: AgentIndex): readonly WorkLeft[] {
    return this.works.size === 0 ? NO_WORKS : (this.works.get(agent) ?? NO_WORKS);
  }

  hasWorkOf(agent: AgentIndex, caseNumber: CaseNumber): boolean {
    return this.worksOf(agent).some((work) => work.caseNumber === caseNumber);
  }

  /** Records that an agent begins to be consulted by another, or ceases to be. */
  setConsulted(agent: AgentIndex, begins: boolean): void {
    if (agent >= this.agentConsulted.length) return;
    const wasBusy = this.isBusy(agent);
    this.agentConsulted[agent] = begins ? 1 : 0;
    this.countBusy(agent, wasBusy);
  }

  /** Whether the agent has a case, after-contact work or a consultation. */
  isBusy(agent: AgentIndex): boolean {
    return (
      this.caseOfAgent[agent] !== NONE ||
      this.agentWorksAfter[agent] === 1 ||
      this.agentConsulted[agent] === 1
    );
  }

  private countBusy(agent: AgentIndex, wasBusy: boolean): void {
    const isBusy = this.isBusy(agent);
    if (wasBusy === isBusy || !this.isPresent(agent)) return;
    const group = this.tables.groupOf(agent);
    this.idle[group] = (this.idle[group] as number) + (isBusy ? -1 : 1);
    this.freeSinceMs[agent] = this.moment.timeMs;
  }

  /** Records that an agent who is off duty stays for a closed queue, or goes home. */
  setStay(agent: AgentIndex, stays: boolean): void {
    if (stays) this.staysSinceMs.set(agent, this.moment.timeMs);
    else this.staysSinceMs.delete(agent);
  }

  /** Whether the agent is away, for whatever reason. */
  isAway(agent: AgentIndex): boolean {
    return (this.agentAway[agent] ?? 0) > 0;
  }

  /** Whether the agent is on duty and not away. */
  isPresent(agent: AgentIndex): boolean {
    return this.agentOnDuty[agent] === 1 && this.agentAway[agent] === 0;
  }

  isCentreUp(centre: CentreIndex): boolean {
    return this.centreUp[centre] === 1;
  }

  /** Whether the place is a data centre that is up. */
  isDataCentreUp(place: PlaceIndex): boolean {
    return this.dataCentreUp[place as DataCentreIndex] === 1;
  }

  /** The entry that put the place into its present condition; NONE if it is no data centre or has always been so. */
  entryOfDataCentre(place: PlaceIndex): EntryIndex {
    return this.dataCentreEntry[place as DataCentreIndex] ?? NONE;
  }

  /** Whether the group's centre is up and one of its agents is on duty and present. */
  isStaffed(group: GroupIndex): boolean {
    return (this.onDuty[group] as number) > 0 && this.centreUp[this.tables.centreOf(group)] === 1;
  }

  /** Whether an agent of any group is on duty and present at the group's centre, whether the centre is up or down. */
  isAnybodyOnDutyWith(group: GroupIndex): boolean {
    const { tables } = this;
    const centre = tables.centreOf(group);
    return this.onDuty.some((present, other) => present > 0 && tables.centreOf(other) === centre);
  }
}

type WorldColumns =
  | 'dataCentreUp'
  | 'centreUp'
  | 'agentOnDuty'
  | 'agentAway'
  | 'agentWorksAfter'
  | 'agentConsulted'
  | 'onDuty'
  | 'idle'
  | 'caseOfAgent'
  | 'freeSinceMs'
  | 'centreSinceMs'
  | 'dataCentreEntry'
  | 'centreEntry'
  | 'dutyEntry';

type WorldWrites =
  | `set${'DataCentre' | 'Centre' | 'Duty' | 'Presence' | 'CaseOfAgent' | 'WorkAfter' | 'Consulted' | 'Stay'}`
  | `${'take' | 'leave'}Case`
  | `${'begin' | 'end'}Work`;

/** The world as judges see it, read-only. */
export type WorldView = Readonly<Omit<WorldState, WorldColumns | WorldWrites | 'staysSinceMs'>> & {
  readonly [column in WorldColumns]: Readonly<WorldState[column]>;
} & { readonly staysSinceMs: ReadonlyMap<AgentIndex, RunMs> };
