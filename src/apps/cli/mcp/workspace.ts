import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { attempt, refuse } from '../../shared/problem.ts';
import { quoted } from '../completion/command-shapes.ts';

/**
 * The files that an assistant may use: those below a folder, and runs that it has made. Unless it may write below the folder, they are kept in a
 * temporary folder until the server ends, as `unsaved-1`, `unsaved-2` ….
 */
export class Workspace {
  readonly root: string;
  readonly mayWrite: boolean;
  /** The temporary folder. */
  readonly scratch: string;
  private readonly commands = new Map<string, string>();
  private count = 0;

  constructor(root: string, mayWrite: boolean) {
    this.root = attempt(root, 'name a folder that exists', () => realpathSync(root));
    this.mayWrite = mayWrite;
    this.scratch = realpathSync(mkdtempSync(join(tmpdir(), 'meridian-mcp-')));
  }

  end(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  /** The path as a command is to have it, relative to the root or below the temporary folder. Refuses one that leads elsewhere. */
  pathWithin(path: string): string {
    if (this.commands.has(path)) return join(this.scratch, path);
    const full = resolve(this.root, path);
    if (path !== '' && isBelow(this.root, full) && isBelow(this.root, realOf(full))) return this.nameOf(full);
    return refuse(
      `${path === '' ? 'an empty path' : path} is not below the folder ${this.root}`,
      'name a file or a folder in it',
    );
  }

  /** Whether all files of something, such as a scenario, are below the root when links are followed. */
  holds(paths: readonly string[]): boolean {
    return paths.every((path) => isBelow(this.root, realOf(resolve(this.root, path))));
  }

  /** The path of something below the root, as calls name it. */
  nameOf(path: string): string {
    return relative(this.root, path) || '.';
  }

  /** Runs that later calls may name, with the commands that make them. */
  get unsaved(): readonly { readonly run: string; readonly command: string }[] {
    return [...this.commands].map(([run, command]) => ({ run, command }));
  }

  /** A name for the next results; `keep` lets later calls use it. */
  nextName(): string {
    return `unsaved-${++this.count}`;
  }

  /** From now on, calls may name the run, which that command makes. */
  keep(name: string, command: string): void {
    this.commands.set(name, command);
  }

  discard(name: string): void {
    rmSync(join(this.scratch, name), { recursive: true, force: true });
  }

  /** Removes the path of the temporary folder from a text. */
  shown(text: string): string {
    return text.replaceAll(`${this.scratch}${sep}`, '');
  }

  /** The command line for a person, after those that make the runs that it names. */
  commandLine(words: readonly string[]): string {
    const made = [...this.commands].filter(([name]) =>
      words.some((word) => word.endsWith(join(this.scratch, name))),
    );
    const line = ['meridian', ...words.map((word) => shellWord(this.shown(word)))].join(' ');
    return [...made.map(([, command]) => command), line].join(' && ');
  }
}

/** A word as a person would write it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word);
}

/** Whether the path is the folder, or leads into it. */
function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Follows the links of a path. If it does not exist yet, follows those of the nearest folder that does. */
function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realOf(dirname(path)), basename(path));
}
