import { complain } from '../../shared/print.ts';

/** A case number from the command line, or null after a complaint. */
export function caseNumberOf(text: string): number | null {
  const caseNumber = Number(text);
  if (/^\d+$/.test(text) && caseNumber < 2 ** 32 - 1) return caseNumber;
  complain(`${text} is not a case number`, 'write a whole number from 0 on');
  return null;
}
