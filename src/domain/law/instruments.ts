/**
 * What an importing entity can show for personal data that it receives from a protected zone. Participation in a
 * framework, signed standard clauses and approved binding rules each hold for a time; an instrument is a basis only
 * while both it and the law behind it are in force.
 */
export interface BasisInstrument {
  readonly kind: 'framework' | 'standard-clauses' | 'binding-rules';
  /** Id of the framework or clause set (`frameworks.ts`, `clause-sets.ts`), or a name for the binding rules. */
  readonly instrument: string;
  readonly fromEpochMs: number;
  /** `null`: open. */
  readonly toEpochMs: number | null;
}
