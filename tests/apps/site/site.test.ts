import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '#audit';
import { PARTS } from '../../../src/apps/site/contents.ts';
import { renderMarkdown, slugOf } from '../../../src/apps/site/render.ts';
import { ROOT } from '../../running.ts';

const SITE = join(ROOT, 'dist/studio/docs');
const STUDIO = '../index.html';
const pages = new Map(
  readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name, readFileSync(join(SITE, name), 'utf8')]),
);

interface Link {
  readonly from: string;
  readonly to: string;
  readonly anchor: string | undefined;
}

const links = [...pages].flatMap(([from, html]): readonly Link[] =>
  [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].flatMap(([, href = '']) => {
    if (/^(https?|mailto):/.test(href)) return [];
    const [file = '', anchor] = href.split('#');
    return [{ from, to: file === '' ? from : posix.join(posix.dirname(from), file), anchor }];
  }),
);

describe('the site', () => {
  it('has no link that leads nowhere', () => {
    expect(links.length).toBeGreaterThan(1000);
    const broken = links.filter(({ anchor, to }) => {
      if (to === STUDIO) return false;
      const page = pages.get(to);
      return (
        page === undefined || (anchor !== undefined && !page.includes(`id="${decodeURIComponent(anchor)}"`))
      );
    });
    expect(broken).toEqual([]);
  });

  it('has no page that no link reaches', () => {
    const reached = new Set(['index.html']);
    for (const page of reached) {
      for (const { from, to } of links) if (from === page) reached.add(to);
    }
    expect([...pages.keys()].filter((page) => !reached.has(page))).toEqual([]);
  });

  it('lists pages that exist, each once', () => {
    const listed = PARTS.flatMap(({ entries }) => entries.map(({ path }) => path));
    expect(new Set(listed).size).toBe(listed.length);
    for (const path of listed.filter((one) => !one.startsWith('made/')))
      expect(existsSync(join(ROOT, path)), path).toBe(true);
  });

  it('has every command, every invariant and every name of the library', () => {
    const of = (name: string) => readFileSync(join(SITE, 'made', name), 'utf8');
    for (const command of ['run', 'prove', 'baseline check', 'calibrate'])
      expect(of('options.html')).toContain(`>meridian ${command}</h3>`);
    for (let id = 1; id <= INVARIANTS.length; id++) expect(of('invariants.html')).toContain(`id="r${id}-`);
    for (const name of ['simulate', 'verify', 'OwnPreference', 'Summary'])
      expect(of('library.html')).toContain(`<h3 id="${name.toLowerCase()}">${name}</h3>`);
  });

  it('is listed for programs that read', () => {
    const text = readFileSync(join(SITE, 'llms.txt'), 'utf8');
    const paths = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) expect(existsSync(join(SITE, path)), path).toBe(true);
  });
});

describe('a page from Markdown', () => {
  const render = (text: string) =>
    renderMarkdown('docs/a.md', text, (path) =>
      path === 'src/b.md' ? 'src/b.html' : path === 'docs/a.md' ? 'a.html' : null,
    );

  it('leads to other pages, and leaves only the text of files that the site does not have', () => {
    expect(render('[b](../src/b.md#part) [c](../src/c.ts)').html).toBe(
      '<p><a href="src/b.html#part">b</a> <span>c</span></p>\n',
    );
  });

  it('shows tags as text', () => {
    expect(render('<script>x</script> and `<b>`').html).not.toMatch(/<script|<b>/);
  });

  it('marks the parts of code in languages that it knows, and escapes it in any case', () => {
    expect(render('```yaml\na: <b> # c\n```').html).toBe(
      '<pre tabindex="0"><code class="language-yaml"><span class="hljs-attr">a:</span> <span class="hljs-string">&lt;b&gt;</span> <span class="hljs-comment"># c</span>\n</code></pre>\n',
    );
    expect(render('```yaml\nnote: there is no null # 1\n```').html).not.toContain('literal');
    expect(render('```yaml\na: null\n```').html).toContain('<span class="hljs-literal">null</span>');
    expect(render('```sh\nmeridian run x --until "2 days" # why\n```').html).toContain(
      '<span class="hljs-keyword">meridian</span> run x <span class="hljs-attr">--until</span> <span class="hljs-string">&quot;2 days&quot;</span> <span class="hljs-comment"># why</span>',
    );
    expect(render('```csv\na,<b>\n```').html).toContain('a,&lt;b&gt;');
    for (const language of ['json', 'js', 'mjs', 'py', 'sh', 'sql', 'ts'])
      expect(render(`\`\`\`${language}\n"text" 1\n\`\`\``).html, language).toContain('class="hljs-');
  });

  it('gives headings the ids that links on a code host have', () => {
    expect(slugOf('How to add a `key`: R1, R2 – and more')).toBe('how-to-add-a-key-r1-r2--and-more');
    expect(render('# A\n## B\ntext\n## B').headings.map(({ id }) => id)).toEqual(['a', 'b', 'b-1']);
    expect(render('# A\n## B\ntext\n## B').texts).toEqual(['', ' text', '']);
  });
});
