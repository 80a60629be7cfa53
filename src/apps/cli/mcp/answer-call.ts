import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Command } from 'commander';
import { pathInPackage } from '../../shared/host.ts';
import { type Complaint, type Problem, refusedIn } from '../../shared/problem.ts';
import { scenariosListed } from '../../shared/studio/open-studio.ts';
import { fitted } from './answers.ts';
import { TOOLS, wordsOf } from './tools.ts';
import type { Workspace } from './workspace.ts';

interface ToolCall {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
}

interface Circumstances {
  readonly program: Command;
  readonly workspace: Workspace;
  /** How long a command may take, ms. */
  readonly longestMs: number;
  readonly signal: AbortSignal;
}

/** What the assistant gets: JSON with the answer and the command that makes it again, or with problems and their remedies. */
interface CallAnswer {
  readonly text: string;
  readonly isError: boolean;
}

export async function answerTo(call: ToolCall, circumstances: Circumstances): Promise<CallAnswer> {
  try {
    const words = wordsOf(circumstances.program, call, circumstances.workspace);
    return await answerOfCommand(call, words, circumstances);
  } catch (error) {
    return problemAnswer(problemsIn(refusedIn(error).problem));
  }
}

function problemsIn(problem: Problem): readonly Pick<Complaint, 'message' | 'remedy'>[] {
  return problem.kind === 'interrupted' ? [{ message: problem.message, remedy: '' }] : problem.complaints;
}

function problemAnswer(problems: readonly Pick<Complaint, 'message' | 'remedy'>[]): CallAnswer {
  return {
    text: fitted({ problems: problems.map(({ message, remedy }) => ({ message, remedy })) }),
    isError: true,
  };
}

async function answerOfCommand(
  { name }: ToolCall,
  words: readonly string[],
  { longestMs, signal, workspace }: Circumstances,
): Promise<CallAnswer> {
  const { answer, writes } = TOOLS[name] as (typeof TOOLS)[string];
  const unsaved = writes === undefined || workspace.mayWrite ? null : workspace.nextName();
  const placed = unsaved === null ? words : [...words, `--out=${join(workspace.scratch, unsaved)}`];
  const asked = answer === null ? placed : [...placed, '--json'];
  const ended = await runInProcess(asked, workspace, { longestMs, signal });
  const out = workspace.shown(ended.out);
  const result = ended.isLate || ended.code === null ? null : resultIn(out, answer);
  const isKept = unsaved !== null && writes === 'run' && result !== null && 'run' in result;
  // Only a run is kept under its name. Other results are in the answer.
  const command = workspace.commandLine(isKept ? placed : words);
  if (isKept) workspace.keep(unsaved, command);
  else if (unsaved !== null) workspace.discard(unsaved);
  const notes = problemsPrinted(workspace.shown(ended.err));
  if (name === 'list')
    return { text: fitted({ ...listed(workspace), ...(result ?? { runs: [] }) }), isError: false };
  if (result === null)
    return problemAnswer(ended.isLate ? [tooLate(longestMs, command)] : orUnknown(notes, ended));
  const told = notes.length === 0 ? {} : { notes };
  return { text: fitted({ command, exitCode: ended.code, ...result, ...told }), isError: false };
}

/** What the command has answered; null if it has refused. */
function resultIn(out: string, answer: ((result: never) => object) | null): object | null {
  if (out.trim() === '') return null;
  if (answer === null) return { answer: out.trimEnd().split('\n') };
  return answer(JSON.parse(out) as never);
}

/** What the command has written on stderr: messages, each with its remedy in the indented lines that follow. */
function problemsPrinted(err: string): readonly Pick<Complaint, 'message' | 'remedy'>[] {
  const problems: { message: string; remedy: string }[] = [];
  for (const line of err.split('\n').filter((one) => one.trim() !== '')) {
    const last = problems.at(-1);
    if (last !== undefined && /^\s/.test(line)) last.remedy = `${last.remedy} ${line.trim()}`.trim();
    else problems.push({ message: line.replace(/^error {2}/, ''), remedy: '' });
  }
  return problems;
}

function orUnknown(problems: ReturnType<typeof problemsPrinted>, { code }: EndedCommand) {
  if (problems.length > 0) return problems;
  return [
    { message: `the command ended with code ${code} and without an answer`, remedy: 'run it in a terminal' },
  ];
}

function tooLate(longestMs: number, command: string) {
  return {
    message: `no answer within ${longestMs / 1000} s`,
    remedy: `ask for less, by until or replications, or let a person run this in a terminal: ${command}`,
  };
}

/** Lists scenarios in the root, in its folders and in those of `scenarios`, and the runs that are kept until the server ends. */
function listed(workspace: Workspace): object {
  const all = ['', 'scenarios'].flatMap((folder) => scenariosListed(join(workspace.root, folder)));
  const held = all.filter(({ bases, path }) => workspace.holds([path, ...bases]));
  const scenarios = held.map(({ path, title }) => ({ scenario: workspace.nameOf(path), title }));
  const once = new Map(scenarios.map((one) => [one.scenario, one]));
  return { scenarios: [...once.values()], unsaved: workspace.unsaved };
}

interface EndedCommand {
  readonly out: string;
  readonly err: string;
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** Whether it took too long. */
  readonly isLate: boolean;
}

/** How long a command may take to end by itself before it is killed, ms. */
const PATIENCE_MS = 3000;

/**
 * Runs a meridian command in a process of its own, which can be ended if it takes too long. Where Node has a permission model, the
 * process may read only the program and what is below the root, and write only below the temporary folder, and below the root if it may.
 */
function runInProcess(
  words: readonly string[],
  workspace: Workspace,
  { longestMs, signal }: { readonly longestMs: number; readonly signal: AbortSignal },
): Promise<EndedCommand> {
  const main = realpathSync(process.argv[1] ?? '');
  const options = [...process.execArgv, ...permissions(workspace, main)];
  const child = spawn(process.execPath, [...options, main, ...words], {
    cwd: workspace.root,
    // The input of this process is the conversation with the assistant.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, longestMs);
  signal.addEventListener('abort', end);
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    return () => Buffer.concat(pieces).toString('utf8');
  });
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      settle({ out: out?.() ?? '', err: err?.() ?? '', code, isLate });
    });
  });
}

/** None if Node has no permission model, or runs the sources, whose compiler reads and writes elsewhere. */
function permissions({ mayWrite, root, scratch }: Workspace, main: string): readonly string[] {
  const model = ['--permission', '--experimental-permission'].find((flag) =>
    process.allowedNodeEnvironmentFlags.has(flag),
  );
  if (model === undefined || main.endsWith('.ts')) return [];
  const writable = mayWrite ? [root, scratch] : [scratch];
  return [
    model,
    // Node 20 warns that the model is new.
    '--no-warnings',
    '--allow-worker',
    ...[...programFolders(), root, scratch].map((folder) => `--allow-fs-read=${folder}`),
    ...writable.map((folder) => `--allow-fs-write=${folder}`),
  ];
}

/** The folders that hold this package and those that it needs: the outermost `node_modules`, or for a clone its own folder. */
function programFolders(): readonly string[] {
  const folder = dirname(pathInPackage('package.json') ?? import.meta.dirname);
  const parts = folder.split(sep);
  const outermost = parts.indexOf('node_modules');
  if (outermost !== -1) return [parts.slice(0, outermost + 1).join(sep)];
  const packages = join(folder, 'node_modules');
  return existsSync(packages) ? [folder, realpathSync(packages)] : [folder];
}
