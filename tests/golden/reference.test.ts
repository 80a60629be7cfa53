import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderReference, scenarioJsonSchema } from '#scenario';
import { bundleFormatText } from '../../src/bundle/format/bundle-format.ts';
import { renderLogFields } from '../foreign/log-fields.ts';
import { ROOT, sha256 } from '../running.ts';

/** Compares a page with what the program says now. `written`: the page from its present text. */
function expectKept(page: string, written: (text: string) => string): void {
  const path = join(ROOT, page);
  const text = readFileSync(path, 'utf8');
  if (process.env.KEEP_RESULTS === '1') writeFileSync(path, written(text));
  else expect(text).toBe(written(text));
}

describe('pages that describe acts', () => {
  it('FORMAT.md of a bundle is what bundles contain', () => {
    expectKept('src/bundle/FORMAT.md', () => bundleFormatText(sha256));
  });

  it('LOG-FORMAT.md ends with the table of fields that the program reads and writes', () => {
    expectKept('src/foreign/LOG-FORMAT.md', (text) => `${text.split('| type |', 1)[0]}${renderLogFields()}`);
  });
});

/** The page is generated from the schema, so it cannot list keys that do not exist, or miss one. */
const HEAD = `# Every key of a scenario file

Made from the schema that reads scenario files (\`npm run keep\`); \`meridian reference schema --reference routing.stages\` prints a part.
Each part begins with examples, written as from the top of a file. Keys in **bold** are required if their map is written. \`⟨id⟩\` stands for a name of your choice, \`[]\` for an item of a list.
[FORMAT.md](FORMAT.md) describes what values look like, and how the parts work together.

`;

describe('the reference of keys', () => {
  it('equals the kept page', () => {
    expectKept('src/scenario/REFERENCE.md', () => `${HEAD}${renderReference()}`);
  });

  it('describes every key', () => {
    const rows = renderReference()
      .split('\n')
      .filter((line) => /^\| \*{0,2}[a-zA-Z]/.test(line));
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows.slice(1)) {
      const [key = '', meaning = ''] = row.split(' | ').map((cell) => cell.replace(/^\| /, ''));
      expect(meaning === '' && !key.includes('⟨'), row).toBe(false);
    }
    for (const key of Object.keys(scenarioJsonSchema().properties as object)) {
      expect(renderReference()).toMatch(new RegExp(`^\\| \\*{0,2}${key}\\*{0,2} \\|`, 'm'));
    }
  });

  it('can be requested in part', () => {
    const part = renderReference('centres.groups.shifts');
    expect(part).toContain('centres.⟨id⟩.groups.⟨id⟩.shifts.⟨id⟩.agents');
    expect(part).not.toContain('timeZone');
    expect(renderReference('nothing.of.that.name')).toBe('');
    // A key without an example of its own has those above that show it.
    const share = renderReference('work.retry.phone.share');
    expect(share).toMatch(/^## work\n\n```yaml\nwork:\n {2}retry:\n/);
    expect(share).not.toContain('work.retry.phone.after |');
  });
});

/** What planners know from the literature and from other simulators. */
const RULES = [
  ...['longest idle', 'most idle agents', 'least occupied', 'random', 'round robin', 'fastest server'],
  ...['overflow list', 'overflow list with delays', "agents' preference with ranks and weights"],
  ...['group-to-type priority', 'longest queue first', 'single FIFO', 'longest weighted wait'],
  ...[
    'ageing (accumulating) priority',
    'non-preemptive priority',
    'preemptive priority',
    'first in first out',
  ],
  ...[
    'last in first out (LIFO)',
    'random order',
    'local specialist with overflow delay',
    'queue-ratio overflow',
  ],
  ...['fixed queue ratio', 'join the shortest queue', 'minimum expected delay', 'reservation threshold'],
  ...[
    'follow-the-sun',
    'wait so far',
    'length of the queue',
    'share busy',
    'time of day',
    "a rule of one's own",
  ],
];

describe('the rules of the literature', () => {
  const format = readFileSync(join(ROOT, 'src/scenario/FORMAT.md'), 'utf8');
  const [table = ''] = /\| rule \| keys \|\n(?:\|.*\n)+/.exec(format) ?? [];
  const rows = table.trim().split('\n').slice(2);

  it.each(RULES)('%s: is in the table, with its keys', (rule) => {
    const found = rows.filter((row) => row.split(' | ')[0]?.includes(rule));
    expect(found.length).toBeGreaterThan(0);
  });

  it('name only keys that exist', () => {
    const reference = renderReference();
    for (const row of rows) {
      const keys = [...(row.split(' | ')[1] ?? '').matchAll(/`(?:routing\.)?([a-zA-Z]+)(?:`|:)/g)].map(
        ([, key]) => key,
      );
      for (const key of keys) expect(reference, `${key} of ${row}`).toMatch(new RegExp(`\\b${key}\\b`));
      expect(row, 'says how to write it').toContain('`');
    }
  });
});
