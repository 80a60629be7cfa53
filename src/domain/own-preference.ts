import type {
  CentreIndex,
  DurationMs,
  GroupIndex,
  LanguageIndex,
  ProductIndex,
  RunMs,
  SeverityIndex,
  StreamIndex,
  TierNumber,
} from './indices.ts';
import type { Scenario } from './scenario/scenario.ts';

/**
 * A routing preference of one's own: a module whose default export is a `MakePreference`. It orders agent groups that may take
 * a case; whether they may is decided before, by promise, law and skills, and no preference can change that. To keep
 * runs repeatable, its answer must depend on its arguments alone: no clock, no random numbers, no files.
 */
export type MakePreference = (scenario: Scenario) => OwnPreference;

export interface OwnPreference {
  /** For reports and explanations. */
  readonly name: string;
  /** What the group is worth to the case, a finite number: the smallest is chosen. Equal ones are left to the scenario's routing rule. */
  rank(group: GroupView, supportCase: CaseView): number;
}

/** A group that may take the case and has somebody free. */
export interface GroupView {
  /** Indices into the scenario's `groups` and `centres`. */
  readonly index: GroupIndex;
  readonly centre: CentreIndex;
  /** Agents on duty, and those of them who are free. */
  readonly onDuty: number;
  readonly idleCount: number;
  /** By product: speed factor. */
  readonly speed: ArrayLike<number>;
}

/** What routing may know of a case. */
export interface CaseView {
  /** Index into the scenario's `streams`. */
  readonly stream: StreamIndex;
  /** Index of SEVERITIES; indices into the scenario's `products` and `languages`. */
  readonly severity: SeverityIndex;
  readonly product: ProductIndex;
  readonly language: LanguageIndex;
  readonly tier: TierNumber;
  /** Contacts that it has had. */
  readonly contacts: number;
  /** Since it joined the queue, ms. */
  readonly waitMs: DurationMs;
  /** Simulated time, ms since the start of the run. */
  readonly nowMs: RunMs;
}
