/** Why a log cannot be used, and what to do about it. */
export interface LogIssue {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

export const REMEDY = 'see src/foreign/LOG-FORMAT.md';
