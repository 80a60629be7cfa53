import { numbered, rowAt } from '#base';
import {
  ACCESS_PURPOSES,
  type GroupIndex,
  NONE,
  type PlaceIndex,
  type PurposeIndex,
  type Scenario,
} from '#domain';
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
type Recording = Pick<Deciding, 'recorder'>;

/** Somebody who sees the explored case while another agent has it. */
class ExploredOnlooker {
  current: Onlooker = NOBODY;
  protected readonly record: ExploredCase;
  protected readonly groups: readonly Group[];
  private readonly purpose: PurposeIndex;

  constructor(record: ExploredCase, { groups }: Workforce, purpose: PurposeIndex) {
    this.record = record;
    this.groups = groups;
    this.purpose = purpose;
  }

  /** An agent of the group begins to see the case, which is read from that place. */
  see({ recorder }: Recording, group: GroupIndex, viewedPlace: PlaceIndex): void {
    this.current = { group, viewedPlace };
    recorder.seenBeside(true, this.sight(), this.purpose);
  }

  /** The agent leaves. Returns false if there is none. */
  end({ recorder }: Recording): boolean {
    if (this.current.group === NONE) return false;
    recorder.seenBeside(false, this.sight(), this.purpose);
    this.current = NOBODY;
    return true;
  }

  private sight(): Sight {
    const { caseNumber, source } = this.record;
    const { group, viewedPlace } = this.current;
    const { agents, centre } = rowAt(this.groups, group);
    // The last agent of the group differs from the one who has the case, if the group has two.
    return { agent: agents.at(-1)?.index ?? NONE, group, centre, caseNumber, source, viewedPlace };
  }
}

/** The agent who is consulted about the explored case. Any permitted agent may join while the case is worked on, and leave at any time. */
export class ExploredConsultation extends ExploredOnlooker {
  private readonly scenario: Scenario;
  private readonly choices: Choices;

  constructor(record: ExploredCase, workforce: Workforce, choices: Choices, scenario: Scenario) {
    super(record, workforce, TO_BE_CONSULTED);
    this.choices = choices;
    this.scenario = scenario;
  }

  /** An agent joins. Returns false if nobody can. `readable` returns the place from which the case is read. */
  begin(deciding: Deciding, readable: () => number): boolean {
    if (this.rule === null || this.current.group !== NONE) return false;
    const viewedPlace = readable();
    if (viewedPlace === NONE) return false;
    const able = this.able(deciding.policy);
    if (able.length === 0) return false;
    this.see(deciding, rowAt(able, this.choices.choose(able.length)), viewedPlace);
    return true;
  }

  /** Groups whose agents may join. */
  able(policy: Policy): readonly GroupIndex[] {
    return this.groups.flatMap((group) =>
      group.agents.length > 0 && this.mayJoin(policy, group) ? [group.index] : [],
    );
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
}

/** The agent who watches an agent outside for as long as that one has the explored case in hand. */
export class ExploredEscort extends ExploredOnlooker {
  constructor(record: ExploredCase, workforce: Workforce) {
    super(record, workforce, ESCORT);
  }

  /** Groups whose agents may be the escort. */
  able({ policy }: Pick<Deciding, 'policy'>): readonly Group[] {
    const { product, source } = this.record;
    return this.groups.filter(
      ({ agents, index }) => agents.length > 0 && policy.mayEscort(source.index, product, index),
    );
  }

  /** Returns the given groups that may have the case under escort. */
  outside({ policy }: Pick<Deciding, 'policy'>, capable: readonly Group[]): readonly Group[] {
    const { product, source } = this.record;
    return capable.filter(
      ({ agents, index }) => agents.length > 0 && policy.mayBeEscorted(source.index, product, index),
    );
  }

  /** Whether the group that has the case may keep it because of the escort. */
  covers({ policy }: Pick<Deciding, 'policy'>): boolean {
    const { group: own, product, source } = this.record;
    const { group } = this.current;
    if (group === NONE || !policy.mayBeEscorted(source.index, product, own)) return false;
    return policy.mayEscort(source.index, product, group);
  }
}
