/**
 * The ground on which personal data may be made available to an entity outside the customer's protected zone.
 *
 * | kind | meaning | article |
 * |---|---|---|
 * | not-regulated | no transfer regime modelled here protects this customer's data at that time | `exportRegimeOf` is null |
 * | inside-free-flow | the recipient is in the zone that the regime protects, so nothing leaves | `isFreeFlow` |
 * | same-entity | the recipient is the exporter itself: access from abroad, but no transfer to another | EDPB 05/2021 |
 * | adequacy | the recipient's country is found to protect data well enough | GDPR 45; Directive 25(6) |
 * | framework | the recipient takes part, at that time, in a framework that is in force | GDPR 45; Directive 25(6) |
 * | standard-clauses | exporter and recipient signed a clause set that is valid under the regime (`CLAUSE_SETS`) | GDPR 46(2)(c); Directive 26(4) |
 * | binding-rules | approved corporate rules bind both (`BINDING_RULES`) | GDPR 46(2)(b), 47; Directive 26(2) |
 * | consent | the customer consented to that transfer; never a ground for routine routing | GDPR 49(1)(a); Directive 26(1)(a) |
 * | none | a transfer without a ground: a violation of the law, whatever the contract says | |
 *
 * Append new kinds, never reorder.
 */
export const BASIS_KINDS = [
  'not-regulated',
  'inside-free-flow',
  'same-entity',
  'adequacy',
  'framework',
  'standard-clauses',
  'binding-rules',
  'consent',
  'none',
] as const;
export type BasisKind = (typeof BASIS_KINDS)[number];
