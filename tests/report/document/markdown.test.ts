import { expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/report/document/markdown.ts';
import { fold, list, numbered, onPage, section, styled, table } from '../../../src/report/document/parts.ts';
import { inNumbers, inWords } from '../../../src/report/document/table.ts';

it('Markdown has each part of a page as a block, without markup of its texts', () => {
  const columns = [
    inWords('centre', ([name]: readonly [string, number]) => name),
    inNumbers('cases', ([, cases]: readonly [string, number]) => String(cases)),
  ];
  const rows = [['Dublin', 12] as const];
  const text = renderMarkdown({
    heading: 'Title *with* marks',
    facts: ['one', 'two'],
    parts: [
      styled('alert', 'Broken.'),
      section('Head', ['a_b _c_', null, list(['x', '<y>']), numbered(['first'])]),
      table(rows, { caption: 'Cases', columns }),
      fold('More', 'folded'),
      onPage('not here'),
    ],
  });
  expect(text).toBe(`# Title \\*with\\* marks

one; two

**Broken.**

## Head

a_b \\_c\\_

- x
- &lt;y&gt;

1. first

\`\`\`
centre  cases
Dublin     12
\`\`\`

folded
`);
});
