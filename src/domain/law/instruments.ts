import type { BindingRulesHolder } from './binding-rules.ts';
import type { ExportRegime } from './regimes.ts';

/**
 * What an importing entity can show for personal data that it receives from a protected zone. Participation in a framework, signed standard
 * clauses and approved binding rules each hold for a time. An instrument is a basis only while both it and the law behind it are in force.
 * Instants are UTC epoch ms.
 */
export interface BasisInstrument {
  readonly kind: 'framework' | 'standard-clauses' | 'binding-rules';
  /** Id of the framework or clause set (`frameworks.ts`, `clause-sets.ts`), or a name for the binding rules. */
  readonly instrument: string;
  /** Clauses: when they were signed. */
  readonly fromEpochMs: number;
  /** `null`: open. */
  readonly toEpochMs: number | null;
  /** For clauses and rules: since when an assessment of the importer's law is on file. Left out if unknown. */
  readonly assessedEpochMs?: number;
  /** For clauses: signed on behalf of the customers, who then count as the exporter, no matter who sends the data. */
  readonly signedFor?: 'customers';
  /** For rules: since when each regime's authority has approved them, or been notified. Left out if unknown. */
  readonly approvedEpochMs?: Readonly<Partial<Record<ExportRegime, number>>>;
  /** For rules: whose data they cover. Left out if unknown. */
  readonly covers?: BindingRulesHolder;
}
