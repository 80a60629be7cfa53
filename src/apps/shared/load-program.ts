/**
 * Loads a program. If it, or a part loaded later, cannot be loaded, says why in one line. Entry files import nothing
 * else that imports files, because their imports are loaded before their own code runs, and Node would print a failure with a stack
 * trace.
 */
export async function loadProgram(load: () => Promise<unknown>): Promise<void> {
  for (const name of SIGNALS) process.on(name, endEarly);
  try {
    await load();
  } catch (error) {
    process.stderr.write(failureText(error));
    process.exit(BAD_INPUT);
  }
}

export const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** As in `problem.ts`. */
const BAD_INPUT = 2;
const INTERRUPTED = 130;

/** Ends the program at a signal while it is being loaded. */
function endEarly(): void {
  process.stderr.write('interrupted: nothing was written\n');
  process.exit(INTERRUPTED);
}

/** Call this when the program is loaded, before its work begins. */
export function leaveSignals(): void {
  for (const name of SIGNALS) process.off(name, endEarly);
}

function failureText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EMFILE' || code === 'ENFILE')
    return 'error  too many files are open\n       raise the limit of open files: ulimit -n 1024\n';
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // No module that makes text safe for terminals can be loaded here.
  const safe = reason.replace(/\p{C}/gu, '\ufffd');
  return (
    `error  the program cannot be loaded: ${safe}\n` +
    '       raise the limit of open files if it is low (ulimit -n 1024); otherwise install the program again\n'
  );
}
