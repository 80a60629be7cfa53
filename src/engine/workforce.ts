import type { IdleAgents } from './idle-agents.ts';
import type { Staffing } from './waiting-cause.ts';
import type { ShiftTable, World } from './world.ts';

/** What becomes of agents is told to whoever runs the simulation. */
export interface WorkforceListener {
  /** An agent may take a case from now on. */
  available(agent: number): void;
  /** An agent's duty ends with a case in hand. */
  dutyEndsWith(row: number): void;
  /** An agent's centre goes down with a case in hand. */
  centreDownWith(row: number): void;
}

/** Who is on duty, who is idle, and which case each agent has in hand. */
export class Workforce {
  /** The row each agent has in hand, −1 for none. */
  readonly rowOf: Int32Array;
  private readonly onDuty: Uint8Array;
  private readonly world: World;
  private readonly idle: IdleAgents;
  private readonly staffing: Staffing;

  constructor(world: World, idle: IdleAgents, staffing: Staffing) {
    this.world = world;
    this.idle = idle;
    this.staffing = staffing;
    this.rowOf = new Int32Array(world.agentCount).fill(-1);
    this.onDuty = new Uint8Array(world.agentCount);
  }

  /** Whether the agent may be listed as idle now: on duty, at a centre that is up, and with nothing in hand. */
  canTakeCase(agent: number): boolean {
    if (this.onDuty[agent] === 0 || this.rowOf[agent] !== -1 || this.idle.isIdle(agent)) return false;
    return this.staffing.isUp[this.world.groupOfAgent[agent] as number] === 1;
  }

  beginDuty(shift: ShiftTable, listener: WorkforceListener): void {
    const { onDuty } = this.staffing;
    onDuty[shift.group] = (onDuty[shift.group] as number) + shift.agents;
    for (let agent = shift.firstAgent; agent < shift.firstAgent + shift.agents; agent++) {
      this.onDuty[agent] = 1;
      listener.available(agent);
    }
  }

  endDuty(shift: ShiftTable, listener: WorkforceListener): void {
    const { onDuty } = this.staffing;
    onDuty[shift.group] = (onDuty[shift.group] as number) - shift.agents;
    for (let agent = shift.firstAgent; agent < shift.firstAgent + shift.agents; agent++) {
      this.onDuty[agent] = 0;
      if (this.idle.isIdle(agent)) this.idle.remove(agent);
      const row = this.rowOf[agent] as number;
      if (row !== -1) listener.dutyEndsWith(row);
    }
  }

  setCentre(centre: number, up: boolean, listener: WorkforceListener): void {
    for (const group of this.world.groupsOfCentre[centre] ?? []) {
      this.staffing.isUp[group] = up ? 1 : 0;
      const last = this.world.firstAgentOfGroup[group + 1] as number;
      for (let agent = this.world.firstAgentOfGroup[group] as number; agent < last; agent++) {
        if (up) listener.available(agent);
        else if (this.idle.isIdle(agent)) this.idle.remove(agent);
        else if (this.rowOf[agent] !== -1) listener.centreDownWith(this.rowOf[agent] as number);
      }
    }
  }
}
