import type { JsonValue } from '#base';
import { ADEQUACY_DECISIONS } from './adequacy-decisions.ts';
import { ADEQUACY_SCOPES } from './adequacy-scopes.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { BINDING_RULES } from './binding-rules.ts';
import { CERTIFICATE_EDITIONS } from './certificate-editions.ts';
import { CLAUSE_SETS } from './clause-sets.ts';
import { FACTS_AS_OF_MS } from './dated-fact.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { LEGAL_REGIMES } from './legal-regimes.ts';
import { ESTABLISHMENT_RULES, PROTECTED_ZONES, SAME_ENTITY_RULES } from './regimes.ts';
import { TRANSFER_ASSESSMENTS } from './transfer-assessments.ts';
import { ZONE_MEMBERSHIPS } from './zone-memberships.ts';
import { COMPOSITIONS } from './zones.ts';

const TABLES = {
  adequacyDecisions: ADEQUACY_DECISIONS,
  adequacyScopes: ADEQUACY_SCOPES,
  assumptions: ASSUMPTIONS,
  bindingRules: BINDING_RULES,
  certificateEditions: CERTIFICATE_EDITIONS,
  clauseSets: CLAUSE_SETS,
  establishmentRules: ESTABLISHMENT_RULES,
  exportRegimes: Object.entries(PROTECTED_ZONES).map(([regime, zone]) => ({ regime, zone })),
  factsAsOf: [{ knownAtMs: FACTS_AS_OF_MS }],
  frameworks: FRAMEWORKS,
  legalRegimes: LEGAL_REGIMES,
  sameEntityRules: SAME_ENTITY_RULES,
  transferAssessments: TRANSFER_ASSESSMENTS,
  zoneCompositions: Object.entries(COMPOSITIONS).map(([zone, composition]) => ({ zone, ...composition })),
  zoneMemberships: ZONE_MEMBERSHIPS,
} as const satisfies Readonly<Record<string, readonly object[]>>;

export type LawTableName = keyof typeof TABLES;

export type LawTables = Readonly<Record<LawTableName, readonly JsonValue[]>>;

/**
 * The tables of the law as plain data, each a list of rows, to be hashed or shown. The canonical JSON of a table changes if and only if a
 * row does. An infinite instant is `null`: an unknown beginning, or an open end.
 */
export function lawTables(): LawTables {
  return plain(TABLES) as unknown as LawTables;
}

/** A copy that JSON can represent, with the same keys. */
function plain(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
  }
  return value as JsonValue;
}
