import type { AgentIndex, GroupIndex, RunMs } from '#domain';
import type { ActViewOf, FactsView } from '../../facts/facts.ts';
import { shown, type Tally } from '../../facts/tally.ts';
import { NONE } from '../../facts/world-state.ts';
import { Judge } from '../invariant.ts';

/** Shifts of a group that share their agents. */
interface Rota {
  readonly group: GroupIndex;
  readonly agents: AgentIndex[];
  /** When the number required changes, in order, and by how many agents. */
  readonly changes: { readonly atMs: RunMs; readonly delta: number }[];
  /** Number of changes that have happened. */
  happened: number;
  required: number;
}

/**
 * Part of R18: where head counts do not say which agent leaves, as many agents are on duty as they require. More are
 * on duty only if none of them is free, and an agent leaves only when free.
 */
export class Rotas extends Judge {
  private readonly rotas: readonly Rota[];
  private readonly ofShifts: ReadonlyMap<string, Rota>;

  constructor(facts: FactsView, tally: Tally) {
    super(facts, tally);
    const ofShifts = new Map<string, Rota>();
    facts.tables.scenario.groups.forEach(({ shifts }, group) => {
      const byNumber = new Map<number, Rota>();
      shifts.forEach(({ rota: number }, s) => {
        const shift = facts.tables.shifts[group]?.[s];
        if (number === undefined || shift === undefined) return;
        const known = byNumber.get(number);
        const rota = known ?? { group, agents: [], changes: [], happened: 0, required: 0 };
        byNumber.set(number, rota);
        ofShifts.set(`${group} ${s}`, rota);
        for (let i = 0; i < shift.agents; i++) rota.agents.push(shift.firstAgent + i);
        for (const atMs of shift.fromMs) rota.changes.push({ atMs, delta: shift.agents });
        for (const atMs of shift.toMs) rota.changes.push({ atMs, delta: -shift.agents });
      });
    });
    this.ofShifts = ofShifts;
    this.rotas = [...new Set(ofShifts.values())];
    for (const { changes } of this.rotas) changes.sort((left, right) => left.atMs - right.atMs);
  }

  has(group: GroupIndex, shift: number): boolean {
    return this.rotas.length > 0 && this.ofShifts.has(`${group} ${shift}`);
  }

  /** Called before an agent of a rota comes on duty, or leaves. */
  changing({ a: group, aux, b: shift, c: agents, d: agent }: ActViewOf<'duty'>): void {
    const { tables, world } = this.facts;
    const { firstAgent = 0, agents: count = 0 } = tables.shifts[group]?.[shift] ?? {};
    const begins = aux === 1;
    const name = tables.scenario.groups[group]?.id;
    const claim = `agent ${shown(agent)} of group ${name} ${begins ? 'comes on duty' : 'leaves'}`;
    if (agents !== 1 || agent < firstAgent || agent >= firstAgent + count) {
      this.tally.violate(null, `${claim}, but is no agent of that shift, or not the only one named`);
    } else if ((world.agentOnDuty[agent] === 1) === begins) {
      this.tally.violate(null, `${claim}, but already ${begins ? 'is on duty' : 'has left'}`);
    } else if (!begins && world.isBusy(agent)) {
      this.tally.violate(null, `${claim}, but is not free`);
    }
  }

  endOfInstant(): void {
    const { entry, timeMs } = this.facts.moment;
    // Nobody has come before the first entry.
    if (entry === NONE) return;
    for (const rota of this.rotas) this.judge(rota, timeMs);
  }

  finish(endMs: RunMs): void {
    for (const rota of this.rotas) this.judge(rota, endMs - 1);
  }

  private judge(rota: Rota, nowMs: RunMs): void {
    this.tally.checks++;
    const { world } = this.facts;
    const required = this.requiredAt(rota, nowMs);
    let onDuty = 0;
    let free = 0;
    for (const agent of rota.agents) {
      if (world.agentOnDuty[agent] !== 1) continue;
      onDuty++;
      if (!world.isBusy(agent)) free++;
    }
    if (onDuty === required || (onDuty > required && free === 0)) return;
    const name = this.facts.tables.scenario.groups[rota.group]?.id;
    const howMany = `${onDuty} agents of group ${name} are on duty, ${free} of them free`;
    this.tally.violate(null, `${howMany}, but its head counts require ${required}`);
  }

  private requiredAt(rota: Rota, nowMs: RunMs): number {
    for (;;) {
      const next = rota.changes[rota.happened];
      if (next === undefined || next.atMs > nowMs) return rota.required;
      rota.required += next.delta;
      rota.happened++;
    }
  }
}
