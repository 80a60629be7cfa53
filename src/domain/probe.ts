/** One routing decision, told in full for the explanation of a case. Plain data; the engine makes it on demand. */
export interface RoutingDecision {
  readonly timeMs: number;
  readonly caseNumber: number;
  /** `case`: a waiting case looked for an agent. `agent`: an agent who became free looked for a case. */
  readonly askedBy: 'case' | 'agent';
  readonly tier: number;
  readonly product: number;
  readonly language: number;
  readonly severity: number;
  readonly waitMs: number;
  /** Held for the customer's own region at that moment. */
  readonly held: boolean;
  /** The stage of the routing rule that decided: its index in the scenario's list. */
  readonly stage: number;
  readonly groups: readonly GroupConsidered[];
  /** The agent chosen, or null: the case waits, for this cause (index of WAITING_CAUSES). */
  readonly agent: number | null;
  readonly cause: number | null;
  /** The case that the agent lets go of for this one; null where the agent was free. */
  readonly interrupts: number | null;
  /** How many others the agent has in hand, beside which it is taken. */
  readonly inHand: number;
  /** The agent's duty is over: the line is served out. */
  readonly isAfterDuty: boolean;
}

export interface GroupConsidered {
  readonly group: number;
  /** What ruled the group out, or null for a candidate. The first rule that forbids, in the order of the filter. */
  readonly ruledOutBy: string | null;
  readonly onDuty: number;
  readonly idle: number;
  /** How many of its agents, who have something in hand, may take the case beside it. */
  readonly withRoom: number;
  /** Order of choice under the preference, smaller first; null for groups ruled out, and those that have nobody free. */
  readonly rank: number | null;
}

/** Asks for the decisions about one case. */
export interface RoutingProbe {
  readonly caseNumber: number;
  decided(decision: RoutingDecision): void;
}
