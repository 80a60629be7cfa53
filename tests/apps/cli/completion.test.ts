import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../src/apps/cli/completion/bash.ts';
import { commandShapes } from '../../../src/apps/cli/completion/command-shapes.ts';
import { fishCompletion } from '../../../src/apps/cli/completion/fish.ts';
import { zshCompletion } from '../../../src/apps/cli/completion/zsh.ts';
import { ROOT } from '../../running.ts';
import { meridian } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'meridian-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const has = (shell: Shell) => spawnSync(shell, ['-c', 'true']).status === 0;

/** How each shell is asked for its offers after `words`, the last of which is incomplete. */
const ASK: Readonly<Record<Shell, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) => `compopt() { :; }
source ${script}
COMP_WORDS=(meridian ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_meridian
printf '%s\\n' "\${COMPREPLY[@]}"`,
  // What zsh does with the offers is not tested; here they are printed.
  zsh: (script, words) => `compdef() { : }
compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -rl -- "$@" }
_describe() { local offer; for offer in "\${(@P)@[-1]}"; do print -r -- "\${offer%%:*}"; done }
_files() { : }
source ${script}
words=(meridian ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=$#words; PREFIX=\${words[CURRENT]}
_meridian | while read -r offer; do [[ $offer == "$PREFIX"* ]] && print -r -- "$offer"; done; true`,
  fish: (script, words) => `source ${script}; complete -C 'meridian ${words.join(' ')}'`,
};

function offersOf(shell: Shell, words: readonly string[]): readonly string[] {
  const question = ASK[shell](join(folder, shell), words);
  const args =
    shell === 'zsh'
      ? ['-f', '-c', question]
      : shell === 'bash'
        ? ['--norc', '-c', question]
        : ['-c', question];
  const { status, stderr, stdout } = spawnSync(shell, args, { cwd: ROOT, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .map((line) => line.replace(/\t.*$/, ''))
    .filter((line) => line !== '')
    .sort();
}

describe.each(SHELLS)('meridian reference completion %s', (shell) => {
  let script = '';
  beforeAll(() => {
    const { code, err, out } = meridian('reference', 'completion', shell);
    expect([code, err]).toEqual([0, '']);
    script = out;
    writeFileSync(join(folder, shell), out);
  });

  it('knows every command in the help, and the options of each', () => {
    const commands = [...meridian('help', '--all').out.matchAll(/^ {2}([\w-]+) /gm)].map(
      (match) => match[1] as string,
    );
    expect(commands.length).toBeGreaterThan(20);
    for (const command of commands) expect(script).toContain(command);
    const flags = [...meridian('sensitivity', '--help').out.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)];
    expect(flags.length).toBeGreaterThan(9);
    for (const [, flag] of flags) expect(script).toContain(flag);
  });

  it.skipIf(!has(shell))('completes commands, options, choices and folders of scenarios', () => {
    expect(offersOf(shell, ['se'])).toEqual(['sensitivity']);
    expect(offersOf(shell, ['baseline', ''])).toEqual(['check', 'save']);
    expect(offersOf(shell, ['run', '--engine', ''])).toEqual(['compiled', 'interpreted', 'table']);
    expect(offersOf(shell, ['sensitivity', 'x.yaml', '--traj'])).toEqual(['--trajectories']);
    expect(offersOf(shell, ['baseline', 'save', '--thr'])).toEqual(['--threads']);
    expect(offersOf(shell, ['run', 'scenarios/bench'])).toEqual([
      'scenarios/bench-mmc',
      'scenarios/bench-skills',
    ]);
    expect(offersOf(shell, ['run', '--seed', ''])).toEqual([]);
  });
});

describe('completion of any program', () => {
  const program = new Command('tool').description('A tool');
  program
    .command('cut')
    .description(`cut it: 'here' \\ [there]`)
    .addOption(new Option('-k, --kind <kind>', "it's a kind").choices(['a', 'b']));
  const shapes = commandShapes(program);

  it('has the structure of its commands', () => {
    expect(shapes.map(({ path }) => path)).toEqual(['tool', 'tool/cut']);
    expect(shapes[1]?.options[0]).toEqual({
      flag: '--kind',
      description: "it's a kind",
      value: ['a', 'b'],
    });
  });

  it.each([
    ['bash', bashCompletion],
    ['zsh', zshCompletion],
    ['fish', fishCompletion],
  ] as const)('is a valid script whatever a description contains: %s', (shell, render) => {
    const text = render(shapes);
    expect(text).toContain('tool/cut');
    if (!has(shell)) return;
    const file = join(folder, `any.${shell}`);
    writeFileSync(file, text);
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
});
