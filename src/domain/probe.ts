import type {
  AgentIndex,
  CaseNumber,
  DurationMs,
  GroupIndex,
  LanguageIndex,
  ProductIndex,
  RunMs,
  SeverityIndex,
  TierNumber,
  WaitingCauseIndex,
} from './indices.ts';

/** A routing decision with all details, for the explanation of a case. It is plain data that the engine computes on demand. */
export interface RoutingDecision {
  readonly timeMs: RunMs;
  readonly caseNumber: CaseNumber;
  /** `case`: a waiting case looked for an agent. `agent`: an agent who became free looked for a case. */
  readonly askedBy: 'case' | 'agent';
  readonly tier: TierNumber;
  readonly product: ProductIndex;
  readonly language: LanguageIndex;
  readonly severity: SeverityIndex;
  readonly waitMs: DurationMs;
  /** Held for the customer's own region at that moment. */
  readonly held: boolean;
  /** The stage of the routing rule that decided: its index in the scenario's list. */
  readonly stage: number;
  readonly groups: readonly GroupConsidered[];
  /** The agent chosen, or null: the case waits, for this cause . */
  readonly agent: AgentIndex | null;
  readonly cause: WaitingCauseIndex | null;
  /** The case that the agent lets go of for this one; null where the agent was free. */
  readonly interrupts: CaseNumber | null;
  /** How many others the agent has in hand, beside which it is taken. */
  readonly inHand: number;
  /** The agent's duty is over: the line is served out. */
  readonly isAfterDuty: boolean;
}

export interface GroupConsidered {
  readonly group: GroupIndex;
  /** What ruled the group out, or null for a candidate. The first rule that forbids, in the order of the filter. */
  readonly ruledOutBy: string | null;
  readonly onDuty: number;
  readonly idle: number;
  /** How many of its agents, who have something in hand, may take the case beside it. */
  readonly withRoom: number;
  /** Order of choice under the preference, smaller first; null for groups ruled out, and those that have nobody free. */
  readonly rank: number | null;
}
