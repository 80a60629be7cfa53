import { rowAt } from '#base';
import { type GroupIndex, NONE, type Scenario } from '#domain';
import type { Recorder, Sight } from '../cases/recorder.ts';
import { mayBeConsulted } from '../features/consultation.ts';
import type { Group } from '../people/agents.ts';
import type { Workforce } from '../people/workforce.ts';
import type { Policy } from '../residency/policy.ts';
import type { Choices } from './choices.ts';
import type { ExploredCase } from './explored-case.ts';
import { type Consulted, NOBODY_CONSULTED } from './situation.ts';

/** The policy and the recorder of the present epoch. */
interface Deciding {
  readonly policy: Policy;
  readonly recorder: Recorder;
}

/** The agent who is consulted about the explored case. Any permitted agent may join while the case is worked on, and leave at any time. */
export class ExploredConsultation {
  current: Consulted = NOBODY_CONSULTED;
  private readonly scenario: Scenario;
  private readonly groups: readonly Group[];
  private readonly record: ExploredCase;
  private readonly choices: Choices;

  constructor(record: ExploredCase, { groups }: Workforce, choices: Choices, scenario: Scenario) {
    this.record = record;
    this.groups = groups;
    this.choices = choices;
    this.scenario = scenario;
  }

  /** An agent joins. Returns false if nobody can. `readable` returns the place from which the case is read. */
  begin({ policy, recorder }: Deciding, readable: () => number): boolean {
    if (this.rule === null || this.current.group !== NONE) return false;
    const viewedPlace = readable();
    if (viewedPlace === NONE) return false;
    const able = this.able(policy);
    if (able.length === 0) return false;
    this.current = { group: rowAt(able, this.choices.choose(able.length)), viewedPlace };
    recorder.consulted(true, this.sight());
    return true;
  }

  /** Groups whose agents may join. */
  able(policy: Policy): readonly GroupIndex[] {
    return this.groups.flatMap((group) =>
      group.agents.length > 0 && this.mayJoin(policy, group) ? [group.index] : [],
    );
  }

  /** The consulted agent leaves. Returns false if there is none. */
  end({ recorder }: Pick<Deciding, 'recorder'>): boolean {
    if (this.current.group === NONE) return false;
    recorder.consulted(false, this.sight());
    this.current = NOBODY_CONSULTED;
    return true;
  }

  /** The consulted agent leaves if promise or law no longer allow the access. */
  reconsider(deciding: Deciding): void {
    const group = this.groups[this.current.group];
    if (group !== undefined && !this.mayJoin(deciding.policy, group)) this.end(deciding);
  }

  private get rule() {
    return this.scenario.work.consultation?.[this.record.tier - 1] ?? null;
  }

  private mayJoin(policy: Policy, group: Group): boolean {
    const { rule } = this;
    return rule !== null && mayBeConsulted(policy, group, rule, this.record);
  }

  private sight(): Sight {
    const { group, viewedPlace } = this.current;
    const { caseNumber, source } = this.record;
    const { agents, centre } = rowAt(this.groups, group);
    // The group's last agent, so that it is not the one who asks if there is another.
    return { agent: agents.at(-1)?.index ?? NONE, group, centre, caseNumber, source, viewedPlace };
  }
}
