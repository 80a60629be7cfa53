import type { Indexed } from '#base';
import { type AgentIndex, type CentreIndex, CHANNELS, type GroupIndex, type Meter } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Policies } from '../world/interruption-policies.ts';
import type { Shiftmates, World } from '../world/world.ts';
import { setOwnSpeeds } from './agent-speeds.ts';
import { Agent, Group } from './agents.ts';
import { createIdleAgents, type IdleAgents } from './idle-agents.ts';

/** Called by the workforce when the state of agents changes. */
export interface WorkforceListener {
  /** An agent may take a case from now on. */
  available(agent: Agent): void;
  /** One agent more is on duty and present, or one less. */
  presenceChanged(agent: Agent, delta: 1 | -1): void;
  /** An agent's duty ends, the centre goes down, or the agent goes away, with a case in hand. */
  leavesWith(record: CaseRecord, why: keyof Policies): void;
}

/** An absence, or shrinkage. */
export type ReasonAway = 'isAway' | 'isOff';

/** Who is on duty, who is idle, and which case each agent has in hand. */
export class Workforce {
  readonly groups: Indexed<GroupIndex, Group>;
  readonly agents: Indexed<AgentIndex, Agent>;
  readonly idle: IdleAgents;

  constructor(
    { scenario }: World,
    meter: Meter,
    chance: { readonly seed: string; readonly replication: number },
  ) {
    const agents: Agent[] = [];
    this.groups = scenario.groups.map(({ centre, channelSpeeds, shifts, speed, tier }, index) => {
      const speeds = Float64Array.from(scenario.products, (_, product) => speed[product] ?? 0);
      const group = new Group(index, tier, centre, speeds, meter.groupTally(index));
      if (channelSpeeds !== undefined) group.channelSpeed = CHANNELS.map((channel) => channelSpeeds[channel]);
      for (const shift of shifts) {
        for (let i = 0; i < shift.agents; i++) {
          const agent = new Agent(agents.length, group, shift.rampUp ?? null);
          group.agents.push(agent);
          agents.push(agent);
        }
      }
      return group;
    });
    for (const group of this.groups)
      group.atCentre = this.groups.filter(({ centre }) => centre === group.centre);
    setOwnSpeeds(this.groups, scenario, chance);
    this.agents = agents;
    this.idle = createIdleAgents(this.groups.length, agents.length);
  }

  beginDuty(shift: Shiftmates, listener: WorkforceListener): void {
    for (const agent of this.agentsOf(shift)) {
      agent.onDuty = true;
      if (!isElsewhere(agent)) this.appear(agent, listener);
    }
  }

  /** `isLast`: no other duty of the shift follows. */
  endDuty(shift: Shiftmates, isLast: boolean, listener: WorkforceListener): void {
    const agents = this.agentsOf(shift);
    for (const agent of agents) {
      agent.onDuty = false;
      agent.isBackLater = !isLast;
      if (agent.isPresent) this.disappear(agent, listener);
    }
    for (const agent of agents) for (const record of keptBy(agent)) listener.leavesWith(record, 'shiftEnd');
  }

  /** A single agent goes away, on duty or not. `why`: what keeps the agent away, perhaps beside the other reason. */
  leave(agent: Agent, why: ReasonAway, listener: WorkforceListener): void {
    const wasElsewhere = isElsewhere(agent);
    agent[why] = true;
    if (agent.isPresent) this.disappear(agent, listener);
    if (wasElsewhere) return;
    for (const record of keptBy(agent)) listener.leavesWith(record, 'absence');
  }

  comeBack(agent: Agent, why: ReasonAway, listener: WorkforceListener): void {
    agent[why] = false;
    if (agent.onDuty && !isElsewhere(agent)) this.appear(agent, listener);
  }

  private appear(agent: Agent, listener: WorkforceListener): void {
    agent.isPresent = true;
    agent.group.onDuty++;
    listener.presenceChanged(agent, 1);
    listener.available(agent);
  }

  private disappear(agent: Agent, listener: WorkforceListener): void {
    agent.isPresent = false;
    agent.group.onDuty--;
    listener.presenceChanged(agent, -1);
    if (agent.isIdle) this.idle.remove(agent);
  }

  setCentre(centre: CentreIndex, up: boolean, listener: WorkforceListener): void {
    for (const group of this.groups) {
      if (group.centre !== centre) continue;
      group.isUp = up;
      for (const agent of group.agents) {
        if (up) listener.available(agent);
        else {
          if (agent.isIdle) this.idle.remove(agent);
          for (const record of keptBy(agent)) listener.leavesWith(record, 'outage');
        }
      }
    }
  }

  private agentsOf({ agents, firstAgent }: Shiftmates): readonly Agent[] {
    return this.agents.slice(firstAgent, firstAgent + agents);
  }
}

function isElsewhere({ isAway, isOff }: Agent): boolean {
  return isAway || isOff;
}

/** The cases in hand, and those that were set aside. */
function keptBy({ alsoInHand, inHand, setAside }: Agent): readonly CaseRecord[] {
  return inHand === null ? setAside : [inHand, ...alsoInHand, ...setAside];
}
