import { once } from 'node:events';
import { type Result, UserProblem } from '#base';
import { EXIT_CODES, type Outcome } from './exit-codes.ts';
import { complain, printIssue } from './print.ts';
import type { Problem } from './problem.ts';
import { note, noteText } from './terminal.ts';

export interface CommandContext {
  /**
   * Aborted by the first SIGINT or SIGTERM; the second ends the program at once. A command takes it if it has something to keep or to clear
   * away, and looks at it between pieces of work. The system ends all other commands at the first signal.
   */
  readonly signal: AbortSignal;
}

/** What a command came to, or why it did not: a value, never an exception. */
export type CommandResult = Result<Outcome, Problem>;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs the one command of this process. Nothing else in the programs sets the exit code, listens to signals, or prints why a command failed.
 */
export async function runCommand(
  work: (context: CommandContext) => CommandResult | Promise<CommandResult>,
): Promise<void> {
  outliveReaders();
  const { context, release } = interruption();
  try {
    const result = await work(context);
    if (!result.ok) tell(result.problem);
    process.exitCode = EXIT_CODES[result.ok ? result.value : result.problem.kind];
  } catch (error) {
    // `loadProgram` reports it: nothing more can be loaded to say it better.
    if (isOfLoading(error)) throw error;
    // Something may still be under way, such as a connection.
    process.exit(tellThrown(error));
  } finally {
    release();
  }
}

/** Waits until somebody interrupts: for commands that serve until then. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** The reader of the output may stop early, as `head` does. That is not an error: the command goes on, and nobody reads the rest. */
function outliveReaders(): void {
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
  return {
    context: {
      get signal() {
        if (!isHeeded) for (const name of SIGNALS) process.on(name, interrupt);
        isHeeded = true;
        return controller.signal;
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

/** A part of the program cannot be loaded, mostly because too few files may be open. Then Node says of some packages that there are none. */
function isOfLoading(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['EMFILE', 'ENFILE', 'ERR_MODULE_NOT_FOUND'].includes(code);
}

/** Reports what was thrown; the exit code. */
function tellThrown(error: unknown): number {
  if (error instanceof UserProblem) {
    complain(error.message, error.remedy);
    return EXIT_CODES['bad input'];
  }
  // Our own mistake. Node would print the trace as it is, with whatever names stand in it.
  noteText(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
