import { type ChildProcess, execSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newFolder } from './apps/cli/cli.ts';
import { ROOT } from './running.ts';

/**
 * The pages of `docs/learn`, `docs/do` and `docs/explain`, followed as a reader does: files are written where the page says, and the commands
 * are run from top to bottom. A block that begins with `sh expect=1` ends with that exit code. The command of a block `sh serves` runs until
 * the page ends.
 */
const pages = ['learn', 'do', 'explain']
  .flatMap((part) => readdirSync(join(ROOT, 'docs', part)).map((name) => join('docs', part, name)))
  .filter((page) => !page.includes('explain') || blocksOf(page).length > 0);

interface Block {
  readonly kind: string;
  readonly file: string | undefined;
  readonly code: number;
  readonly serves: boolean;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [
    ...text.matchAll(/^```(sh|yaml|sql|csv)(?: file=(\S+))?(?: expect=(\d))?( serves)?\n(.*?)^```$/gms),
  ].map(([, kind = '', file, code = '0', serves, body = '']) => ({
    kind,
    file,
    code: Number(code),
    serves: serves !== undefined,
    text: body,
  }));
}

const MAIN = join(ROOT, 'dist/apps/cli/main.js');

/** Starts a command that serves until it is ended, and waits for its first line. */
async function startServer(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const child = spawn('node', [MAIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  expect(first.toString(), args.join(' ')).toMatch(/http:/);
  return child;
}

describe('the pages to learn from', () => {
  const servers: ChildProcess[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) server.kill();
  });

  it.each(pages)('%s does what it says', async (page) => {
    const folder = newFolder();
    cpSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
    const env = { ...process.env, XDG_CONFIG_HOME: folder };
    const blocks = blocksOf(page);
    expect(blocks.filter(({ kind }) => kind === 'sh').length).toBeGreaterThan(0);
    for (const { code, file, kind, serves, text } of blocks) {
      if (kind !== 'sh') {
        expect(file, page).toBeDefined();
        writeFileSync(join(folder, file ?? ''), text);
        continue;
      }
      for (const command of text.trim().split('\n')) {
        expect(command, page).toMatch(/^meridian /);
        if (serves) {
          servers.push(await startServer(command.split(' ').slice(1), folder, env));
          continue;
        }
        const program = `node ${MAIN}`;
        const { status, stderr, stdout } = spawnSync(command.replace('meridian', program), {
          cwd: folder,
          encoding: 'utf8',
          env,
          shell: true,
          maxBuffer: 1 << 26,
        });
        expect(status, `${command}\n${stderr}\n${stdout.slice(-400)}`).toBe(code);
        expect((stdout + stderr).length, command).toBeGreaterThan(0);
      }
    }
  });
});

it('the list of commands has commands that run', () => {
  const listed = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8');
  const commands = [...listed.matchAll(/^npm run meridian -- (.*?)(?:\s+#.*)?$/gm)];
  expect(commands.length).toBeGreaterThan(20);
  // Bundles are signed with a key of the user's; here a temporary one.
  const env = { ...process.env, XDG_CONFIG_HOME: newFolder() };
  // `init` does not overwrite what an earlier run has left.
  const made = join(ROOT, 'my-desk');
  rmSync(made, { recursive: true, force: true });
  for (const [, command] of commands) {
    const out = execSync(`npm run --silent meridian -- ${command}`, { cwd: ROOT, env, maxBuffer: 1 << 26 });
    expect(out.length, command).toBeGreaterThan(0);
  }
  rmSync(made, { recursive: true, force: true });
}, 600_000);
