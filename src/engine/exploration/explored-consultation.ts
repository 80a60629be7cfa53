import { numbered, rowAt } from '#base';
import { ACCESS_PURPOSES, type GroupIndex, NONE, type Scenario } from '#domain';
import type { Recorder, Sight } from '../cases/recorder.ts';
import { mayBeConsulted } from '../features/consultation.ts';
import type { Group } from '../people/agents.ts';
import type { Workforce } from '../people/workforce.ts';
import type { Policy } from '../residency/policy.ts';
import type { Choices } from './choices.ts';
import type { ExploredCase } from './explored-case.ts';
import { NOBODY, type Onlooker } from './situation.ts';

const { consultation: TO_BE_CONSULTED, escort: ESCORT } = numbered(ACCESS_PURPOSES);

/** The policy and the recorder of the present epoch. */
interface Deciding {
  readonly policy: Policy;
  readonly recorder: Recorder;
}

/** The agent who is consulted about the explored case. Any permitted agent may join while the case is worked on, and leave at any time. */
export class ExploredConsultation {
  current: Onlooker = NOBODY;
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
    recorder.seenBeside(true, this.sight(), TO_BE_CONSULTED);
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
    recorder.seenBeside(false, this.sight(), TO_BE_CONSULTED);
    this.current = NOBODY;
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
    return sightOf(this.record, this.groups, this.current);
  }
}

/** The group's last agent, so that it is not the one who has the case if there is another. */
function sightOf(
  { caseNumber, source }: ExploredCase,
  groups: readonly Group[],
  { group, viewedPlace }: Onlooker,
): Sight {
  const { agents, centre } = rowAt(groups, group);
  return { agent: agents.at(-1)?.index ?? NONE, group, centre, caseNumber, source, viewedPlace };
}

/** The agent who watches an agent outside for as long as that one has the explored case in hand. */
export class ExploredEscort {
  current: Onlooker = NOBODY;
  private readonly groups: readonly Group[];
  private readonly record: ExploredCase;

  constructor(record: ExploredCase, { groups }: Workforce) {
    this.record = record;
    this.groups = groups;
  }

  /** Groups whose agents may be the escort. */
  able({ policy }: Pick<Deciding, 'policy'>): readonly Group[] {
    const { product, source } = this.record;
    return this.groups.filter(
      ({ agents, index }) => agents.length > 0 && policy.mayEscort(source.index, product, index),
    );
  }

  /** Of the groups given, those that may have the case under escort. */
  outside({ policy }: Pick<Deciding, 'policy'>, capable: readonly Group[]): readonly Group[] {
    const { product, source } = this.record;
    return capable.filter(
      ({ agents, index }) => agents.length > 0 && policy.mayBeEscorted(source.index, product, index),
    );
  }

  begin({ recorder }: Pick<Deciding, 'recorder'>, group: GroupIndex, viewedPlace: number): void {
    this.current = { group, viewedPlace };
    recorder.seenBeside(true, sightOf(this.record, this.groups, this.current), ESCORT);
  }

  /** The escort leaves. Returns false if there is none. */
  end({ recorder }: Pick<Deciding, 'recorder'>): boolean {
    if (this.current.group === NONE) return false;
    recorder.seenBeside(false, sightOf(this.record, this.groups, this.current), ESCORT);
    this.current = NOBODY;
    return true;
  }

  /** Whether the group that has the case may keep it because of the escort. */
  covers({ policy }: Pick<Deciding, 'policy'>): boolean {
    const { group: own, product, source } = this.record;
    const { group } = this.current;
    if (group === NONE || !policy.mayBeEscorted(source.index, product, own)) return false;
    return policy.mayEscort(source.index, product, group);
  }
}
