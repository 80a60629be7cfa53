import { numbered } from '#base';
import { ADEQUACY_DECISIONS, COPY_ROLES, NONE, type Scenario, type TransferRule } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { RoutingClass } from '../routing/routing-classes.ts';
import type { Faults } from './faults.ts';

const { primary: PRIMARY } = numbered(COPY_ROLES);

/** Faulty conduct. Each kind is wrong in one way. */

type Fault<Part extends keyof Faults> = NonNullable<Faults[Part]>;

/** An agent views a case again after it is no longer assigned to anybody. */
export const browsing: Fault<'dataEffects'> = (effects, recorder) => ({
  ...effects,
  endView(record) {
    effects.endView(record);
    recorder.view(record);
    recorder.viewEnd(record);
  },
});

export const keepingWorkingCopies: Fault<'dataEffects'> = (effects) => ({
  ...effects,
  purgeWorkingCopy() {},
});

/** The replica is not erased with the case. */
export const forgettingReplicas: Fault<'dataEffects'> = (effects) => ({
  ...effects,
  eraseCopies(record) {
    const { replica } = record;
    record.replica = NONE;
    effects.eraseCopies(record);
    record.replica = replica;
  },
});

export const restoringErased: Fault<'dataEffects'> = (effects, recorder) => ({
  ...effects,
  eraseCopies(record) {
    effects.eraseCopies(record);
    if (record.primary !== NONE) recorder.store(record, PRIMARY, record.primary, -1);
  },
});

/** A case that looks for an agent gets one outside its region, if one is free. */
export const preferringOutside: Fault<'router'> = (router, { agents, idle }) => ({
  ...router,
  agentFor(record) {
    const { local, permitted } = record.routingClass as RoutingClass;
    const free = permitted.filter(({ idleCount }) => idleCount > 0);
    const outside = free.find((group) => !local.includes(group));
    if (outside === undefined) return router.agentFor(record);
    router.decision.rank = 0;
    router.decision.candidates = free.length;
    return agents[idle.first(outside.index)] ?? null;
  },
});

/** Prefers cases that a low tier will solve, which nobody can know yet. */
export const lookingIntoCases: Fault<'router'> = (router) => ({
  ...router,
  caseFor(group) {
    let chosen = router.queues.best(group.mask);
    for (let one = chosen; one !== null; one = one.next) {
      if (one.solvedAtTier < (chosen as CaseRecord).solvedAtTier) chosen = one;
    }
    return chosen;
  },
});

/** An emergency never ends. */
export const overstaying: Fault<'breakGlass'> = (breakGlass) => ({
  ...breakGlass,
  covers: (record) => breakGlass.covers(record, Number.NEGATIVE_INFINITY),
});

export const worstQueue: Fault<'isBetterQueue'> = (cost, best) =>
  best === Number.POSITIVE_INFINITY || cost > best;

/** Cases that are passed on to a group wait for anybody of its tier. */
export const forgettingReceivers: Fault<'router'> = (router) => ({
  ...router,
  narrowedTo: (routingClass) => routingClass,
});

/** Two more cases than the scenario allows may wait after a transfer with a limit. */
export const withWiderQueues: Fault<'scenario'> = ({ work, ...scenario }) => {
  const wider = (rule: TransferRule | null | undefined) =>
    rule?.way === 'no wait' ? { ...rule, waiting: (rule.waiting ?? 0) + 2 } : rule;
  const tierTransfers = work.tierTransfers?.map((own) =>
    own.map(({ rule, ...one }) => (rule === undefined ? one : { ...one, rule: wider(rule) ?? null })),
  );
  return { ...scenario, work: tierTransfers === undefined ? work : { ...work, tierTransfers } };
};

/** Companies take every adequacy decision to cover them, whatever its scope. */
export const withoutScopes: Fault<'scenario'> = (scenario) => ({
  ...scenario,
  entities: scenario.entities.map((entity) => ({
    ...entity,
    adequacy: ADEQUACY_DECISIONS.map(({ id, validFromMs }) => ({
      decision: id,
      isCovered: true,
      fromEpochMs: validFromMs,
      toEpochMs: null,
    })),
  })),
});

/** The vendor closes its incidents after half of the time, whether or not the cause is mended. */
export const mendingTooEarly: Fault<'scenario'> = (scenario) => ({
  ...scenario,
  incidents: scenario.incidents?.map((incident) => ({
    ...incident,
    mendedMs: Math.round((incident.linkedFromMs + incident.mendedMs) / 2),
  })),
});

export const withoutHolds: Fault<'scenario'> = ({ holds: _, ...scenario }): Scenario => scenario;

/** The vendor takes all items that come plain, and tells the customer. */
export const keepingPlainItems: Fault<'scenario'> = (scenario) => ({
  ...scenario,
  segments: scenario.segments.map(({ encryption, ...segment }) =>
    encryption === undefined ? segment : { ...segment, encryption: { ...encryption, plain: 'told' } },
  ),
});

/** Agents work as fast on several contacts as on one. */
export const withoutSlowdown: Fault<'scenario'> = (scenario) => ({
  ...scenario,
  groups: scenario.groups.map(({ concurrency, ...group }) => {
    if (concurrency === undefined) return group;
    return { ...group, concurrency: { ...concurrency, slowdown: concurrency.slowdown.map(() => 1) } };
  }),
});

/** Groups forget which kinds of cases they should take first. */
export const withoutKinds: Fault<'scenario'> = (scenario) => ({
  ...scenario,
  groups: scenario.groups.map(({ takesFirst: _, ...group }) => group),
});
