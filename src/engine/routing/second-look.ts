import { assert, type Column, rowAt } from '#base';
import { type AgentIndex, CHANNELS, type Scenario, servesLanguage } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { queueOwners } from './queue-owners.ts';
import type { Router } from './router.ts';

/** Of many decisions, one of this many is made again. */
const LOOK_EVERY = 65_536;
/** With more waiting cases, the plain way takes too long. */
const LOOK_UP_TO = 128;

/** Says which decisions are made again: all of the first, and ever fewer of the later ones. */
class Looks {
  private count = 0;
  private step = 1;
  private left = 1;

  isNext(): boolean {
    return --this.left === 0 && this.goOn();
  }

  private goOn(): true {
    this.count += this.step;
    this.step = 1 + Math.min(LOOK_EVERY - 1, this.count >> 3);
    this.left = this.step;
    return true;
  }
}

/**
 * The router, some of whose decisions are made again in the plain way. The program stops if the two differ: a mistake of ours. Only where groups
 * take all cases alike. `idleSince`: since when each agent has been idle, as a running number. `isPure`: a group ranks the same when it is asked
 * again, which a user's module need not do.
 */
export function withSecondLooks(
  router: Router,
  scenario: Scenario,
  idleSince: Column<AgentIndex>,
  isPure: boolean,
): Router {
  const { groups, routing } = scenario;
  if (groups.some(({ takesFirst, takesOnlyWhile }) => (takesFirst ?? takesOnlyWhile) !== undefined))
    return router;
  const { agentFor, caseFor, decision, eligibleGroups, orderOf, queues } = router;
  const ranksAgain = isPure && routing.stages.every(({ prefer }) => !prefer.includes('round robin'));
  const isWhole = queueOwners(scenario) === null;
  const [agentLooks, caseLooks] = [new Looks(), new Looks()];

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

  function assertFirst(found: CaseRecord | null, group: Group): void {
    if (queues.length > LOOK_UP_TO || routing.order !== undefined) return;
    const mayTake = (record: CaseRecord) =>
      record.queue !== queues.blocked && eligibleGroups(record).includes(group);
    // They are in the order of joining, and sorting keeps it.
    const waiting = queues.all().filter(mayTake);
    const [first = null] = waiting.sort((one, other) => one.severity - other.severity);
    assert(first === found, `group ${group.index} takes another case than the first that it may take`);
  }

  return {
    ...router,
    agentFor(record) {
      const found = agentFor(record);
      if (agentLooks.isNext()) assertBest(found, record);
      return found;
    },
    caseFor(group) {
      const found = caseFor(group);
      if (queues.length > 0 && caseLooks.isNext()) assertFirst(found, group);
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
