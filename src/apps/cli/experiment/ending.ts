/** What ends an experiment before its time: the user's signal, somebody who cancels it from afar, or a disk that takes no more. */
export interface Ending {
  readonly signal: AbortSignal;
  cancel(): void;
  /** Calls `keep`. If the operating system refuses it, the experiment ends, and nothing more is kept. */
  whileKept(keep: () => void): void;
  /** Why nothing could be kept any more; null while it can. */
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
