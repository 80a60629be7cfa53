import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian } from './cli.ts';

const help = meridian('--help').out;
const all = meridian('help', '--all').out;

/** Title of each group, and the names of its commands as one calls them. */
const groups = all
  .trim()
  .split('\n\n')
  .map((part) => {
    const [title, ...rows] = part.split('\n');
    return {
      title: (title ?? '').replace(':', ''),
      names: rows.map((row) => /^ {2}(\S+(?: \S+)*) {2}/.exec(row)?.[1] ?? row),
    };
  });

describe('the help', () => {
  it('fits on a screen of 40 lines and 80 columns, and names every group and command', () => {
    expect(help.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    for (const line of [...help.split('\n'), ...all.split('\n')]) expect(line.length, line).toBeLessThan(81);
    expect(groups.length).toBeGreaterThan(4);
    const words = new Set(help.match(/[\w-]+/g));
    for (const { names, title } of groups) {
      expect(help).toContain(`  ${title.toLowerCase()}  `);
      expect(names.length).toBeGreaterThan(3);
      for (const name of names.flatMap((one) => one.split(' '))) expect(words, name).toContain(name);
    }
  });

  it('names few commands first', () => {
    const first = /Often used:\n((?: {2}.*\n)+)/.exec(help)?.[1]?.trimEnd().split('\n') ?? [];
    expect(first.length).toBeGreaterThan(2);
    expect(first.length).toBeLessThan(7);
    for (const line of first) expect(all).toMatch(new RegExp(`^ {2}${/\w+/.exec(line)?.[0]} {2}`, 'm'));
  });

  it('shows a group by its name', () => {
    expect(meridian('help', 'decide').out).toMatch(/^Decide:\n {2}compare /);
    expect(meridian('help', 'prove', 'and', 'audit').out).toMatch(/^Prove and audit:\n/);
  });

  it('shows a command, also one below another, as its --help does', () => {
    for (const names of [['baseline', 'save'], ['reference']]) {
      const { code, out } = meridian('help', ...names);
      expect([code, out]).toEqual([0, meridian(...names, '--help').out]);
    }
    expect(meridian('help').out).toBe(help);
    expect(meridian('help', 'machine').out).toMatch(/^Usage: meridian reference machine /);
  });

  it('refuses a name that is neither', () => {
    const { code, err, out } = meridian('help', 'nothing');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('there is no command and no group nothing');
    expect(err).toContain('prove and audit');
  });
});

/** They serve until they are ended, or need a broker, so no page has them among the lines that a test runs. */
const NOT_RUN = [
  'meridian cluster cancel 3f9a --redis redis://broker:6379',
  'meridian cluster purge --yes --redis redis://broker:6379',
  'meridian cluster status --redis redis://broker:6379',
  'meridian studio',
  'meridian worker --redis redis://broker:6379',
];

describe('the examples in the help of commands', () => {
  const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => readFileSync(join(ROOT, 'docs', path), 'utf8'));
  /** Lines of blocks, without comments: `tests/docs.long.test.ts` runs those of pages and of the list of commands. */
  const lines = new Set(
    pages
      .flatMap((text) => [...text.matchAll(/^```sh[^\n]*\n(.*?)^```$/gms)])
      .flatMap(([, block = '']) => block.split('\n'))
      .map((line) => line.replace(/^npm run meridian -- /, 'meridian ').replace(/ +#.*/, '')),
  );

  it('stand in a page, and in the manual', () => {
    const [, ...sections] = meridian('reference', 'manual').out.split('\n### meridian ');
    const examples = sections.map((section): [string, readonly string[]] => [
      section.split('\n')[0] ?? '',
      [...section.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, calls = '']) => calls.trimEnd().split('\n')),
    ]);
    const without = examples.filter(([, calls]) => calls.length === 0).map(([name]) => name);
    expect(without).toEqual([]);
    const stray = examples.flatMap(([, calls]) => calls).filter((call) => !lines.has(call));
    expect(stray.sort()).toEqual(NOT_RUN);
  });

  it('end the help of a command', () => {
    expect(meridian('prove', '--help').out).toMatch(
      /\n\nExamples:\n(?: {2}meridian prove scenarios.*\n){2}$/,
    );
  });
});

describe('the pages about commands', () => {
  it('list every command in its group', () => {
    const [, ...parts] = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8').split('\n## ');
    expect(parts.map((part) => part.split('\n')[0])).toEqual(groups.map(({ title }) => title));
    groups.forEach(({ names }, i) => {
      // The page may name `cluster` or `baseline` alone, without a subcommand such as `status`.
      for (const name of names.filter((one) => !one.startsWith('reference'))) {
        expect(parts[i]).toMatch(new RegExp(`meridian(?: --)? (?:help )?${name.split(' ')[0]}[ \`]`));
      }
      for (const name of names.filter((one) => one.startsWith('reference'))) expect(parts[i]).toContain(name);
    });
  });

  it('are one with the manual', () => {
    const manual = meridian('reference', 'manual').out;
    for (const { names, title } of groups) {
      expect(manual).toContain(`\n## ${title}\n`);
      for (const name of names) expect(manual).toContain(`\n### meridian ${name}\n`);
    }
  });
});

describe('what has moved below `reference`', () => {
  it.each([['breaches', '--json'], ['machine'], ['completion', 'fish']])(
    'is printed by its earlier name too, with a note: %s',
    (name, ...rest) => {
      const now = meridian('reference', name, ...rest);
      const before = meridian(name, ...rest);
      expect([now.code, now.err]).toEqual([0, '']);
      expect(now.out.length).toBeGreaterThan(100);
      expect([before.code, before.out]).toEqual([0, now.out]);
      expect(before.err).toBe(`note: \`meridian ${name}\` stands for \`meridian reference ${name}\`\n`);
    },
  );
});

/** `evidence`: what manifests and notes call themselves. `breaches`: the statement of R25 is in bundles, and keeps its bytes. */
const NO_COMMANDS = ['src/bundle: evidence', 'src/audit: breaches'];

describe('pages and sources', () => {
  it('name only commands that there are, by their present names', () => {
    const known = new Set(groups.flatMap(({ names }) => names.map((name) => name.split(' ')[0] ?? '')));
    const pages = ['docs', 'examples', 'scenarios', 'src'].flatMap((top) =>
      readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(?:md|tsx?)$/.test(path))
        .map((path) => join(top, path)),
    );
    expect(pages.length).toBeGreaterThan(1000);
    const strays = ['README.md', 'CONTRIBUTING.md', ...pages].flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/(?:`|^)meridian (?:-- )?([a-z][a-z-]*)/gm)]
        .map(([, name = '']) => name)
        .filter((name) => !known.has(name))
        .map((name) => `${page.split('/').slice(0, 2).join('/')}: ${name}`),
    );
    expect([...new Set(strays)].sort()).toEqual(NO_COMMANDS.toSorted());
  });
});
