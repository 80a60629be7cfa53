/** Early end of an experiment: by the user's signal, a remote cancellation, or a full disk. */
export interface Ending {
  readonly signal: AbortSignal;
  cancel(): void;
  /** Calls `keep`. If the operating system refuses it, the experiment ends and nothing more is stored. */
  whileKept(keep: () => void): void;
  /** Why nothing more can be stored; null if it can. */
  refusal(): unknown;
}

export function createEnding(asked: AbortSignal): Ending {
  const own = new AbortController();
  let refusal: unknown = null;
  return {
    signal: AbortSignal.any([asked, own.signal]),
    cancel: () => own.abort(),
    whileKept(keep) {
      if (refusal !== null) return;
      try {
        keep();
      } catch (error) {
        refusal = error;
        own.abort();
      }
    },
    refusal: () => refusal,
  };
}
