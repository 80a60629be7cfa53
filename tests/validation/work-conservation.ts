import {
  ACCESS_PURPOSES,
  actKind,
  CASE_STATES,
  CHANNELS,
  type Channel,
  COPY_ROLES,
  EMERGENCY_STEPS,
  ESCALATION_REASONS,
  type Scenario,
  servesLanguage,
  TRANSITION_EVENTS,
} from '#domain';
import type { Ledger } from '#ledger';
import { makeFacts, setInstant } from '../../src/audit/facts/facts.ts';
import { lawInstants } from '../../src/audit/law/law-calendar.ts';

/**
 * No agent is idle while a case waits that the agent may take: judged after every instant of the ledger. This file works out who is idle,
 * who waits and who has the skills. It asks the auditor, not the engine, what promises and law permit a centre.
 */

interface WaitingCase {
  readonly stream: number;
  readonly channel: number;
  readonly trueLanguage: number;
  readonly trueProduct: number;
  language: number;
  product: number;
  tier: number;
  /** Has been offered to its region long enough, or was never held for it. */
  isWide: boolean;
  primary: number;
  replica: number;
  /** The kind under which it is listed while it waits. */
  kind: Kind | null;
}

/** Waiting cases that the same groups may take. */
interface Kind {
  readonly groups: ReadonlySet<number>;
  readonly cases: Set<WaitingCase>;
}

export interface Conservation {
  /** Instants at which an agent who became idle, or a case that began to wait, was judged. */
  readonly instants: number;
  readonly contacts: number;
  readonly violations: readonly string[];
}

const OPEN = actKind('open');
const DUTY = actKind('duty');
const CENTRE = actKind('centre');
const PRESENCE = actKind('presence');
const DATA_CENTRE = actKind('data centre');
const TRANSITION = actKind('transition');
const ASSIGN = actKind('assign');
const ESCALATE = actKind('escalate');
const STORE = actKind('store');
const VIEW = actKind('view');
const VIEW_END = actKind('view end');
const EMERGENCY = actKind('emergency access');
const WAITING = CASE_STATES.indexOf('open.waiting.queued');
const WORKING = CASE_STATES.indexOf('open.working');
const PAUSED = CASE_STATES.indexOf('open.paused');
const HOLD = TRANSITION_EVENTS.indexOf('hold');
const SEVERITY_RAISE = TRANSITION_EVENTS.indexOf('severityRaise');
const TO_BE_CONSULTED = ACCESS_PURPOSES.indexOf('consultation');
const OPENED = EMERGENCY_STEPS.indexOf('opened');
const PRIMARY = COPY_ROLES.indexOf('primary');
const REPLICA = COPY_ROLES.indexOf('replica');
const LANGUAGE = ESCALATION_REASONS.indexOf('language');
const EXPERTISE = ESCALATION_REASONS.indexOf('expertise');

export function judgeConservation(ledger: Ledger, scenario: Scenario): Conservation {
  const { dataCentres, groups, languages, routing, startEpochMs, streams } = scenario;
  const facts = makeFacts(scenario);
  const { eligibility } = facts;
  const lawChanges = [...lawInstants(scenario)];
  const groupOf = groups.flatMap(({ shifts }, g) =>
    Array.from({ length: shifts.reduce((sum, { agents }) => sum + agents, 0) }, () => g),
  );
  const onDuty = groupOf.map(() => false);
  const isAway = groupOf.map(() => false);
  /** On duty and not away. */
  const isPresent = groupOf.map(() => false);
  const caseOf = groupOf.map(() => -1);
  const agentOf: number[] = [];
  /** By case: the agent to whom it is open in an emergency. */
  const openTo: number[] = [];
  const cases: WaitingCase[] = [];
  const isCentreUp = scenario.centres.map(() => true);
  const isUp = dataCentres.map(() => true);
  const idle = groups.map(() => 0);
  const violations: string[] = [];
  const dirtyGroups = new Set<number>();
  const dirtyKinds = new Set<Kind>();
  let kinds = new Map<string, Kind>();
  let [nowMs, instants, contacts] = [0, 0, 0];

  function setLaw(timeMs: number): void {
    setInstant(facts, startEpochMs + timeMs);
    eligibility.forget();
    const waiting = [...kinds.values()].flatMap(({ cases: listed }) => [...listed]);
    kinds = new Map();
    for (const supportCase of waiting) list(supportCase);
  }

  function kindOf({ channel, isWide, language, product, stream, tier }: WaitingCase): Kind {
    const key = [stream, product, language, tier, isWide].join();
    let kind = kinds.get(key);
    if (kind !== undefined) return kind;
    const { region } = streams[stream] as Scenario['streams'][number];
    const permitted = groups.flatMap((group, g) => {
      const isAble =
        group.tier === tier &&
        group.channels.includes(CHANNELS[channel] as Channel) &&
        (group.speed[product] as number) > 0 &&
        group.languages.some((spoken) =>
          servesLanguage(languages[spoken] as string, languages[language] as string),
        );
      return isAble && eligibility.whyNotGroup({ product, stream }, g) === null ? [g] : [];
    });
    const local = permitted.filter((g) => scenario.centres[groups[g]?.centre ?? -1]?.region === region);
    const isHeld =
      routing.stages.some(({ prefer }) => prefer.includes('local specialist')) && !isWide && local.length > 0;
    kind = { groups: new Set(isHeld ? local : permitted), cases: new Set() };
    kinds.set(key, kind);
    return kind;
  }

  function list(supportCase: WaitingCase): void {
    const kind = kindOf(supportCase);
    kind.cases.add(supportCase);
    supportCase.kind = kind;
    dirtyKinds.add(kind);
  }

  function unlist(supportCase: WaitingCase): void {
    supportCase.kind?.cases.delete(supportCase);
    supportCase.kind = null;
  }

  const canBeRead = ({ primary, replica }: WaitingCase) =>
    isUp[primary] === true || (replica !== -1 && isUp[replica] === true);
  const worksNow = (g: number) => (idle[g] as number) > 0 && isCentreUp[groups[g]?.centre ?? -1] === true;

  function endInstant(): void {
    if (dirtyGroups.size + dirtyKinds.size === 0) return;
    instants++;
    // If nobody has become idle, cases of other kinds wait as they did before.
    for (const kind of dirtyGroups.size === 0 ? dirtyKinds : kinds.values()) {
      if (kind.cases.size === 0) continue;
      const asked = dirtyKinds.has(kind) ? kind.groups : dirtyGroups;
      for (const g of asked) {
        if (!kind.groups.has(g) || !worksNow(g) || ![...kind.cases].some(canBeRead)) continue;
        violations.push(`${nowMs} ms: group ${groups[g]?.id} has somebody idle while a case waits for it`);
      }
    }
    dirtyGroups.clear();
    dirtyKinds.clear();
  }

  function notePresence(agent: number): void {
    const g = groupOf[agent] as number;
    const present = onDuty[agent] === true && isAway[agent] !== true;
    if (isPresent[agent] === present) return;
    isPresent[agent] = present;
    if (caseOf[agent] === -1) idle[g] = (idle[g] as number) + (present ? 1 : -1);
    dirtyGroups.add(g);
  }

  function setDuty(agent: number, on: boolean): void {
    onDuty[agent] = on;
    notePresence(agent);
  }

  function setAway(agent: number, away: boolean): void {
    isAway[agent] = away;
    notePresence(agent);
  }

  function begin(number: number, agent: number): void {
    const g = groupOf[agent] as number;
    const supportCase = cases[number] as WaitingCase;
    contacts++;
    if (isPresent[agent] !== true)
      violations.push(`${nowMs} ms: agent ${agent} is given a case while not there`);
    if (caseOf[agent] !== -1) violations.push(`${nowMs} ms: agent ${agent} is given a second case`);
    if (!kindOf(supportCase).groups.has(g) && openTo[number] !== agent) {
      violations.push(`${nowMs} ms: agent ${agent} is given case ${number}, which they may not take`);
    }
    caseOf[agent] = number;
    agentOf[number] = agent;
    if (isPresent[agent] === true) idle[g] = (idle[g] as number) - 1;
  }

  function release(number: number): void {
    const agent = agentOf[number] as number;
    const g = groupOf[agent] as number;
    caseOf[agent] = -1;
    if (isPresent[agent] === true) idle[g] = (idle[g] as number) + 1;
    dirtyGroups.add(g);
  }

  function transition(number: number, event: number, before: number, after: number): void {
    const supportCase = cases[number] as WaitingCase;
    if (before === WAITING) unlist(supportCase);
    // A paused contact still belongs to its agent.
    const isHeld = (state: number) => state === WORKING || state === PAUSED;
    if (isHeld(before) && !isHeld(after)) release(number);
    if (after !== WAITING) return;
    if (before !== WAITING || event === SEVERITY_RAISE) supportCase.isWide = false;
    if (event === HOLD) supportCase.isWide = true;
    list(supportCase);
  }

  function escalate(supportCase: WaitingCase, reason: number, tier: number): void {
    supportCase.tier = tier;
    if (reason === LANGUAGE) supportCase.language = supportCase.trueLanguage;
    if (reason === EXPERTISE) supportCase.product = supportCase.trueProduct;
  }

  setLaw(0);
  /** A consulted agent is no more idle than the one who has the case. */
  function consult(number: number, agent: number, begins: boolean): void {
    const g = groupOf[agent] as number;
    caseOf[agent] = begins ? number : -1;
    if (isPresent[agent] === true) idle[g] = (idle[g] as number) + (begins ? -1 : 1);
    if (!begins) dirtyGroups.add(g);
  }

  ledger.forEach(({ a, aux, b, c, caseNumber: number, d, kind, timeMs }) => {
    if (timeMs > nowMs) {
      endInstant();
      nowMs = timeMs;
      while (lawChanges[0] !== undefined && lawChanges[0] <= timeMs) setLaw(lawChanges.shift() as number);
    }
    if (kind === OPEN) {
      cases[number] = {
        stream: a,
        channel: aux & 3,
        language: b & 0xff,
        product: b >> 8,
        tier: 1,
        isWide: false,
        trueLanguage: d & 0xff,
        trueProduct: (d >> 8) & 0xff,
        primary: -1,
        replica: -1,
        kind: null,
      };
    } else if (kind === TRANSITION) transition(number, aux, a, b);
    else if (kind === ASSIGN) begin(number, c);
    else if (kind === VIEW && aux === TO_BE_CONSULTED) consult(number, c, true);
    else if (kind === VIEW_END && aux === TO_BE_CONSULTED) consult(number, c, false);
    else if (kind === EMERGENCY && aux === OPENED) openTo[number] = c;
    else if (kind === ESCALATE) escalate(cases[number] as WaitingCase, aux, d);
    else if (kind === STORE && aux === PRIMARY) (cases[number] as WaitingCase).primary = a;
    else if (kind === STORE && aux === REPLICA) (cases[number] as WaitingCase).replica = a;
    else if (kind === DUTY) for (let i = 0; i < c; i++) setDuty(d + i, aux === 1);
    else if (kind === PRESENCE) setAway(c, aux === 0);
    else if (kind === CENTRE) {
      isCentreUp[a] = aux === 1;
      groups.forEach(({ centre }, g) => {
        if (centre === a) dirtyGroups.add(g);
      });
    } else if (kind === DATA_CENTRE) {
      isUp[a] = aux === 1;
      for (const listed of kinds.values()) dirtyKinds.add(listed);
    }
  });
  endInstant();
  return { instants, contacts, violations };
}
