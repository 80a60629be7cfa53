import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from './apps/cli/cli.ts';
import { ROOT } from './running.ts';

/**
 * The pages of `docs/learn`, `docs/do` and `docs/explain`, followed as a reader does: files are written where the page says, and the commands are run from
 * top to bottom. A block that begins with `sh expect=1` ends with that exit code.
 */
const pages = ['learn', 'do', 'explain']
  .flatMap((part) => readdirSync(join(ROOT, 'docs', part)).map((name) => join('docs', part, name)))
  .filter((page) => !page.includes('explain') || blocksOf(page).length > 0);

interface Block {
  readonly kind: string;
  readonly file: string | undefined;
  readonly code: number;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(sh|yaml|sql)(?: file=(\S+))?(?: expect=(\d))?\n(.*?)^```$/gms)].map(
    ([, kind = '', file, code = '0', body = '']) => ({ kind, file, code: Number(code), text: body }),
  );
}

describe('the pages to learn from', () => {
  it.each(pages)('%s does what it says', (page) => {
    const folder = newFolder();
    cpSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
    const env = { ...process.env, XDG_CONFIG_HOME: folder };
    const blocks = blocksOf(page);
    expect(blocks.filter(({ kind }) => kind === 'sh').length).toBeGreaterThan(0);
    for (const { code, file, kind, text } of blocks) {
      if (kind !== 'sh') {
        expect(file, page).toBeDefined();
        writeFileSync(join(folder, file ?? ''), text);
        continue;
      }
      for (const command of text.trim().split('\n')) {
        expect(command, page).toMatch(/^meridian /);
        const program = `node ${join(ROOT, 'dist/apps/cli/main.js')}`;
        const { status, stderr, stdout } = spawnSync(command.replace('meridian', program), {
          ...{ cwd: folder, encoding: 'utf8', env, shell: true, maxBuffer: 1 << 26 },
        });
        expect(status, `${command}\n${stderr}\n${stdout.slice(-400)}`).toBe(code);
        expect((stdout + stderr).length, command).toBeGreaterThan(0);
      }
    }
  });
});
