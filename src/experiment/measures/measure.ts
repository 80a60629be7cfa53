import type { CaseFilter } from '#domain';
import type { Contribution, MeasuredFigures } from '#statistics';

/** A figure that planners compare, and what one replication contributes to it. */
export interface Measure {
  /** `service level`, `service level/premier-eea` for one segment, `service level/premier-eea/phone/A@22:00-06:00` for some of its cases. */
  readonly id: string;
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly better: 'more' | 'less';
  /** The cases that it covers; null if it is not of one filter. */
  readonly filter: CaseFilter | null;
  /** The cases that it adds up, if it is of several filters. */
  readonly filters?: readonly CaseFilter[];
  /** Null if the replication observed nothing of it. */
  contribution(summary: MeasuredFigures): Contribution | null;
}

export type MeasureUnit =
  | 'share'
  | 's'
  | 'cases'
  | 'per case'
  | 'currency'
  /** Agents, on average. */
  | 'agents'
  /** Agent hours. */
  | 'hours'
  /** Contacts, hand-overs and other events. */
  | 'times';
