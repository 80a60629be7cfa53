import { number, type Of, optional, orNull, record, text, word } from '#base';
import { BINDING_RULES_HOLDERS } from './binding-rules.ts';

/**
 * What an importing entity can show for personal data that it receives from a protected zone. Participation in a framework, signed standard
 * clauses and approved binding rules each hold for a time. An instrument is a basis only while both it and the law behind it are in force.
 * Instants are UTC epoch ms.
 */
export const basisInstrument = record({
  kind: word(['framework', 'standard-clauses', 'binding-rules']),
  /** Id of the framework or clause set (`frameworks.ts`, `clause-sets.ts`), or a name for the binding rules. */
  instrument: text,
  /** Clauses: when they were signed. */
  fromEpochMs: number(),
  /** `null`: open. */
  toEpochMs: orNull(number()),
  /** For clauses and rules: since when an assessment of the importer's law is on file. Left out if unknown. */
  assessedEpochMs: optional(number()),
  /** For clauses: signed on behalf of the customers, who then count as the exporter, no matter who sends the data. */
  signedFor: optional(word(['customers'])),
  /** For rules: since when each regime's authority has approved them, or been notified. Left out if unknown. */
  approvedEpochMs: optional(
    record({ EEA: optional(number()), CH: optional(number()), UK: optional(number()) }),
  ),
  /** For rules: whose data they cover. Left out if unknown. */
  covers: optional(word(BINDING_RULES_HOLDERS)),
});
export interface BasisInstrument extends Of<typeof basisInstrument> {}
