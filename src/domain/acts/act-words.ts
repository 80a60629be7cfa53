/** Closed lists of words that the ledger stores as numbers and that belong to no other file of the domain. Append, never reorder. */

/** Whose queue a waiting case is in: that of one centre or group, or that of all who may take it. */
export const COMMITMENT_STEPS = ['joins', 'is open to all'] as const;
export type CommitmentStep = (typeof COMMITMENT_STEPS)[number];

/** What happens with a callback: the customer declines or accepts the offer, and is or is not reached. */
export const CALLBACK_STEPS = ['declined', 'accepted', 'reached', 'not reached'] as const;
export type CallbackStep = (typeof CALLBACK_STEPS)[number];

/** Steps of an emergency access: two people approve it, the case is opened, the customer is told, the access is reviewed. */
export const EMERGENCY_STEPS = ['approved', 'opened', 'told', 'reviewed'] as const;
export type EmergencyStep = (typeof EMERGENCY_STEPS)[number];

/** Whether somebody outside of the promise may see a case: the customer is asked, and permits or refuses it. */
export const APPROVAL_STEPS = ['asked', 'given', 'refused'] as const;

/** What becomes of items that the customer was to encrypt and did not. */
export const PLAIN_STEPS = ['came plain', 'customer told', 'sent back', 'came encrypted'] as const;

/**
 * What becomes of a case that software may have: it goes to people at once (promise or law forbid the software, or it cannot be reached, or
 * all sessions are taken), waits for a session, begins one, and is contained or handed over. `given up`: it goes to people instead of waiting
 * on; `broken off`: it goes to people before its session is over. The last step is that of a new case, whose customer had one that was
 * contained.
 */
export const SESSION_STEPS = [
  'not for software',
  'not reachable',
  'all taken',
  'waits',
  'begins',
  'contained',
  'handed over',
  'given up',
  'broken off',
  'comes back',
] as const;
export type SessionStep = (typeof SESSION_STEPS)[number];

/** Purposes for which a case may be viewed. */
export const ACCESS_PURPOSES = ['support', 'quality review', 'none', 'consultation', 'escort'] as const;

/** What an agent does who would consult another while nobody is free, as the ledger numbers it. */
export const CONSULTATION_STEPS = ['waits', 'goes on alone'] as const;
export type ConsultationStep = (typeof CONSULTATION_STEPS)[number];
