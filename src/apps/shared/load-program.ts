/**
 * Loads a program, and says in one line why it, or a part of it that is loaded later, cannot be loaded. For entry files, which import nothing else: what they import is loaded before
 * any of their own code runs, and Node would print its failure with a stack trace.
 */
export async function loadProgram(load: () => Promise<unknown>): Promise<void> {
  try {
    await load();
  } catch (error) {
    process.stderr.write(failureText(error));
    process.exit(BAD_INPUT);
  }
}

/** As in `exit-codes.ts`. */
const BAD_INPUT = 2;

function failureText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EMFILE' || code === 'ENFILE')
    return 'error  too many files are open\n       raise the limit of open files: ulimit -n 1024\n';
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // Nothing of ours is loaded that could make a text safe for a terminal.
  const safe = reason.replace(/\p{C}/gu, '\ufffd');
  return (
    `error  the program cannot be loaded: ${safe}\n` +
    '       raise the limit of open files if it is low (ulimit -n 1024); otherwise install the program again\n'
  );
}
