/**
 * Which companies of a support vendor a scope covers: all of them; those of which the scenario says so, since the tables cannot know it;
 * or none.
 */
export type ScopeCoverage = 'all' | 'as said' | 'none';

/** What the scope of a decision depends on. A decision for `all` depends on nothing. */
export const SCOPE_LIMITS = ['none', 'recipient', 'processing', 'purpose', 'organisation'] as const;
export type ScopeLimit = (typeof SCOPE_LIMITS)[number];

interface ScopeRow {
  readonly scope: string;
  readonly limit: ScopeLimit;
  readonly covers: ScopeCoverage;
  /** What must be true of a transfer to be within the scope; `null` if nothing must. */
  readonly condition: string | null;
}

/**
 * The scopes that occur in adequacy decisions. Engine and auditor ask a scenario whether a company is within a scope that is limited
 * (`LegalEntity.adequacy`), and give no verdict if it does not say.
 */
export const ADEQUACY_SCOPES = [
  { scope: 'all', limit: 'none', covers: 'all', condition: null },
  {
    scope: 'recipients under Canadian PIPEDA',
    limit: 'recipient',
    covers: 'as said',
    condition:
      'The recipient is subject to PIPEDA: a private organisation, in the course of commercial activities.',
  },
  {
    scope: 'recipients under the Faroese act',
    limit: 'recipient',
    covers: 'as said',
    condition:
      'The recipient is subject to the Faroese act, so it is no authority of the Kingdom of Denmark.',
  },
  {
    scope: 'automated processing',
    limit: 'processing',
    covers: 'as said',
    condition: 'The transfer is automated, or the data is processed by automated means after it.',
  },
  {
    scope: 'business operators under Japanese APPI',
    limit: 'recipient',
    covers: 'as said',
    condition: 'The recipient is a business operator that handles personal information under the APPI.',
  },
  {
    scope: 'all except UK immigration control',
    limit: 'purpose',
    covers: 'as said',
    condition: 'The data does not serve the control of immigration into the United Kingdom.',
  },
  {
    scope: 'Korean PIPA except credit information',
    limit: 'recipient',
    covers: 'as said',
    condition:
      'The recipient is subject to PIPA and does not receive credit information under the supervision of the Financial Services ' +
      'Commission; missions and the nomination of candidates are outside of PIPA.',
  },
  {
    scope: 'an international organisation',
    limit: 'organisation',
    covers: 'none',
    condition: 'The recipient is the organisation itself.',
  },
  {
    scope: 'recipients under Korean PIPA',
    limit: 'recipient',
    covers: 'as said',
    condition: 'The recipient is subject to PIPA. Credit information is within the scope.',
  },
] as const satisfies readonly ScopeRow[];

export type AdequacyScope = (typeof ADEQUACY_SCOPES)[number]['scope'];

/** Which companies a scope covers. */
export function coverageOf(scope: AdequacyScope): ScopeCoverage {
  return (ADEQUACY_SCOPES.find((row) => row.scope === scope) as ScopeRow).covers;
}
