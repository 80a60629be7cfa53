/** The fields of an entry, except its kind and time. */
export interface Entry {
  readonly aux: number;
  readonly caseNumber: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Why an entry is not counted: the scenario, or the entries before it, rule it out. */
export type Odd = string;

export const NOT_THERE: Odd = 'the case is not there, or closed';
export const NOT_WAITING: Odd = 'the case does not wait';
export const NO_AGENT: Odd = 'there is no such agent';
export const NOT_IN_HAND: Odd = 'the agent does not have that in hand';
