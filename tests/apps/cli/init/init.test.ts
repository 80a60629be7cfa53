import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEMPLATE_NAMES } from '#scenario';
import { SHEET_COLUMNS } from '../../../../src/scenario/begin/read-sheet.ts';
import { ROOT } from '../../../running.ts';
import { meridian, newFolder } from '../cli.ts';

const folder = newFolder();
const at = (name: string) => join(folder, name);

/** Valid except for a warning that nobody is scheduled at night, when the desk is closed but customers still call. */
function expectValid(folder: string): void {
  const { code, err } = meridian('validate', folder);
  expect(code).toBe(0);
  const warnings = err.split('\n').filter((line) => line.includes('warning'));
  expect(warnings.filter((line) => !line.includes('warning nobody-scheduled'))).toEqual([]);
}

describe('meridian init', () => {
  it.each(TEMPLATE_NAMES)('writes the template %s, which is valid', (name) => {
    const made = meridian('init', at(name), '--template', name);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(at(name)).sort()).toEqual(['scenario.yaml']);
    expectValid(at(name));
  });

  it('writes a scenario that runs, whose first line names the installed schema', () => {
    const run = meridian('run', at('one-desk'), '--until', '1 day', '--out', at('run'), '--quiet');
    expect(run.code).toBe(0);
    const [line = ''] = readFileSync(join(at('one-desk'), 'scenario.yaml'), 'utf8').split('\n');
    const schema = readFileSync(resolve(at('one-desk'), line.split('$schema=')[1] ?? ''), 'utf8');
    expect(JSON.parse(schema)).toEqual(JSON.parse(meridian('reference', 'schema').out));
  });

  it('does not overwrite an existing scenario', () => {
    mkdirSync(at('taken'));
    writeFileSync(join(at('taken'), 'scenario.yaml'), 'mine\n');
    const { code, err } = meridian('init', at('taken'), '--template', 'one-desk');
    expect(code).toBe(2);
    expect(err).toContain('exists already');
    expect(err).toContain('name another folder');
    expect(readdirSync(at('taken'))).toEqual(['scenario.yaml']);
    expect(readFileSync(join(at('taken'), 'scenario.yaml'), 'utf8')).toBe('mine\n');
  });

  it('lists the templates if there is no terminal to answer on', () => {
    const { code, err } = meridian('init', at('silent'));
    expect(code).toBe(2);
    for (const name of TEMPLATE_NAMES) expect(err).toContain(name);
    expect(err).toContain('--from');
    expect(existsSync(at('silent'))).toBe(false);
  });

  it('accepts a sheet, and reports each bad row of another at its line and column', () => {
    const [head = '', shift = '', volume = ''] = meridian('init', '--help')
      .out.split('\n')
      .filter((line) => line.includes(','))
      .slice(-3)
      .map((line) => line.trim());
    writeFileSync(at('good.csv'), [head, shift, volume, ''].join('\n'));
    expect(meridian('init', at('sheet'), '--from', at('good.csv'))).toMatchObject({ code: 0, err: '' });
    expectValid(at('sheet'));

    writeFileSync(
      at('bad.csv'),
      [head, shift.replace('IE', 'Eire'), volume.replace('500', 'many'), ''].join('\n'),
    );
    const { code, err } = meridian('init', at('bad'), '--from', at('bad.csv'));
    expect(code).toBe(2);
    expect(err).toContain('bad.csv:2:14  error unknown-country');
    expect(err).toMatch(/bad\.csv:3:\d+ {2}error bad-number/);
    expect(existsSync(at('bad'))).toBe(false);
  });

  it.each([
    ['an unknown template', ['--template', 'two-desks'], 'follow-the-sun'],
    ['a template and a sheet', ['--template', 'one-desk', '--from', 'x.csv'], 'leave one of them out'],
    ['a missing sheet', ['--from', 'no-such.csv'], 'name a CSV file'],
  ])('refuses %s, and writes nothing', (_, args, remedy) => {
    const { code, err } = meridian('init', at('refused'), ...args);
    expect(code).toBe(2);
    expect(err).toContain(remedy);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('has every column of the sheet and every template in its help', () => {
    const { out } = meridian('init', '--help');
    for (const name of [...Object.keys(SHEET_COLUMNS), ...TEMPLATE_NAMES]) expect(out).toContain(name);
  });

  it.skipIf(spawnSync('script', ['--version']).status !== 0)(
    'asks on a terminal, and ends at Ctrl-D',
    async () => {
      const taken = await typedInto(
        'asked',
        Array.from({ length: 25 }, () => '\n'),
      );
      expect([taken.status, taken.shown.includes('Title of the scenario [My support]')]).toEqual([0, true]);
      expectValid(at('asked'));
      const left = await typedInto('left', ['My desk\n', '\u0004']);
      expect(left.status).toBe(130);
      expect(existsSync(at('left'))).toBe(false);
    },
  );
});

/** Types the next text whenever the program asks: a terminal that is not listened to yet would take Ctrl-D for an end of its own. */
function typedInto(name: string, texts: readonly string[]) {
  const main = join(ROOT, 'dist/apps/cli/main.js');
  const child = spawn('script', ['-qec', `node ${main} init ${at(name)}`, '/dev/null']);
  const left = [...texts];
  let shown = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    shown += piece;
    const asked = shown.match(/\]: /g)?.length ?? 0;
    for (; seen < asked; seen++) child.stdin.write(left.shift() ?? '\n');
  });
  return new Promise<{ readonly status: number | null; readonly shown: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, shown }));
  });
}
