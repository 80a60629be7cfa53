/** Something in a log that cannot be used. */
export interface LogIssue {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

export const REMEDY = 'see src/evidence/LOG-FORMAT.md';
