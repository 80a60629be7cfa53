import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitted } from '../../../src/apps/cli/mcp/answers.ts';
import { ROOT } from '../../running.ts';
import { Assistant } from './assistant.ts';
import { newFolder } from './cli.ts';

let assistant: Assistant;

beforeAll(async () => {
  assistant = await Assistant.of(newFolder());
});

afterAll(() => assistant.close());

describe('an assistant', () => {
  it('finds ten tools, each with a description, and arguments that have one', async () => {
    const tools = await assistant.tools();
    expect(tools.map(({ name }) => name)).toEqual([
      'validate',
      'run',
      'compare',
      'actions',
      'evaluate',
      'trace',
      'explain',
      'audit',
      'verify',
      'list',
    ]);
    for (const { description = '', inputSchema } of tools) {
      expect(description).toMatch(/^[A-Z].{20,}\.$/);
      for (const property of Object.values(inputSchema.properties ?? {}))
        expect((property as { description: string }).description.length).toBeGreaterThan(3);
    }
    expect(Object.keys(tools[1]?.inputSchema.properties ?? {})).not.toContain('out');
  });

  it('reads every problem of a call at once, each with a remedy', async () => {
    expect(await assistant.isRefused('runs')).toEqual(["there is no tool runs → did you mean 'run'?"]);
    const several = { sede: 1, seed: {}, 'warm-up': ['1 day'], out: 'here', set: 'a=1' };
    expect(await assistant.isRefused('run', several)).toEqual([
      "run takes no sede → did you mean 'seed'?",
      expect.stringContaining('run: out would write below the root'),
      'run needs scenario → give it: scenario file, folder that holds scenario.yaml',
      expect.stringContaining('run: seed is {} → give a text'),
      expect.stringContaining('run: warm-up is ["1 day"] → give a text'),
    ]);
    expect(await assistant.isRefused('audit', { folder: '../x', 'near-misses': 'yes' })).toEqual([
      expect.stringContaining('../x is not below the folder'),
      'audit: near-misses is "yes" → give true or false',
    ]);
  });
});

describe('the built program', () => {
  it('needs no package but those that are installed with it, or those that it asks for', () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const installed = Object.keys({ ...dependencies, ...peerDependencies });
    const chunks = join(ROOT, 'dist/chunks');
    const needed = readdirSync(chunks).flatMap((name) =>
      [
        ...readFileSync(join(chunks, name), 'utf8').matchAll(
          /^(?:import|export) (?:[^'"]*? from )?["']([^."'][^"']*)["'];$/gm,
        ),
      ]
        .map(([, from = '']) => from)
        .filter((from) => !from.startsWith('node:')),
    );
    expect(needed).toContain('commander');
    const strays = needed.filter(
      (from) => !installed.some((name) => from === name || from.startsWith(`${name}/`)),
    );
    expect(strays).toEqual([]);
  });

  it('grows by less than 150 kB through the SDK', () => {
    expect(statSync(join(ROOT, 'dist/chunks/mcp.js')).size).toBeLessThan(150_000);
  });
});

describe('an answer that would be too long', () => {
  it('loses the ends of its longest lists, and says how many entries', () => {
    const rows = Array.from({ length: 5000 }, (_, row) => ({ row, text: 'a row of a table' }));
    const text = fitted({ command: 'meridian', rows, few: [1, 2] });
    const { few, leftOut, rows: left } = JSON.parse(text);
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text.length).toBeGreaterThan(14_000);
    expect([few, left.length + leftOut.rows, left[0]]).toEqual([[1, 2], 5000, rows[0]]);
  });

  it('is cut if no list makes it long', () => {
    const text = fitted({ text: '"'.repeat(50_000) });
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(JSON.parse(text).cutOff.length).toBeGreaterThan(5000);
  });
});
