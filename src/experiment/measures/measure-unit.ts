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
