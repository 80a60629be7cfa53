import { ALL_CLASSES, type Verdicts } from '#audit';
import { numbered } from '#base';
import {
  ACCESS_PURPOSES,
  APPROVAL_STEPS,
  CASE_STATES,
  type Channel,
  ESCALATION_REASONS,
  type EscalationReason,
  NONE_16,
  type Scenario,
  type TierNumber,
  type TransferRule,
} from '#domain';
import type { ExploredAct, Situation } from '#engine';
import { type Bench, type JudgedStep, type OpenView, placeOf, type Reading } from './evidence.ts';
import { judgeTransferBefore } from './judge-copies.ts';

const { support: SUPPORT, consultation: TO_BE_CONSULTED, escort: ESCORT } = numbered(ACCESS_PURPOSES);
const { 'open.waiting.queued': QUEUED, 'open.working': WORKING } = numbered(CASE_STATES);
const { asked: ASKED, given: GIVEN } = numbered(APPROVAL_STEPS);

/** The customer is asked to approve access from outside, or answers. `aux`: the step. */
export function judgeApproval(
  { checks, scenario }: Bench,
  reading: Reading,
  { aux: step }: ExploredAct,
): void {
  const { approval, state, stream } = reading;
  const { promise = -1 } = scenario.segments[scenario.streams[stream]?.segment ?? -1] ?? {};
  const isDue = step === ASKED ? approval === -1 && state === QUEUED : approval === ASKED;
  checks.check(
    'R18.states-connect',
    scenario.promises[promise]?.approval !== undefined && isDue,
    () => 'an approval of access from outside is asked for, given or refused out of turn',
  );
  reading.approval = step;
}

/** A group gets the case: `a`. `c`: its agent. */
export function judgeAssignment(
  { checks, scenario }: Bench,
  { approval, escort, now, openTo, step, stream }: Reading,
  { a: group, c: agent }: ExploredAct,
): void {
  const isPermitted =
    mayGet(scenario, now, step.before, group) ||
    (openTo === agent && now.whyNotInEmergency(stream, group, step.before.product) === null) ||
    ((escort !== null || approval === GIVEN) &&
      now.whyNotFromOutside(stream, group, step.before.product) === null);
  checks.check('R10.group-eligible', isPermitted, () => {
    const why = now.whyNotWorked(stream, group, step.before.product) ?? 'it lacks the skills';
    return `the case is assigned to group ${nameOf(scenario, group)}, which is not eligible: ${why}`;
  });
  checks.check(
    'R20.group-named',
    now.tables.groupOf(agent) === group,
    () => 'the assignment names no agent of the group',
  );
}

/** Whether contacts of any tier pass cases on to others of the same tier. Which tier does is left open, as is which tier solves a case. */
export function passesWithin({ tierTransfers }: Scenario['work']): boolean {
  return tierTransfers?.some((own, k) => own.some(({ to }) => to === k + 1)) === true;
}

/** The tiers below this one whose agents may continue with a case that needs this one. */
export function tiersGoingOn(
  { tierTransfers, transfer }: Scenario['work'],
  channel: Channel,
  tier: TierNumber,
): readonly TierNumber[] {
  const goesOn = (rule: TransferRule | null | undefined) =>
    rule?.way === 'no wait' && rule.otherwise === 'go on';
  const ofChannel = transfer?.[channel] ?? null;
  if (tierTransfers === undefined) return goesOn(ofChannel) && tier > 1 ? [tier - 1] : [];
  return tierTransfers.flatMap((own, k) => {
    const isOne = own.some(({ rule, to }) => to === tier && goesOn(rule === undefined ? ofChannel : rule));
    return isOne && k + 1 < tier ? [k + 1] : [];
  });
}

/**
 * Whether the group may get the case. If contacts may be continued below, also a group of the tiers below from which it may have come. A
 * search asks this for each assignment, so the lists of groups are not copied.
 */
function mayGet(
  { streams, work }: Scenario,
  now: Verdicts,
  { language, product, stream, tier }: Situation,
  group: number,
): boolean {
  if (now.permittedGroups(stream, product, language, tier).includes(group)) return true;
  const below = tiersGoingOn(work, streams[stream]?.channel ?? 'phone', tier);
  return below.some((one) => now.permittedGroups(stream, product, language, one).includes(group));
}

/** A view begins: `a` centre, `b` group, `c` agent, `d` place that is read. */
export function judgeView(bench: Bench, reading: Reading, act: ExploredAct): void {
  const { checks } = bench;
  const { a: centre, aux: purpose, b: group, c: agent, d: place } = act;
  const { copies, now, stream } = reading;
  const role = roleOf(purpose);
  const isEmergency = role === 'view' && reading.openTo !== -1 && reading.openTo === agent;
  const view = { group, place, consent: reading.consent, isEmergency };
  reading.consent = -1;
  if (role === 'consultation') judgeConsultation(bench, reading, group);
  else if (role === 'escort') judgeEscort(bench, reading, group);
  else {
    const isAssigned = reading.holder === group && purpose === SUPPORT;
    checks.check('R6.group-has-it', isAssigned, () => 'somebody sees the case to whom it is not assigned');
    checks.check('R18.views-recorded', reading.view === null, () => 'a view begins while another is open');
  }
  judgeSight(bench, reading, view, 'the case is seen', role === 'view');
  if (now.contracts.asksOf(stream)) {
    const why = now.contracts.whyNotSeenBy(stream, group, reading.step.before.product);
    checks.check('R9', why === null, () => `the case is seen; ${why}`);
  }
  const isLive = copies.some((copy) => placeOf(copy) === place);
  checks.check(
    'R18.copies-exist',
    isLive,
    () => `the case is read from ${now.tables.placeName(place)}, which has no copy`,
  );
  judgeName(bench, reading, centre, group, agent);
  judgeTransferBefore(
    bench,
    reading,
    now.tables.placeOfCentre(centre),
    place,
    now.tables.employerElsewhere(group),
  );
  reading[role] = view;
}

/** Whose view has that purpose: that of the agent who has the case (`view`), of the consulted agent, or of the escort. */
function roleOf(purpose: number): 'view' | 'consultation' | 'escort' {
  if (purpose === TO_BE_CONSULTED) return 'consultation';
  return purpose === ESCORT ? 'escort' : 'view';
}

/** The agent who has the case consults another. */
function judgeConsultation(
  { checks, scenario }: Bench,
  { consultation, holder, now, step, stream }: Reading,
  group: number,
): void {
  checks.check('R6.group-has-it', holder !== -1 && consultation === null, () => {
    return holder === -1
      ? 'somebody is consulted about a case that nobody has'
      : 'somebody is consulted while another consultation is open';
  });
  const { product, tier } = step.before;
  const rule = scenario.work.consultation?.[tier - 1] ?? null;
  const asked = scenario.groups[group];
  const hasSkills =
    rule !== null && asked?.tier === rule.tier && now.tables.knows(group, rule.product ?? product);
  const why = now.whyNotWorked(stream, group, product);
  checks.check('R10.group-eligible', hasSkills && why === null, () => {
    return `group ${nameOf(scenario, group)} is consulted but is not eligible: ${why ?? 'it lacks the skills'}`;
  });
}

/** Somebody begins to watch the agent outside who is about to get the case. */
function judgeEscort(
  { checks, scenario }: Bench,
  { escort, now, step, stream }: Reading,
  group: number,
): void {
  checks.check('R6.group-has-it', escort === null, () => 'somebody is the escort while another is');
  const isThere = now.isEscortCentre(stream, now.tables.centreOf(group));
  const why = now.whyNotWorked(stream, group, step.before.product);
  checks.check('R10.group-eligible', isThere && why === null, () => {
    const reason = why ?? 'it is not where escorts must be';
    return `group ${nameOf(scenario, group)} is the escort but is not eligible: ${reason}`;
  });
}

function judgeName(
  { checks }: Bench,
  { now: { tables } }: Reading,
  centre: number,
  group: number,
  agent: number,
): void {
  const isNamed = tables.groupOf(agent) === group && tables.centreOf(group) === centre;
  checks.check('R20.group-named', isNamed, () => 'the access names no agent of the group and centre');
}

/** A view ends, with the same fields as when it begins. */
export function judgeViewEnd(bench: Bench, reading: Reading, { a, aux, b, c, d }: ExploredAct): void {
  const role = roleOf(aux);
  const open = reading[role];
  const hadBegun = open !== null && open.group === b && open.place === d;
  bench.checks.check('R18.views-recorded', hadBegun, () => 'a view ends that had not started');
  judgeName(bench, reading, a, b, c);
  reading[role] = null;
  if (role === 'escort' && reading.view !== null)
    judgeSight(bench, reading, reading.view, 'without an escort, the case is seen', true);
  if (role !== 'view') return;
  reading.lastHolder = reading.holder;
  reading.holder = -1;
}

/** Checks by the current rules whether the viewer may see the case from there. `isHolder`: whether the viewer has the case. */
function judgeSight(
  { checks }: Bench,
  { approval, escort, now, step, stream }: Reading,
  { consent, group, isEmergency }: OpenView,
  what: string,
  isHolder: boolean,
): void {
  const centre = now.tables.centreOf(group);
  if (consent !== -1) {
    const why = now.whyNotOnConsent(stream, consent, centre);
    checks.check('R12', why === null, () => `${what} outside the promise: ${why}`);
  } else if (isEmergency) {
    const why = now.whyNotInEmergency(stream, group, step.before.product);
    checks.check(
      'R13.group-eligible',
      why === null,
      () => `${what} in an emergency by a group that is not allowed to: ${why}`,
    );
  } else {
    const watchedFrom = escort === null ? null : now.tables.centreOf(escort.group);
    const isLetIn = isHolder && now.letsInFromOutside(stream, watchedFrom, approval === GIVEN);
    const why = isLetIn ? null : now.whyNotSeen(stream, ALL_CLASSES, centre);
    checks.check('R4', why === null, () => `${what} from ${why}`);
  }
  if (!now.asksWhoSees(stream)) return;
  const why = now.whyNotByPerson(stream, group);
  checks.check('R5', why === null, () => `${what}; ${why}`);
}

/** Checks of views after all dated changes of an instant. */
export function judgeViewsAfterChange(bench: Bench, reading: Reading): void {
  const { consultation, escort, view } = reading;
  if (view !== null) judgeSight(bench, reading, view, 'since a dated change, the case is seen', true);
  if (escort !== null)
    judgeSight(bench, reading, escort, 'since a dated change, the escort sees the case', false);
  if (consultation !== null) {
    judgeSight(
      bench,
      reading,
      consultation,
      'since a dated change, the expert who is consulted sees the case',
      false,
    );
  }
}

/** Checks of views between steps. */
export function judgeRestingViews({ checks }: Bench, { consultation, escort, state, view }: Reading): void {
  const isWorked = state === WORKING;
  checks.check(
    'R18.views-recorded',
    (view !== null) === isWorked && ((consultation === null && escort === null) || isWorked),
    () => {
      return isWorked
        ? 'the case is worked on, and no view is recorded'
        : 'the case is seen while nobody works on it';
    },
  );
}

/** A hand-over: `aux` reason, `a` centre, `b` group, `d` tier that the case needs. */
export function judgeHandOver(
  { checks, scenario }: Bench,
  reading: Reading,
  { aux, b, d: tier }: ExploredAct,
): void {
  const { now, step, stream } = reading;
  const { after, before, move } = step;
  reading.hasReason = true;
  const reason = ESCALATION_REASONS[aux] as EscalationReason;
  const isTrue =
    reason === 'residency'
      ? now.whyNotWorked(stream, before.group, before.product) !== null
      : BROUGHT_ABOUT_BY[reason].move === move.what && BROUGHT_ABOUT_BY[reason].fits(step, scenario);
  const isNextTier = tier === after.tier || (tier === before.tier && reason !== 'returned');
  const isNamed = b === (before.group === -1 ? NONE_16 : before.group);
  checks.check('R10.reason-fits', isTrue && isNextTier && isNamed, () => {
    const from = before.group === -1 ? 'nobody' : nameOf(scenario, before.group);
    return `'${reason}' is stated, but what happened to the case, with ${from}, is ${move.what}`;
  });
}

/** A case that leaves its agent for a queue needs a reason. */
export function judgeLeaving({ checks }: Bench, { hasReason }: Reading): void {
  checks.check(
    'R10.reason-fits',
    hasReason,
    () => 'the case leaves its agent for a queue, and no reason is stated',
  );
}

interface Cause {
  /** Event or timer of the life cycle. */
  readonly move: string;
  readonly fits: (step: JudgedStep, scenario: Scenario) => boolean;
}
const anyStep = (): boolean => true;

/** What causes each reason that the world gives. Reasons that the case itself gives arise at the end of a contact. */
const BROUGHT_ABOUT_BY: Readonly<Record<EscalationReason, Cause>> = {
  uptime: { move: 'CENTRE_DOWN', fits: anyStep },
  'follow-the-sun': { move: 'SHIFT_END', fits: anyStep },
  absence: { move: 'AGENT_ABSENT', fits: anyStep },
  residency: { move: 'BAR', fits: anyStep },
  preemption: { move: 'PREEMPT', fits: anyStep },
  severity: { move: 'severityRaise', fits: anyStep },
  language: { move: 'handling', fits: ({ after, before }) => after.language !== before.language },
  expertise: {
    move: 'handling',
    fits: ({ after, before }, { work }) =>
      after.product !== before.product ||
      after.tier > before.tier ||
      (after.tier === before.tier && passesWithin(work)),
  },
  returned: { move: 'handling', fits: ({ after, before }) => after.tier < before.tier },
};

function nameOf({ groups }: Scenario, group: number): string {
  return groups[group]?.id ?? String(group);
}
