import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderReference, scenarioJsonSchema } from '#scenario';
import { ROOT } from '../running.ts';

/** The page is made from the schema, so that it cannot tell of keys that there are not, or miss one. */
const PAGE = join(ROOT, 'src/scenario/REFERENCE.md');
const HEAD = `# Every key of a scenario file

Made from the schema that reads scenario files (\`npm run keep\`); \`meridian schema --reference routing.stages\` prints a part.
Keys in **bold** are required where their map is written. \`⟨id⟩\` stands for a name of your choice, \`[]\` for an item of a list. What
values look like, and how the parts work together, is told in [FORMAT.md](FORMAT.md).

`;

describe('the reference of keys', () => {
  it('is the page that is kept', () => {
    const text = `${HEAD}${renderReference()}`;
    if (process.env.KEEP_RESULTS === '1') writeFileSync(PAGE, text);
    expect(readFileSync(PAGE, 'utf8')).toBe(text);
  });

  it('says something of every key', () => {
    const rows = renderReference()
      .split('\n')
      .filter((line) => /^\| \*{0,2}[a-zA-Z]/.test(line));
    expect(rows.length).toBeGreaterThan(200);
    for (const row of rows.slice(1)) {
      const [key = '', meaning = ''] = row.split(' | ').map((cell) => cell.replace(/^\| /, ''));
      expect(meaning === '' && !key.includes('⟨'), row).toBe(false);
    }
    for (const key of Object.keys((scenarioJsonSchema().else as { properties: object }).properties)) {
      expect(renderReference()).toMatch(new RegExp(`^\\| \\*{0,2}${key}\\*{0,2} \\|`, 'm'));
    }
  });

  it('can be asked for a part', () => {
    const part = renderReference('centres.groups.shifts');
    expect(part).toContain('centres.⟨id⟩.groups.⟨id⟩.shifts.⟨id⟩.agents');
    expect(part).not.toContain('timeZone');
    expect(renderReference('nothing.of.that.name')).toBe('');
  });
});
