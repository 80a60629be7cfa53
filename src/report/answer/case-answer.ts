import { formatExactDuration, groupedBy, listInWords, neutralise, plural } from '#base';
import type { CaseHistory } from '#cases';
import { type RoutingDecision, type Scenario, SEVERITIES, WAITING_CAUSES } from '#domain';
import { groupTitleOf } from '#planning';

/** How a case can be lost, by the event that did it. */
const LOST_BY: ReadonlyMap<string, string> = new Map([
  ['patience', 'the customer gave up'],
  ['LOSE', 'lost in a transfer'],
  ['CLEAR', 'cleared at the end of the day'],
]);

/**
 * What a reader wants to know first of a case, in one sentence: whose it is, how it ended and after how long, how long it was in a queue,
 * where its data was and who saw it. Names segments by title.
 */
export function caseAnswer(history: CaseHistory, scenario: Scenario): string {
  const { accesses, caseNumber, channel, copies, country, severities, streamIndex } = history;
  const segment = scenario.segments[scenario.streams[streamIndex]?.segment ?? -1];
  const name = `Case ${caseNumber} (${segment?.title ?? history.segment} in ${country}, ${channel}, severity ${severities.at(-1)?.severity})`;
  const people = new Set(accesses.map(({ agent }) => agent)).size;
  const from = countriesText(accesses.map((access) => access.country));
  const seen =
    people === 0 ? 'nobody saw it' : `${people} ${people === 1 ? 'person' : 'people'} saw it, in ${from}`;
  const stored = countriesText(copies.map((copy) => copy.country));
  const data = stored === '' ? 'nothing of it was stored' : `its data was in ${stored}`;
  return `${name} ${endText(history)}${incidentText(history)}; ${waitText(history)}; ${data}; ${seen}.`;
}

/** To which case it was linked, or which were linked to it. */
function incidentText({ caseNumber, linkedCases, parentCase }: CaseHistory): string {
  if (parentCase === null) return '';
  if (parentCase !== caseNumber) return `; it was linked to case ${parentCase}`;
  const others = linkedCases.length === 0 ? 'no other' : plural(linkedCases.length, 'other case');
  return `; it was the parent of an incident, to which ${others} ${linkedCases.length > 1 ? 'were' : 'was'} linked`;
}

/** How it ended as far as its story goes, which a run that was ended early or a damaged ledger cuts off. */
function endText({ openedMs, refusedMs, resolvedMs, states }: CaseHistory): string {
  if (refusedMs !== null) return 'was refused';
  if (resolvedMs !== null) {
    const isReopened = states.some(({ event }) => event === 'reopening');
    const after = formatExactDuration(resolvedMs - openedMs);
    return isReopened ? `was first resolved after ${after}, and opened again` : `was resolved after ${after}`;
  }
  const left = states.find(({ event }) => LOST_BY.has(event));
  if (left === undefined) return 'is not resolved where its story ends';
  return `was lost after ${formatExactDuration(left.timeMs - openedMs)}: ${LOST_BY.get(left.event)}`;
}

/** How long it was in a queue, and which cause made up most of that. A wait that the story does not end has no length. */
function waitText({ waits }: CaseHistory): string {
  const byCause = new Map<string, number>();
  for (const { cause, fromMs, toMs } of waits) {
    byCause.set(cause, (byCause.get(cause) ?? 0) + (toMs ?? fromMs) - fromMs);
  }
  const [longest] = [...byCause].sort(([, one], [, other]) => other - one);
  const total = [...byCause.values()].reduce((sum, ms) => sum + ms, 0);
  const last = waits.find(({ toMs }) => toMs === null);
  const still = last === undefined ? '' : `it waits where its story ends (${last.cause})`;
  if (longest === undefined || total === 0) return still === '' ? 'it did not wait' : still;
  const cause = byCause.size === 1 ? longest[0] : `mostly: ${longest[0]}`;
  const waited = `it waited ${formatExactDuration(total)} (${cause})`;
  return still === '' ? waited : `${waited}, and ${still}`;
}

const countriesText = (countries: readonly string[]): string => listInWords([...new Set(countries)].sort());

/**
 * One routing decision in plain lines: the request, every rule with the groups that it ruled out, the candidates in order of preference,
 * and the outcome.
 */
export function renderRoutingDecision(decision: RoutingDecision, scenario: Scenario): readonly string[] {
  const { groups, tier, product, language, severity, waitMs, held } = decision;
  const at = new Date(scenario.startEpochMs + decision.timeMs).toISOString();
  const asks =
    decision.askedBy === 'case'
      ? 'the case looks for an agent'
      : `${whoAsks(decision)} takes a case (${orderText(decision, scenario)})`;
  const lines = [
    `${at}  ${asks}`,
    `  needs tier ${tier}, ${scenario.products[product]?.title ?? '?'}, ${scenario.languages[language] ?? '?'}; severity ` +
      `${SEVERITIES[severity] ?? '?'}; in the queue for ${formatExactDuration(waitMs, 2)}${held ? '; held for its own region' : ''}`,
  ];
  for (const [rule, ruledOut] of groupedBy(groups, ({ ruledOutBy }) => ruledOutBy)) {
    const names = ruledOut.map(({ group }) => groupName(group, scenario));
    if (rule !== null) lines.push(`  ruled out by ${rule}: ${names.join('; ')}`);
  }
  const candidates = groups.filter(({ ruledOutBy }) => ruledOutBy === null);
  candidates.sort((left, right) => (left.rank ?? 0) - (right.rank ?? 0) || left.group - right.group);
  for (const { group, idle, onDuty, rank, withRoom } of candidates) {
    const beside = withRoom === 0 ? '' : `, ${withRoom} with room for another contact`;
    const order = rank === null ? '' : `, order of choice ${rank}`;
    lines.push(`  candidate: ${groupName(group, scenario)}, ${idle} of ${onDuty} free${beside}${order}`);
  }
  if (decision.agent === null) lines.push(`  → waits: ${WAITING_CAUSES[decision.cause ?? 0] ?? '?'}`);
  else {
    const chosen = groups.find(
      (considered) => considered.group === groupOfAgent(decision.agent ?? 0, scenario),
    );
    const name = chosen === undefined ? '?' : groupName(chosen.group, scenario);
    lines.push(`  → agent ${decision.agent} of ${name}: ${whyChosen(decision, scenario)}`);
  }
  return lines.map(neutralise);
}

/** How many decisions a case had, and what came of the last. */
export function routingSummary(decisions: readonly RoutingDecision[], scenario: Scenario): string {
  const count = plural(decisions.length, 'routing decision');
  const last = decisions.at(-1);
  if (last === undefined) return `${count}: it never looked for an agent`;
  const after = `after ${formatExactDuration(last.waitMs, 2)} in the queue`;
  if (last.agent === null)
    return `${count}; at the last it waited: ${WAITING_CAUSES[last.cause ?? 0] ?? '?'}`;
  const group = groupName(groupOfAgent(last.agent, scenario), scenario);
  return neutralise(`${count}; the last gave it to agent ${last.agent} of ${group}, ${after}`);
}

function whoAsks({ inHand, isAfterDuty }: RoutingDecision): string {
  if (isAfterDuty) return 'an agent who stays to serve the queue out';
  return inHand === 0 ? 'an agent has become free and' : `an agent with ${inHand} in hand`;
}

function whyChosen(decision: RoutingDecision, scenario: Scenario): string {
  const { askedBy, inHand, interrupts, isAfterDuty } = decision;
  if (interrupts !== null) return `who drops case ${interrupts}`;
  if (isAfterDuty) return 'after duty';
  if (inHand === 0) return preferenceText(decision, scenario);
  return askedBy === 'case' ? `with ${inHand} in hand, the fewest` : `with ${inHand} in hand`;
}

function orderText({ agent, isAfterDuty }: RoutingDecision, scenario: Scenario): string {
  const { order } = scenario.routing;
  if (!isAfterDuty && (order === 'longest weighted wait' || order === 'fixed queue ratio')) return order;
  const within = isAfterDuty ? 'first in first out' : (order ?? 'first in first out');
  const { takesFirst = [] } = scenario.groups[groupOfAgent(agent ?? 0, scenario)] ?? {};
  if (takesFirst.some(({ rank, weight }) => rank !== undefined || weight !== undefined))
    return 'what its group takes first, then the largest weight × wait';
  const first = takesFirst.length === 0 ? '' : 'what its group takes first, then ';
  return `${first}highest severity, then ${within}`;
}

function preferenceText({ stage }: RoutingDecision, { routing }: Scenario): string {
  const prefer = routing.stages[stage]?.prefer ?? [];
  // A draw among agents leaves no ties.
  const drawn = prefer.indexOf('random agent');
  const untied = drawn === -1 && !prefer.includes('longest idle') ? [...prefer, 'longest idle'] : prefer;
  const chain = drawn === -1 ? untied : prefer.slice(0, drawn + 1);
  const which = routing.stages.length > 1 ? `stage ${stage + 1}: ` : '';
  return which + chain.join(', then ');
}

function groupName(group: number, scenario: Scenario): string {
  return groupTitleOf(group, scenario) || '?';
}

function groupOfAgent(agent: number, scenario: Scenario): number {
  let last = 0;
  return scenario.groups.findIndex((group) => {
    last += group.shifts.reduce((sum, shift) => sum + shift.agents, 0);
    return agent < last;
  });
}
