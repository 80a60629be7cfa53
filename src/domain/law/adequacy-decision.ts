import { number, type Of, orNull, record, text, truth } from '#base';
import type { EpochMs } from '../indices.ts';
import type { AdequacyScope } from './adequacy-scopes.ts';
import type { DatedFact } from './dated-fact.ts';
import type { ExportRegime } from './regimes.ts';
import type { ZoneId } from './zones.ts';

/** A finding that a country protects personal data well enough for data under `fromZone` to go there. */
export interface AdequacyDecision extends DatedFact {
  readonly fromZone: ExportRegime;
  /** ISO 3166-1 alpha-2; XX-EPO, a private code, is the European Patent Organisation. */
  readonly toCountries: readonly string[];
  readonly decision: string;
  /** What the decision covers in these countries; `ADEQUACY_SCOPES` says what it asks for. */
  readonly scope: AdequacyScope;
  /** From when on the scope has no limit any more. UTC epoch ms. */
  readonly unlimitedFromMs?: number;
  /** States under this regime that have not taken the decision over: whether it carries data under their law is open. */
  readonly pendingIn?: ZoneId;
}

/** What a scenario says of a company and a decision for some time: whether the company is within the decision's scope. */
export const adequacyStatement = record({
  /** Id of the decision. */
  decision: text,
  isCovered: truth,
  fromEpochMs: number<EpochMs>(),
  /** `null`: open. */
  toEpochMs: orNull(number<EpochMs>()),
});
export interface AdequacyStatement extends Of<typeof adequacyStatement> {}

/** States of the EEA since 2021. Before July 2013 HR was in none of the zones, so older lists name it separately. */
export const EEA_TODAY: readonly string[] =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');
