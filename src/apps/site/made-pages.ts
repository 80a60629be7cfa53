import { INVARIANTS } from '#audit';
import { EXIT_CODES } from '../shared/problem.ts';

/** Pages that are made from code, as Markdown by path. `options`: what `meridian reference manual` prints; `library`: see `library-page.ts`. */
export function madePages(options: string, library: string): ReadonlyMap<string, string> {
  return new Map([
    ['made/studio.md', STUDIO],
    ['made/options.md', options],
    ['made/invariants.md', invariantsPage()],
    ['made/exit-codes.md', exitCodesPage()],
    ['made/library.md', library],
  ]);
}

/** The frame is put in by `layout.ts`: Markdown has none. */
const STUDIO = `# The studio in this page

The studio simulates, seals and audits in your browser. Nothing leaves this machine. Below it runs \`first-steps\`; the list at its top has
the other scenarios. [The studio by itself](../../index.html) has more room.

STUDIO-FRAME
`;

function invariantsPage(): string {
  const sections = INVARIANTS.map(
    ({ brokenBy, id, sentence, source, statement, title }) => `## ${id} ${title}

${escaped(sentence)}

- Formally: ${escaped(statement)}
- Source: ${escaped(source)}
- Broken by: ${escaped(brokenBy)}
`,
  );
  return `# Invariants R1 to R${INVARIANTS.length}

The auditor judges each of them from the ledger alone, by rules of its own. \`meridian reference invariants R7\` prints one.

${sections.join('\n')}`;
}

const MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  clean: 'the command did what was asked, and no promise was broken',
  violation: 'a promise was broken, a ledger is damaged, or a check failed',
  unstable: 'a queue grew without bound, so that the run ended early; its results are kept',
  'bad input':
    'a file or an option cannot be used; each issue has its place and a remedy, and nothing is written',
  interrupted: 'a signal ended the command (128 + 2)',
};

function exitCodesPage(): string {
  const rows = Object.entries(MEANINGS).map(
    ([kind, meaning]) => `| ${EXIT_CODES[kind as keyof typeof EXIT_CODES]} | ${kind} | ${meaning} |`,
  );
  return `# Exit codes

| code | what | when |
|---|---|---|
${rows.join('\n')}
`;
}

/** Text of the program as Markdown: neither tags nor borders of tables. */
function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('_', '\\_');
}
