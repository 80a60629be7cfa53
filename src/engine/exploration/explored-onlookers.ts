import { numbered, rowAt } from '#base';
import {
  ACCESS_PURPOSES,
  ACT_NUMBERS,
  type ActOf,
  APPROVAL_STEPS,
  type GroupIndex,
  NONE,
  type PlaceIndex,
  type PurposeIndex,
} from '#domain';
import type { Sight } from '../cases/recorder.ts';
import { mayBeConsulted } from '../features/consultations.ts';
import type { Group } from '../people/agents.ts';
import { promiseTo } from '../residency/contracts.ts';
import type { Explored } from './explored-places.ts';
import { NOBODY, type Onlooker } from './situation.ts';

const { consultation: TO_BE_CONSULTED, escort: ESCORT } = numbered(ACCESS_PURPOSES);

const { 'access approval': APPROVAL } = ACT_NUMBERS;
const { asked: ASKED, given: GIVEN, refused: REFUSED } = numbered(APPROVAL_STEPS);

/** Somebody who sees the explored case while another agent has it. */
function createOnlooker({ now, record, workforce }: Explored, purpose: PurposeIndex) {
  const seen = { by: NOBODY as Onlooker };

  function sight(): Sight {
    const { caseNumber, source } = record;
    const { group, viewedPlace } = seen.by;
    const { agents, centre } = rowAt(workforce.groups, group);
    // The last agent of the group differs from the one who has the case, if the group has two.
    return { agent: agents.at(-1)?.index ?? NONE, group, centre, caseNumber, source, viewedPlace };
  }

  return {
    seen,
    /** An agent of the group begins to see the case, which is read from that place. */
    see(group: GroupIndex, viewedPlace: PlaceIndex): void {
      seen.by = { group, viewedPlace };
      now.epoch.recorder.seenBeside(true, sight(), purpose);
    },
    /** The agent leaves. Returns false if there is none. */
    end(): boolean {
      if (seen.by.group === NONE) return false;
      now.epoch.recorder.seenBeside(false, sight(), purpose);
      seen.by = NOBODY;
      return true;
    },
  };
}

/** The agent who is consulted about the explored case. Any permitted agent may join while the case is worked on, and leave at any time. */
export function createExploredConsultation(explored: Explored) {
  const { choices, now, places, record, scenario, workforce } = explored;
  const { end, see, seen } = createOnlooker(explored, TO_BE_CONSULTED);
  const ruleNow = () => scenario.work.consultation?.[record.tier - 1] ?? null;

  function mayJoin(group: Group): boolean {
    const rule = ruleNow();
    return rule !== null && mayBeConsulted(now.epoch.policy, group, rule, record);
  }

  /** Groups whose agents may join. */
  function able(): readonly GroupIndex[] {
    return workforce.groups.flatMap((group) =>
      group.agents.length > 0 && mayJoin(group) ? [group.index] : [],
    );
  }

  return {
    seen,
    end,
    able,
    /** An agent joins. Returns false if nobody can. */
    begin(): boolean {
      if (ruleNow() === null || seen.by.group !== NONE) return false;
      const viewedPlace = places.readable(record);
      if (viewedPlace === NONE) return false;
      const groups = able();
      if (groups.length === 0) return false;
      see(rowAt(groups, choices.choose(groups.length)), viewedPlace);
      return true;
    },
    /** The consulted agent leaves if promise or law no longer allow the access. */
    reconsider(): void {
      const group = workforce.groups[seen.by.group];
      if (group !== undefined && !mayJoin(group)) end();
    },
  };
}

export type ExploredApproval = ReturnType<typeof createExploredApproval>;

/** The customer's answer to the question whether somebody outside may see the explored case. */
export function createExploredApproval({ choices, now, record, scenario }: Explored) {
  const of = { step: NONE };
  const ruleNow = () => promiseTo(scenario, record.source.index)?.approval ?? null;

  function take(step: ActOf<'access approval'>['aux']): true {
    of.step = step;
    now.epoch.recorder.act(APPROVAL, step, record.caseNumber, 0, 0, 0, 0);
    return true;
  }

  return {
    /** The last step, an index of APPROVAL_STEPS; NONE before the first. */
    of,
    isOpen: () => ruleNow() === null || now.epoch.policy.isApproved(of.step),
    /** The customer is asked. Returns false if that need not be, or has been done. */
    ask: () => ruleNow() !== null && of.step === NONE && take(ASKED),
    /** The customer answers in any way that the promise thinks possible. Returns false if no answer is due. */
    answer(): boolean {
      const rule = ruleNow();
      if (rule === null || of.step !== ASKED) return false;
      const possible = [...(rule.refused < 1 ? [GIVEN] : []), ...(rule.refused > 0 ? [REFUSED] : [])];
      return take(rowAt(possible, choices.choose(possible.length)));
    },
  };
}

export type ExploredEscort = ReturnType<typeof createExploredEscort>;

/** The agent who watches an agent outside for as long as that one has the explored case in hand, if the promise wants that. */
export function createExploredEscort(explored: Explored) {
  const { now, record, scenario, workforce } = explored;
  const { end, see, seen } = createOnlooker(explored, ESCORT);
  return {
    seen,
    see,
    end,
    /** Groups whose agents may be the escort. */
    able(): readonly Group[] {
      const { product, source } = record;
      return workforce.groups.filter(
        ({ agents, index }) => agents.length > 0 && now.epoch.policy.mayEscort(source.index, product, index),
      );
    },
    isWanted: () => promiseTo(scenario, record.source.index)?.escortedBy !== undefined,
    /** Returns the given groups outside that may have the case as the promise says. */
    outside(capable: readonly Group[]): readonly Group[] {
      const { product, source } = record;
      const { policy } = now.epoch;
      return capable.filter(
        ({ agents, index }) => agents.length > 0 && policy.mayHaveFromOutside(source.index, product, index),
      );
    },
    /** Whether the promise wants no escort, or an agent who may be the escort watches. */
    isThere(): boolean {
      const { product, source } = record;
      const { group } = seen.by;
      return !this.isWanted() || (group !== NONE && now.epoch.policy.mayEscort(source.index, product, group));
    },
  };
}
