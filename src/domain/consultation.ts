/** What an agent does who would consult another while nobody is free, as the ledger numbers it. */
export const CONSULTATION_STEPS = ['waits', 'goes on alone'] as const;
export type ConsultationStep = (typeof CONSULTATION_STEPS)[number];

/** What becomes of a contact that needs a second agent while nobody is free, as scenarios say it. */
export const CONSULTATION_ALTERNATIVES = ['go on alone', 'wait'] as const;
