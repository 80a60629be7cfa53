/**
 * The law's verdict on a transfer: it has a basis, it has none, or scenario and tables do not contain enough to
 * decide.
 */
export type Judgement =
  | { readonly verdict: 'valid' }
  /** `reason` completes the sentence "the basis …". */
  | { readonly verdict: 'invalid'; readonly reason: string }
  /** `reason` names the missing information; it names no case. */
  | { readonly verdict: 'open'; readonly reason: string };

export const VALID: Judgement = { verdict: 'valid' };

export function invalid(reason: string): Judgement {
  return { verdict: 'invalid', reason };
}

export function open(reason: string): Judgement {
  return { verdict: 'open', reason };
}

/** The worst judgement: invalid before open before valid. */
export function worstOf(judgements: readonly Judgement[]): Judgement {
  return (
    judgements.find(({ verdict }) => verdict === 'invalid') ??
    judgements.find(({ verdict }) => verdict === 'open') ??
    VALID
  );
}

/** The best judgement; `otherwise` if there are none. */
export function bestOf(judgements: readonly Judgement[], otherwise: Judgement): Judgement {
  return (
    judgements.find(({ verdict }) => verdict === 'valid') ??
    judgements.find(({ verdict }) => verdict === 'open') ??
    judgements[0] ??
    otherwise
  );
}
