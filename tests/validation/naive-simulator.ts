import { Counter, Sampler } from '#base';
import {
  type AgentGroup,
  type ArrivalStream,
  type Scenario,
  SEVERITIES,
  type Severity,
  type WorkException,
} from '#domain';

/**
 * The plainest possible simulator: objects in arrays, and every choice by a search through all of them. It knows the rules of queues,
 * agents, tiers, queues per centre and groups that open in time (to the longest idle agent or any; one law, no outages, no replies). It
 * shares nothing with the engine but random numbers: the attributes of a case come from the same counters, so each case must have the same life.
 */

/** A case as it is opened. */
export interface NaiveArrival {
  readonly timeMs: number;
  readonly stream: number;
  readonly severity: number;
  readonly language: number;
  readonly product: number;
  readonly trueLanguage: number;
  readonly trueProduct: number;
  readonly solvedAtTier: number;
}

export interface NaiveOutcome {
  readonly answers: { readonly timeMs: number; readonly agent: number }[];
  /** Before the first answer, or in a later wait. */
  abandonedMs: number;
  resolvedMs: number;
}

interface NaiveCase extends NaiveOutcome {
  readonly facts: NaiveArrival;
  readonly stream: ArrivalStream;
  readonly ordinal: number;
  language: number;
  product: number;
  tier: number;
  /** Contacts that were finished. */
  finished: number;
  place: number;
  isWaiting: boolean;
  /** When the wait for this answer began, and in which queue: of a centre or group; null: the common one. */
  sinceMs: number;
  line: number | null;
  /** When it looks for an agent again, as far as that is known. */
  nextMs: number;
  patienceMs: number;
  contentMs: number;
  leftMs: number;
  beganMs: number;
  /** Grows with every change, so that earlier timers become stale. */
  version: number;
}

interface NaiveAgent {
  readonly index: number;
  readonly group: AgentGroup;
  /** Its number within the group. */
  readonly place: number;
  readonly ownSpeed: number;
  onDuty: boolean;
  inHand: NaiveCase | null;
  /** −1 unless idle. */
  idleSince: number;
}

/** Order of simultaneous events: agents who come on duty, agents who go, timers in the order in which they were set, arrivals. */
const [BEGIN, END, TIMER, ARRIVAL] = [0, 1, 2, 3];
const NEVER = Number.POSITIVE_INFINITY;

export function simulateNaively(
  scenario: Scenario,
  arrivals: readonly NaiveArrival[],
  seed: string,
  replication: number,
): readonly NaiveOutcome[] {
  const { groups, horizonMs, languages, streams, work } = scenario;
  const cases: NaiveCase[] = [];
  const agents: NaiveAgent[] = [];
  const events: { timeMs: number; kind: number; order: number; happen: () => void }[] = [];
  const joining: NaiveCase[] = [];
  /** Waiting cases that look for an agent once more. */
  const looking: NaiveCase[] = [];
  const free: NaiveAgent[] = [];
  const nextOrdinal = streams.map(() => 0);
  let [now, orders, places, rests] = [0, 0, 0, 0];

  const counter = (stream: ArrivalStream, purpose: string) =>
    new Counter(seed, replication, `${stream.id}/${purpose}`);
  const later = (timeMs: number, kind: number, happen: () => void) => {
    if (timeMs < horizonMs) events.push({ timeMs, kind, order: orders++, happen });
  };
  const timer = (supportCase: NaiveCase, delayMs: number, happen: () => void) => {
    const { version } = supportCase;
    later(now + delayMs, TIMER, () => {
      if (supportCase.version === version) happen();
    });
  };

  const { commitment, stages } = scenario.routing;
  const isRandom = stages[0]?.prefer[0] === 'random agent';
  const placeOf = (group: AgentGroup) => (commitment?.to === 'group' ? groups.indexOf(group) : group.centre);

  /** The current skills, the queue that the case is in, and how long it has waited. */
  function mayTake({ group }: NaiveAgent, supportCase: NaiveCase): boolean {
    if (supportCase.line !== null && supportCase.line !== placeOf(group)) return false;
    const isOpened = waitsOf(group, supportCase).every((wait) => now - supportCase.sinceMs >= wait);
    return isOpened && hasSkills(group, supportCase);
  }

  function hasSkills(group: AgentGroup, { language, product, stream, tier }: NaiveCase): boolean {
    const wanted = languages[language] as string;
    return (
      group.tier === tier &&
      group.channels.includes(stream.channel) &&
      (group.speed[product] as number) > 0 &&
      group.languages.some((l) => languages[l] === wanted || wanted.startsWith(`${languages[l]}-`))
    );
  }

  function join(supportCase: NaiveCase): void {
    supportCase.version++;
    supportCase.isWaiting = true;
    supportCase.place = places++;
    supportCase.sinceMs = now;
    supportCase.line = null;
    supportCase.nextMs = NEVER;
    joining.push(supportCase);
  }

  /** Nobody is free: the case joins the queue of a centre, and looks again when it is opened to others. */
  function beginToWait(supportCase: NaiveCase): void {
    chooseLine(supportCase);
    const { line, sinceMs } = supportCase;
    const opened = groups
      .filter((group) => hasSkills(group, supportCase) && (line === null || line === placeOf(group)))
      .flatMap((group) => waitsOf(group, supportCase));
    const released = line === null ? NEVER : (commitment?.releaseAfterMs ?? NEVER);
    const nextMs = Math.min(
      ...[...opened, released].map((wait) => sinceMs + wait).filter((at) => at > now),
      NEVER,
    );
    if (nextMs === supportCase.nextMs || nextMs === NEVER) return;
    supportCase.nextMs = nextMs;
    timer(supportCase, nextMs - now, () => {
      if (now >= sinceMs + released) supportCase.line = null;
      looking.push(supportCase);
    });
  }

  /** How long the case must wait until agents of the group may take it. */
  function waitsOf({ takesOnlyWhile = [] }: AgentGroup, { facts }: NaiveCase): readonly number[] {
    const severity = SEVERITIES[facts.severity] as Severity;
    return takesOnlyWhile
      .filter(({ severities }) => severities?.includes(severity) !== false)
      .map(({ waitedMs }) => waitedMs ?? 0);
  }

  function speedOf(
    { group, ownSpeed }: Pick<NaiveAgent, 'group' | 'ownSpeed'>,
    { product, stream }: NaiveCase,
  ): number {
    return (group.speed[product] as number) * ownSpeed * (group.channelSpeeds?.[stream.channel] ?? 1);
  }

  /** Cases in the queue of a centre where nobody is on duty any more look again, urgent ones first. */
  function leaveEmptyLines(): void {
    const isEmpty = (supportCase: NaiveCase) =>
      !agents.some(
        ({ group, onDuty }) => onDuty && placeOf(group) === supportCase.line && hasSkills(group, supportCase),
      );
    const left = cases.filter(({ isWaiting, line }) => isWaiting && line !== null).filter(isEmpty);
    left.sort((a, b) => a.facts.severity - b.facts.severity || a.place - b.place);
    for (const supportCase of left) supportCase.line = null;
    looking.push(...left);
  }

  function chooseLine(supportCase: NaiveCase): void {
    if (commitment === undefined || supportCase.line !== null || commitment.by === 'allocation') return;
    if (now - supportCase.sinceMs >= (commitment.releaseAfterMs ?? NEVER)) return;
    const costs = new Map<number, number>();
    const staff = agents.filter(({ group, onDuty }) => onDuty && hasSkills(group, supportCase));
    for (const place of new Set(staff.map(({ group }) => placeOf(group)))) {
      const there = staff.filter(({ group }) => placeOf(group) === place);
      const ahead = cases.filter(
        (other) => other.isWaiting && other.line === place && other.tier === supportCase.tier,
      );
      const speed = there.reduce((sum, { group }) => sum + speedOf({ group, ownSpeed: 1 }, supportCase), 0);
      if (commitment.by === 'join the shortest queue') costs.set(place, ahead.length);
      else if (commitment.by === 'minimum expected delay') costs.set(place, (ahead.length + 1) / speed);
      else costs.set(place, ahead.length / there.length);
    }
    const least = Math.min(...costs.values());
    const best = [...costs].filter(([, cost]) => cost === least).map(([place]) => place);
    supportCase.line = best.length === 0 ? null : Math.min(...best);
  }

  /** The case is allocated to a place before it looks for an agent, among those where somebody is on duty who may take it. */
  function allocate(supportCase: NaiveCase): void {
    const { kinds = [], releaseAfterMs = NEVER, to } = commitment ?? {};
    const { facts, finished, ordinal, stream, tier } = supportCase;
    const severity = SEVERITIES[facts.severity] as Severity;
    const kind = kinds.find(({ severities }) => severities?.includes(severity) !== false);
    if (kind === undefined || supportCase.line !== null || now - supportCase.sinceMs >= releaseAfterMs)
      return;
    const staff = agents.filter(({ group, onDuty }) => onDuty && hasSkills(group, supportCase));
    const places = [...new Set(staff.map(({ group }) => placeOf(group)))].sort((a, b) => a - b);
    const uniform = (purpose: string) => counter(stream, purpose).uniform(ordinal, finished);
    if (kind.shares !== null) {
      const shares = places.map((place) => kind.shares?.[place] ?? 0);
      const wanted = uniform('allocation') * shares.reduce((total, share) => total + share, 0);
      const below = shares.map((_, i) => shares.slice(0, i + 1).reduce((total, share) => total + share, 0));
      supportCase.line = places[below.findIndex((sum) => sum > wanted)] ?? null;
      return;
    }
    const { by, drawn } = kind.bestOf as { by: string; drawn: number };
    const names = (to === 'group' ? groups : scenario.centres).map(({ id }) => id);
    const drawOf = (place: number) => uniform(`allocation/${names[place]}`);
    const costOf = (place: number) => {
      const there = staff.filter(({ group }) => placeOf(group) === place);
      const waiting = cases.filter((one) => one.isWaiting && one.line === place && one.tier === tier).length;
      const busy = there.filter(({ inHand }) => inHand !== null).length;
      return by === 'least load' ? (waiting + busy) / there.length : waiting;
    };
    const chosen = places.sort((a, b) => drawOf(a) - drawOf(b)).slice(0, drawn);
    const least = Math.min(...chosen.map(costOf));
    supportCase.line = chosen.find((place) => costOf(place) === least) ?? null;
  }

  function answer(supportCase: NaiveCase, agent: NaiveAgent): void {
    const { answers, facts, finished, leftMs, ordinal, product, stream, tier } = supportCase;
    supportCase.version++;
    supportCase.isWaiting = false;
    supportCase.patienceMs = NEVER;
    agent.inHand = supportCase;
    agent.idleSince = -1;
    answers.push({ timeMs: now, agent: agent.index });
    const { timeZone } = scenario.centres[agent.group.centre] as Scenario['centres'][number];
    const exception = exceptionFor(
      facts,
      product,
      ({ handle, hours }) => (handle?.[tier - 1] ?? null) !== null && isNow(hours, timeZone),
    );
    const own = exception?.handle?.[tier - 1]?.[product];
    const handle = new Sampler((own ?? work.handle[tier - 1]?.[stream.channel][product]) as never);
    const drawn = handle.of(counter(stream, 'handle').word(ordinal, finished));
    const isWrong = product !== facts.trueProduct || supportCase.language !== facts.trueLanguage;
    const isNamed = (exception?.severities ?? null) !== null;
    const factor = isNamed ? 1 : (work.severityFactors?.[SEVERITIES[facts.severity] as Severity] ?? 1);
    const whole = Math.max(1, Math.round((isWrong ? drawn * work.misrouted.noticedAfter : drawn) * factor));
    const content = leftMs > 0 ? leftMs : whole;
    const speed = speedOf(agent, supportCase);
    Object.assign(supportCase, { contentMs: content, leftMs: 0, beganMs: now });
    timer(supportCase, Math.max(1, Math.round(content / speed)), () => finish(supportCase, agent));
  }

  /** The first exception that has the case among its own, and says what is asked. */
  function exceptionFor(
    { severity, stream }: NaiveArrival,
    product: number,
    says: (exception: WorkException) => boolean,
  ): WorkException | undefined {
    const { channel, segment } = streams[stream] as ArrivalStream;
    return work.exceptions?.find(
      (one) =>
        says(one) &&
        (one.segments === null || one.segments.includes(segment)) &&
        (one.channels === null || one.channels.includes(channel)) &&
        (one.products === null || one.products.includes(product)) &&
        (one.severities === null || one.severities.includes(SEVERITIES[severity] as Severity)),
    );
  }

  /** Whether a clock there shows one of the hours. The run begins on a Monday at midnight UTC. */
  function isNow(hours: WorkException['hours'], timeZone: string): boolean {
    const ahead = { UTC: 0, 'Asia/Kolkata': 330 }[timeZone] ?? Number.NaN;
    const minute = (now / 60_000 + ahead) % (7 * 24 * 60);
    return hours?.some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute) !== false;
  }

  function finish(supportCase: NaiveCase, agent: NaiveAgent): void {
    const { facts } = supportCase;
    supportCase.version++;
    supportCase.finished++;
    agent.inHand = null;
    free.push(agent);
    if (supportCase.language !== facts.trueLanguage) supportCase.language = facts.trueLanguage;
    else if (supportCase.product !== facts.trueProduct) supportCase.product = facts.trueProduct;
    else if (supportCase.tier < facts.solvedAtTier) supportCase.tier++;
    else {
      supportCase.resolvedMs = now;
      return;
    }
    beImpatientAgain(supportCase, 'transfer', supportCase.finished - 1);
    join(supportCase);
  }

  /** The patience for the wait that follows a contact, `finished` contacts having been finished before that one. */
  function beImpatientAgain(
    supportCase: NaiveCase,
    reason: 'transfer' | 'interruption',
    finished: number,
  ): void {
    const { answers, ordinal, stream } = supportCase;
    const patience = work.patienceAgain?.[stream.channel]?.[reason] ?? null;
    if (patience === null) return;
    const word = counter(stream, 'patience again').word(ordinal, finished + answers.length - 1);
    supportCase.patienceMs = Math.round(new Sampler(patience).of(word));
  }

  function endDuty(agent: NaiveAgent): void {
    agent.onDuty = false;
    agent.idleSince = -1;
    const supportCase = agent.inHand;
    if (supportCase === null || work.shiftEnd[supportCase.stream.channel] === 'finish') return;
    const done = (now - supportCase.beganMs) * speedOf(agent, supportCase);
    const left = supportCase.contentMs - done * (1 - work.handOver.lostShare);
    supportCase.leftMs = Math.max(1, Math.round(left)) + work.handOver.timeMs;
    agent.inHand = null;
    free.push(agent);
    beImpatientAgain(supportCase, 'interruption', supportCase.finished);
    join(supportCase);
  }

  function arrive(facts: NaiveArrival): void {
    const stream = streams[facts.stream] as ArrivalStream;
    const ordinal = nextOrdinal[facts.stream] as number;
    nextOrdinal[facts.stream] = ordinal + 1;
    const severity = SEVERITIES[facts.severity] as Severity;
    const bySeverity = work.patienceBySeverity?.[stream.channel];
    const ofChannel = bySeverity === undefined ? work.patience[stream.channel] : bySeverity[severity];
    const exception = exceptionFor(
      facts,
      facts.product,
      (one) => one.patience !== undefined && isNow(one.hours, stream.timeZone),
    );
    const patience = exception === undefined ? ofChannel : (exception.patience ?? null);
    const supportCase: NaiveCase = {
      facts,
      stream,
      ordinal,
      answers: [],
      abandonedMs: NEVER,
      resolvedMs: NEVER,
      tier: 1,
      finished: 0,
      language: facts.language,
      product: facts.product,
      place: 0,
      isWaiting: false,
      version: 0,
      sinceMs: 0,
      line: null,
      nextMs: NEVER,
      contentMs: 0,
      leftMs: 0,
      beganMs: 0,
      patienceMs:
        patience === null
          ? NEVER
          : Math.round(new Sampler(patience).of(counter(stream, 'patience').word(ordinal, 0))),
    };
    cases.push(supportCase);
    const triageMs = work.triageMs[stream.channel];
    if (triageMs === 0) join(supportCase);
    else timer(supportCase, triageMs, () => join(supportCase));
  }

  function drawOf({ group, place }: NaiveAgent, supportCase: NaiveCase): number {
    const round = 2 ** 20 * supportCase.answers.length + place;
    const draws = new Counter(seed, replication, `routing/random agent/${group.id}`);
    return draws.uniform(cases.indexOf(supportCase), round);
  }

  /** Cases that have just joined look for the longest-idle agent, or any, then free agents for the most urgent case. */
  function settle(): void {
    const joined = joining.splice(0);
    for (const supportCase of [...joined, ...looking.splice(0)]) {
      if (!supportCase.isWaiting) continue;
      allocate(supportCase);
      const able = agents.filter((agent) => agent.idleSince >= 0 && mayTake(agent, supportCase));
      if (isRandom) able.sort((a, b) => drawOf(a, supportCase) - drawOf(b, supportCase));
      else able.sort((a, b) => a.idleSince - b.idleSince);
      if (able[0] !== undefined) answer(supportCase, able[0]);
      else beginToWait(supportCase);
    }
    for (const supportCase of joined) {
      if (!supportCase.isWaiting || supportCase.patienceMs === NEVER) continue;
      timer(supportCase, supportCase.patienceMs, () => {
        supportCase.version++;
        supportCase.isWaiting = false;
        supportCase.abandonedMs = now;
      });
    }
    for (const agent of free.splice(0)) {
      if (!agent.onDuty || agent.inHand !== null || agent.idleSince >= 0) continue;
      const waiting = cases.filter((supportCase) => supportCase.isWaiting && mayTake(agent, supportCase));
      waiting.sort((a, b) => a.facts.severity - b.facts.severity || a.place - b.place);
      if (waiting[0] === undefined) agent.idleSince = rests++;
      else answer(waiting[0], agent);
    }
  }

  for (const group of groups) {
    const first = agents.length;
    const speeds = group.agentSpeeds ?? [1];
    if ('cv' in speeds) throw new Error('the naive simulator draws no speeds');
    for (const { agents: count, duty } of group.shifts) {
      const crew = Array.from({ length: count }, (_, i): NaiveAgent => {
        const index = agents.length + i;
        const ownSpeed = speeds[(index - first) % speeds.length] as number;
        return { index, group, place: index - first, ownSpeed, onDuty: false, inHand: null, idleSince: -1 };
      });
      agents.push(...crew);
      const window = (i: number): void => {
        const hours = duty[i];
        if (hours === undefined) return;
        later(Math.max(0, hours.fromMs), BEGIN as number, () => {
          for (const agent of crew) agent.onDuty = true;
          free.push(...crew);
          later(hours.toMs, END as number, () => {
            window(i + 1);
            crew.forEach(endDuty);
            leaveEmptyLines();
          });
        });
      };
      window(0);
    }
  }
  for (const facts of arrivals) later(facts.timeMs, ARRIVAL as number, () => arrive(facts));

  while (events.length > 0) {
    events.sort((a, b) => a.timeMs - b.timeMs || a.kind - b.kind || a.order - b.order);
    const event = events.shift() as (typeof events)[number];
    now = event.timeMs;
    event.happen();
    settle();
  }
  return cases;
}
