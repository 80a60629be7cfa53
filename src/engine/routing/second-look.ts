import { assert, rowAt } from '#base';
import { CHANNELS, type Scenario, servesLanguage } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent } from '../people/agents.ts';
import type { Workforce } from '../people/workforce.ts';
import type { Router } from './router.ts';
import { queueOwners } from './routing-classes.ts';

/** One of this many rounds of notices is followed by a look, and one of this many decisions where preferences rank groups. */
const ROUNDS = 1024;
const DECISIONS = 65_536;
/** With more waiting cases, the plain way takes too long. */
const LOOK_UP_TO = 128;
/** At each look, at most this many groups are asked. */
const GROUPS_ASKED = 32;

/** Says when to look: after all of the first, and ever fewer of the later ones. */
class Looks {
  private count = 0;
  private step = 1;
  private left = 1;
  private readonly every: number;

  /** `every`: in the end, one of this many. */
  constructor(every: number) {
    this.every = every;
  }

  isNext(): boolean {
    return --this.left === 0 && this.goOn();
  }

  private goOn(): true {
    this.count += this.step;
    this.step = 1 + Math.min(this.every - 1, this.count >> 3);
    this.left = this.step;
    return true;
  }
}

/**
 * Works some answers of the router out again in the plain way, if groups take all cases alike. The program stops if the two differ: a mistake of
 * ours. Between rounds, it asks for the cases that groups would take, and for the agent that a case in hand would get: a question with each
 * decision would cost a twentieth of a run (docs/performance.md). An answer by preferences changes later ones, so there it looks at decisions.
 * `isPure`: a group ranks the same when it is asked again, which a user's module need not do.
 */
export function withSecondLooks(
  router: Router,
  scenario: Scenario,
  workforce: Workforce,
  isPure: boolean,
): Router {
  const { groups, routing } = scenario;
  if (groups.some(({ takesFirst, takesOnlyWhile }) => (takesFirst ?? takesOnlyWhile) !== undefined))
    return router;
  const { agentFor, caseFor, decision, eligibleGroups, orderOf, queues } = router;
  const { agents } = workforce;
  const idleSince = workforce.idle.since;
  const ranksAgain = isPure && routing.stages.every(({ prefer }) => !prefer.includes('round robin'));
  const isWhole = queueOwners(scenario) === null;
  const [rounds, decisions] = [new Looks(ROUNDS), new Looks(DECISIONS)];
  /** The group and the agent that were asked last. */
  const asked = { group: -1, agent: -1 };

  function assertBest(found: Agent | null, record: CaseRecord): void {
    if (isWhole) assertSkills(record, scenario);
    const free = eligibleGroups(record).filter(({ agents }) => agents.some(({ isIdle }) => isIdle));
    assert((found === null) === (free.length === 0), 'an idle agent is passed over, or there is none');
    if (found === null) return;
    const { group, index, isIdle } = found;
    assert(isIdle && free.includes(group), `agent ${index} may not take the case`);
    const { candidates } = decision;
    assert(candidates === free.length, `${candidates} groups have a free agent instead of ${free.length}`);
    if (router.ranks) {
      const place = ranksAgain ? orderOf(free, record).find((one) => one.group === group)?.place : 0;
      assert(place === 0, `group ${group.index} does not come first`);
      return;
    }
    const idle = free.flatMap(({ agents }) => agents.filter((agent) => agent.isIdle));
    const longest = idle.every((agent) => (idleSince[index] as number) <= (idleSince[agent.index] as number));
    assert(longest, `an agent has been idle for longer than agent ${index}`);
  }

  /** Asks some groups which case they would take. */
  function assertFirsts(): void {
    if (queues.length === 0 || queues.length > LOOK_UP_TO || routing.order !== undefined) return;
    // They are in the order of joining, and sorting keeps it.
    const waiting = queues.all().sort((one, other) => one.severity - other.severity);
    for (let many = Math.min(workforce.groups.length, GROUPS_ASKED); many > 0; many--) {
      asked.group = (asked.group + 1) % workforce.groups.length;
      const group = rowAt(workforce.groups, asked.group);
      const mayTake = (record: CaseRecord) =>
        record.queue !== queues.blocked && eligibleGroups(record).includes(group);
      const first = waiting.find(mayTake) ?? null;
      assert(
        first === caseFor(group),
        `group ${group.index} takes another case than the first that it may take`,
      );
    }
  }

  /** The next case in hand, or null. */
  function nextInHand(): CaseRecord | null {
    for (let passed = 0; passed < agents.length; passed++) {
      asked.agent = (asked.agent + 1) % agents.length;
      const { inHand } = rowAt(agents, asked.agent);
      if (inHand !== null) return inHand;
    }
    return null;
  }

  /** Asks as if the case had just begun to wait. Leaves case and decision as they were. */
  function askFor(record: CaseRecord): void {
    const { language, product, routingClass, source, tier } = record;
    const { candidates, rank } = decision;
    record.routingClass = source.classOf(product, language, tier);
    assertBest(agentFor(record), record);
    record.routingClass = routingClass;
    decision.candidates = candidates;
    decision.rank = rank;
  }

  function lookAgain(): void {
    if (!rounds.isNext()) return;
    assertFirsts();
    const record = router.ranks ? null : nextInHand();
    if (record !== null) askFor(record);
  }

  if (!router.ranks) return { ...router, lookAgain };
  return {
    ...router,
    lookAgain,
    agentFor(record) {
      const found = agentFor(record);
      if (decisions.isNext()) assertBest(found, record);
      return found;
    },
  };
}

/** Stops the program if the groups that can serve a case are not those of its tier with its channel, language and product. */
function assertSkills(
  { channel, language, product, routingClass, tier }: CaseRecord,
  { groups, languages }: Scenario,
): void {
  const wanted = rowAt(languages, language);
  const able = groups.flatMap((group, index) => {
    const speaks = group.languages.some((spoken) => servesLanguage(rowAt(languages, spoken), wanted));
    const answers = group.channels.some((one) => one === CHANNELS[channel]);
    return speaks && answers && group.tier === tier && group.speed[product] !== 0 ? [index] : [];
  });
  const capable = routingClass?.capable.map(({ index }) => index) ?? [];
  assert(
    able.join() === capable.join(),
    `groups ${capable.join()} can serve a case instead of ${able.join()}`,
  );
}
