import type { CaseFilter } from '#domain';
import type { Contribution, MeasuredFigures } from '#statistics';

/** What a replication tells measures. */
export interface ControlledFigures extends MeasuredFigures {
  /** Controls of service levels (`LevelControls`), by what follows the figure in the ids of measures. */
  readonly controls?: Readonly<Record<string, number>> | undefined;
}

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
  /** With its control, if it has one. Null if the replication observed nothing of it. */
  contribution(summary: ControlledFigures): Contribution | null;
}

const CONTROLLED = 'service level';

/** A contribution to the measure with this id, with its control, if it has one. */
export function withControl(
  contribution: Contribution,
  { controls = {} }: Pick<ControlledFigures, 'controls'>,
  id: string,
): Contribution {
  const control = id.startsWith(CONTROLLED) ? controls[id.slice(CONTROLLED.length)] : undefined;
  return control === undefined ? contribution : { ...contribution, control };
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
