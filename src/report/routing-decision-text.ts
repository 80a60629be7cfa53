import { neutralise } from '#base';
import { type RoutingDecision, type Scenario, SEVERITIES, WAITING_CAUSES } from '#domain';

/**
 * One routing decision in plain lines: what was asked, every rule with the groups that it ruled out, the candidates in
 * their order of choice, and the outcome.
 */
export function renderRoutingDecision(decision: RoutingDecision, scenario: Scenario): readonly string[] {
  const { groups, tier, product, language, severity, waitMs, held } = decision;
  const at = new Date(scenario.startEpochMs + decision.timeMs).toISOString();
  const asks =
    decision.askedBy === 'case'
      ? 'the case looks for an agent'
      : `an agent has become free and takes a case (${orderText(scenario)})`;
  const lines = [
    `${at}  ${asks}`,
    `  needs tier ${tier}, ${scenario.products[product]?.title ?? '?'}, ${scenario.languages[language] ?? '?'}; severity ` +
      `${SEVERITIES[severity] ?? '?'}; in the queue for ${durationText(waitMs)}${held ? '; held for its own region' : ''}`,
  ];
  for (const [rule, ruledOut] of byRule(groups)) {
    const names = ruledOut.map((group) => groupName(group, scenario));
    lines.push(`  ruled out by ${rule}: ${names.join(', ')}`);
  }
  const candidates = groups.filter(({ ruledOutBy }) => ruledOutBy === null);
  candidates.sort((left, right) => (left.rank ?? 0) - (right.rank ?? 0) || left.group - right.group);
  for (const { group, idle, onDuty, rank } of candidates) {
    lines.push(
      `  candidate: ${groupName(group, scenario)}, ${idle} of ${onDuty} free, order of choice ${rank}`,
    );
  }
  if (decision.agent === null) lines.push(`  → waits: ${WAITING_CAUSES[decision.cause ?? 0] ?? '?'}`);
  else {
    const chosen = groups.find(
      (considered) => considered.group === groupOfAgent(decision.agent ?? 0, scenario),
    );
    const { interrupts } = decision;
    const preference =
      interrupts === null ? preferenceText(decision, scenario) : `who lets go of case ${interrupts}`;
    const name = chosen === undefined ? '?' : groupName(chosen.group, scenario);
    lines.push(`  → agent ${decision.agent} of ${name} (${preference})`);
  }
  return lines.map(neutralise);
}

function orderText({ routing }: Scenario): string {
  const { order } = routing;
  if (order === 'longest weighted wait' || order === 'fixed queue ratio') return order;
  return `highest severity, then ${order ?? 'first in first out'}`;
}

function preferenceText({ stage }: RoutingDecision, { routing }: Scenario): string {
  const prefer = routing.stages[stage]?.prefer ?? [];
  const chain = prefer.includes('longest idle') ? prefer : [...prefer, 'longest idle'];
  const which = routing.stages.length > 1 ? `stage ${stage + 1}: ` : '';
  return which + chain.join(', then ');
}

function byRule(groups: RoutingDecision['groups']): ReadonlyMap<string, readonly number[]> {
  const rules = new Map<string, number[]>();
  for (const { group, ruledOutBy } of groups) {
    if (ruledOutBy === null) continue;
    const list = rules.get(ruledOutBy) ?? [];
    list.push(group);
    rules.set(ruledOutBy, list);
  }
  return rules;
}

function groupName(group: number, scenario: Scenario): string {
  const found = scenario.groups[group];
  return found === undefined ? '?' : `${scenario.centres[found.centre]?.id ?? '?'}/${found.id}`;
}

function groupOfAgent(agent: number, scenario: Scenario): number {
  let last = 0;
  return scenario.groups.findIndex((group) => {
    last += group.shifts.reduce((sum, shift) => sum + shift.agents, 0);
    return agent < last;
  });
}

function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
