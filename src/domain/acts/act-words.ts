/** Closed lists of words that the ledger numbers, where no other file of the domain is their home. Appended to, never reordered. */

/** Which queue a waiting case is in: that of one centre or group, or that of all who may take it. */
export const COMMITMENT_STEPS = ['joins', 'is open to all'] as const;
export type CommitmentStep = (typeof COMMITMENT_STEPS)[number];

/** What becomes of customers who could be called back. */
export const CALLBACK_STEPS = ['declined', 'accepted', 'reached', 'not reached'] as const;
export type CallbackStep = (typeof CALLBACK_STEPS)[number];

/** Steps of emergency access: two persons approve it, it is opened, its customer is told, it is reviewed. */
export const EMERGENCY_STEPS = ['approved', 'opened', 'told', 'reviewed'] as const;
export type EmergencyStep = (typeof EMERGENCY_STEPS)[number];

/** Purposes for which a case may be seen. */
export const ACCESS_PURPOSES = ['support', 'quality review', 'none', 'consultation'] as const;
