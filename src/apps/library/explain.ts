import { failure, type Result, success } from '#base';
import type { RoutingDecision, Scenario } from '#domain';
import { routingProbe } from '#engine';
import { startReplication } from '#experiment';
import { renderRoutingDecision, routingSummary } from '#report';
import { demand, numberProblems } from './arguments.ts';
import { problemsOf, replicationOf, type SimulateOptions, toHorizon } from './simulate.ts';

/** Why a case went where it went. */
export interface ExplainedRouting {
  /** Every decision about the case, in order: the groups considered, and why each was not chosen. Times in ms since the start of the run. */
  readonly decisions: readonly RoutingDecision[];
  /** All of them in one sentence. */
  readonly answer: string;
  /** Each of them in lines. */
  readonly lines: readonly string[];
}

/**
 * Repeats a run, and reports everything that the router considered for one case. Cases are numbered from 0 in the order of arrival; give the options
 * that the run had. Fails if there is no such case; throws like `simulate`.
 *
 * @example
 * const why = explain(scenario, 17);
 * if (why.ok) console.log(why.value.answer);
 */
export function explain(
  scenario: Scenario,
  caseNumber: number,
  options: Omit<SimulateOptions, 'ledger'> = {},
): Result<ExplainedRouting, string> {
  demand([
    ...problemsOf(scenario, options),
    ...numberProblems('caseNumber', caseNumber, { least: 0, most: 2 ** 32 - 2 }),
  ]);
  const decisions: RoutingDecision[] = [];
  const replication = startReplication(scenario, {
    ...replicationOf(scenario, options),
    writeLedger: null,
    probe: routingProbe(caseNumber, (decision) => decisions.push(decision)),
  });
  toHorizon(replication, scenario, options);
  const { cases } = replication.counts;
  if (caseNumber >= cases)
    return failure(`there is no case ${caseNumber}; the run has ${cases}, numbered from 0`);
  const lines = decisions.flatMap((decision) => renderRoutingDecision(decision, scenario));
  return success({ decisions, answer: routingSummary(decisions, scenario), lines });
}
