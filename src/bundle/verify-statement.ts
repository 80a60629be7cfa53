import type { Evidence } from '#exports';
import type { RootOver } from '#ledger';
import { customerStatement, type Statement } from '#statements';
import { type InclusionProofs, proveEntries } from './log/case-proof.ts';

/** A statement with its proofs, as given to a customer. */
export function statementText(statement: Statement, proofs: InclusionProofs): string {
  return `${JSON.stringify({ ...statement, proofs }, null, 1)}\n`;
}

/** Parses statement and proofs. Null if the text is not one. Only what the check needs is examined. */
export function parseStatement(
  text: string,
): { readonly customer: string; readonly proofs: InclusionProofs } | null {
  try {
    const value = JSON.parse(text) as Partial<Statement & { readonly proofs: InclusionProofs }> | null;
    const { customer, kind, proofs } = value ?? {};
    const isWhole =
      kind === 'meridian statement' &&
      typeof customer === 'string' &&
      typeof proofs?.checkpoint === 'string' &&
      typeof proofs.key === 'string' &&
      Array.isArray(proofs.context) &&
      Array.isArray(proofs.entries) &&
      proofs.entries.every(
        ({ entry, index, path }) =>
          typeof entry === 'string' && Number.isSafeInteger(index) && Array.isArray(path),
      );
    return isWhole ? { customer, proofs } : null;
  } catch {
    return null;
  }
}

/** Recomputes a statement (R24). Null if it is equal, byte for byte; otherwise how it differs. The checkpoint is the one in the bundle. */
export function differenceOfStatement(
  text: string,
  evidence: Evidence,
  log: {
    readonly checkpoint: string;
    readonly key: string;
    readonly size: number;
    readonly rootOver: RootOver;
  },
): string | null {
  const parsed = parseStatement(text);
  if (parsed === null) return 'it is not a statement';
  const made = customerStatement(evidence, parsed.customer);
  if (made === null) return `the ledger has no case of ${parsed.customer}`;
  const { checkpoint, key, rootOver, size } = log;
  const proved = proveEntries(made.entries, rootOver, size);
  const anew = statementText(made.statement, { format: 2, checkpoint, key, ...proved });
  if (anew === text) return null;
  const lines = text.split('\n');
  const line = anew.split('\n').findIndex((wanted, i) => wanted !== lines[i]);
  return `line ${line + 1} is not what the ledger gives`;
}
