import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBundle, type SmallBundle } from '../../bundle/small-bundle.ts';
import { steeringIn } from '../../fuzz/terminal.ts';
import { ROOT } from '../../running.ts';
import { newFolder } from './cli.ts';

/** Moves up a line and overwrites it with another verdict; also as one C1 character, and with a change of direction. */
const HOSTILE = '\u001b[1A\u001b[2Ksame\r\u009b2J\u202e\u2066\u0007x';
const MAIN = 'dist/apps/cli/main.js';
const VERIFIER = 'dist/apps/verifier/main.js';

let made: SmallBundle;
beforeAll(() => {
  made = makeBundle('german-night', '1 h', { formats: ['csv', 'cloudevents'] });
});

/** All that a command writes, with colours on. */
function outputOf(program: string, ...args: readonly string[]): string {
  const { NO_COLOR: _, ...rest } = process.env;
  const env = { ...rest, FORCE_COLOR: '1' };
  const { stderr, stdout } = spawnSync('node', [program, ...args], { cwd: ROOT, encoding: 'utf8', env });
  return stdout + stderr;
}

/** A copy of the bundle with the text of one of its files changed. */
function changed(path: string, change: (text: string) => string): string {
  const folder = join(newFolder(), 'bundle');
  cpSync(made.folder, folder, { recursive: true });
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
  return folder;
}

function expectHarmless(output: string, words: string): void {
  expect(output).toContain(words);
  expect(steeringIn(output)).toBeNull();
}

describe('text from outside', () => {
  it.each([MAIN, VERIFIER])('as a file name in a bundle cannot control the terminal (%s)', (program) => {
    const folder = join(newFolder(), 'bundle');
    cpSync(made.folder, folder, { recursive: true });
    writeFileSync(join(folder, `added${HOSTILE}`), '');
    const verify = program === MAIN ? ['verify', folder] : [folder];
    expectHarmless(outputOf(program, ...verify), 'added');
  });

  it('as a path in the manifest cannot control the terminal', () => {
    const inJson = JSON.stringify(HOSTILE).slice(1, -1);
    const folder = changed('manifest.json', (text) => text.replace('csv/accesses.csv', `csv/acc${inJson}`));
    expectHarmless(outputOf(MAIN, 'verify', folder), 'csv/acc');
  });

  it('as a line break in a file name begins no line', () => {
    const folder = join(newFolder(), 'bundle');
    cpSync(made.folder, folder, { recursive: true });
    writeFileSync(join(folder, 'added\nsame       everything'), '');
    expect(outputOf(MAIN, 'verify', folder)).not.toMatch(/^same {7}everything/m);
  });

  it("as a statement's customer cannot control the terminal", () => {
    const target = join(newFolder(), 'statement');
    const arguments_ = ['statement', made.folder, '--customer', 'premier', '--out', target];
    const output = outputOf(MAIN, ...arguments_);
    expect(output).toContain('statement.json');
    const [where, seen, done] = output.split('\n');
    expect(where).toMatch(/^premier, [\d,]+ cases: [\d,]+ of [\d,]+ copies (is|are) left, in [A-Z]/);
    expect(seen).toMatch(/^Seen by \d+ agents? in [A-Z].* Received by \d+ recipients?: /);
    expect(done).toMatch(/^\d+ transfers? on record.*; out of the ordinary: /);
    const path = join(target, 'statement.json');
    const statement = JSON.parse(readFileSync(path, 'utf8')) as { customer: string };
    writeFileSync(path, JSON.stringify({ ...statement, customer: `nobody${HOSTILE}` }));
    expectHarmless(outputOf(MAIN, 'verify', path), 'nobody');
  });

  it('as a case of a foreign log cannot control the terminal', () => {
    const log = join(newFolder(), 'log.ndjson');
    const lines = readFileSync(join(made.folder, 'events.ndjson'), 'utf8').split('\n');
    // A case that is opened twice is a contradiction, and the message names it.
    const hostile = lines.filter(Boolean).flatMap((line) => {
      const { id, subject, ...event } = JSON.parse(line) as { id: string; subject?: string; type: string };
      const renamed = { ...event, ...(subject === undefined ? {} : { subject: `${subject}${HOSTILE}` }) };
      const again = event.type === 'meridian.open' ? [JSON.stringify({ ...renamed, id: `${id}-2` })] : [];
      return [JSON.stringify({ ...renamed, id }), ...again];
    });
    writeFileSync(log, hostile.join('\n'));
    const output = outputOf(MAIN, 'verify', log, '--scenario', 'scenarios/german-night');
    expectHarmless(output, 'is opened again');
  });

  it('as an argument, a missing file or an unknown command cannot control the terminal', () => {
    for (const args of [
      ['verify', `no${HOSTILE}`],
      [`no${HOSTILE}`],
      ['run', `no${HOSTILE}`],
      ['run', '--no', `x${HOSTILE}`],
    ])
      expectHarmless(outputOf(MAIN, ...args), 'no');
    expectHarmless(outputOf(VERIFIER, `--no${HOSTILE}`), 'no');
  });
});
