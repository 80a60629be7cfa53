/** What the law says of a transfer: it has a basis, it has none, or neither can be said with what tables and scenario tell. */
export type Judgement =
  | { readonly verdict: 'valid' }
  /** `reason` ends the sentence "the basis …". */
  | { readonly verdict: 'invalid'; readonly reason: string }
  /** `reason` says what would have to be known; it names no case. */
  | { readonly verdict: 'open'; readonly reason: string };

export const VALID: Judgement = { verdict: 'valid' };

export function invalid(reason: string): Judgement {
  return { verdict: 'invalid', reason };
}

export function open(reason: string): Judgement {
  return { verdict: 'open', reason };
}

/** The worst of several: one that is invalid, or one that is open; valid where all are. */
export function worstOf(judgements: readonly Judgement[]): Judgement {
  return (
    judgements.find(({ verdict }) => verdict === 'invalid') ??
    judgements.find(({ verdict }) => verdict === 'open') ??
    VALID
  );
}

/** The best of several; `otherwise` where there are none. */
export function bestOf(judgements: readonly Judgement[], otherwise: Judgement): Judgement {
  return (
    judgements.find(({ verdict }) => verdict === 'valid') ??
    judgements.find(({ verdict }) => verdict === 'open') ??
    judgements[0] ??
    otherwise
  );
}
