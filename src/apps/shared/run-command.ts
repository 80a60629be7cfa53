import { once } from 'node:events';
import { UserProblem } from '#base';
import { leaveSignals, SIGNALS } from './load-program.ts';
import { complain, printIssue } from './print.ts';
import { type Ended, EXIT_CODES, type Problem, RefusedRequest } from './problem.ts';
import { note, noteText } from './terminal.ts';

export interface CommandContext {
  /**
   * Aborted by the first SIGINT or SIGTERM; the second ends the program at once. A command uses it if it has
   * something to save or clean up, and checks it between pieces of work. The system ends all other commands at the
   * first signal.
   */
  readonly signal: AbortSignal;
  /** Call this when the command is loaded. `isHeeding`: whether it uses `signal`; otherwise the system ends it from now on. */
  begin(isHeeding: boolean): void;
}

/**
 * Runs the one command of this process. Only this function sets the exit code, listens to signals, and prints why a
 * command was refused.
 */
export async function runCommand(work: (context: CommandContext) => Ended | Promise<Ended>): Promise<void> {
  outliveReaders();
  const { context, release } = interruption();
  try {
    process.exitCode = EXIT_CODES[(await work(context)) ?? 'clean'];
  } catch (error) {
    if (error instanceof RefusedRequest) {
      tell(error.problem);
      process.exitCode = EXIT_CODES[error.problem.kind];
      return;
    }
    // `loadProgram` reports it; no further module can be loaded for a better message.
    if (isOfLoading(error)) throw error;
    // Something may still be running, such as a connection.
    process.exit(tellThrown(error));
  } finally {
    release();
  }
}

/** Resolves when the user interrupts. For commands that serve until then. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

let outlives = false;

/** Ignores a closed output. The reader may stop early, as `head` does; the command continues without output. */
function outliveReaders(): void {
  if (outlives) return;
  outlives = true;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
      if (stream === process.stdout) note(`error  the output cannot be written: ${message}`);
      process.exit(EXIT_CODES['bad input']);
    });
  }
}

function interruption(): { readonly context: CommandContext; release(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT_CODES.interrupted);
    controller.abort();
  };
  let isHeeded = false;
  const heed = () => {
    if (!isHeeded) for (const name of SIGNALS) process.on(name, interrupt);
    isHeeded = true;
  };
  return {
    context: {
      get signal() {
        heed();
        return controller.signal;
      },
      begin(isHeeding) {
        if (isHeeding) heed();
        leaveSignals();
      },
    },
    release: () => {
      for (const name of SIGNALS) process.off(name, interrupt);
    },
  };
}

function tell(problem: Problem): void {
  if (problem.kind === 'interrupted') return note(problem.message);
  for (const complaint of problem.complaints) {
    if ('line' in complaint) printIssue(complaint, 'error');
    else complain(complaint.message, complaint.remedy);
  }
}

/**
 * Whether a module could not be loaded, in most cases because of a low limit of open files. Node then reports some
 * packages as missing.
 */
function isOfLoading(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['EMFILE', 'ENFILE', 'ERR_MODULE_NOT_FOUND'].includes(code);
}

/** The path that the permission model of Node has refused; null for any other error. */
function deniedPath(error: unknown): string | null {
  const isDenied = error instanceof Error && 'code' in error && error.code === 'ERR_ACCESS_DENIED';
  return isDenied && 'resource' in error ? String(error.resource) : null;
}

function tellThrown(error: unknown): number {
  if (error instanceof UserProblem) {
    complain(error.message, error.remedy);
    return EXIT_CODES['bad input'];
  }
  const denied = deniedPath(error);
  if (denied !== null) {
    complain(`${denied} is outside of what this process may read or write`, 'name a file or folder within');
    return EXIT_CODES['bad input'];
  }
  // A bug. Node would print its stack trace unfiltered, including any names in it.
  noteText(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
