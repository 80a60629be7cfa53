import { formatCount } from '#base';
import type { BoundaryStatement } from '#evidence';

type Sentence = BoundaryStatement['sections'][number]['sentences'][number];
export type BoundaryGround = Sentence['grounds'][number];

/** A boundary statement as Markdown: the answer first, then numbered sections whose sentences name what they rest on. */
export function renderBoundaryMarkdown(statement: BoundaryStatement): string {
  const { answer, cases, law, ledger, notSaid, period, scenario, sections } = statement;
  return `${[
    `# Boundary statement: ${plain(scenario.title)}`,
    '',
    ...[...law, ...answer].flatMap((sentence) => [plain(sentence), '']),
    `Period: ${period}. ${formatCount(cases)} cases, ${formatCount(ledger.entries)} ledger entries, root \`${ledger.root}\`.`,
    '',
    ...sections.flatMap((section, i) => [
      `## ${i + 1}. ${section.title}`,
      '',
      ...section.sentences.flatMap((sentence) => [...sentenceLines(sentence), '']),
    ]),
    '## What this statement does not say',
    '',
    ...notSaid.map((item) => `- ${plain(item)}`),
  ].join('\n')}\n`;
}

function sentenceLines({ grounds, text, tone }: Sentence): readonly string[] {
  const shown = tone === 'broken' ? `**${plain(text)}**` : plain(text);
  return [`- ${shown}`, ...grounds.map((ground) => `  - ${plain(groundText(ground))}`)];
}

/** `Proof (can never): …`, `Count (did): …`, `Safeguard (relies on): …`, `Terms: …`. */
export function groundText(ground: BoundaryGround): string {
  switch (ground.kind) {
    case 'proof': {
      const open = ground.leavesOpen.length === 0 ? '' : `; it leaves open ${ground.leavesOpen.join('; ')}`;
      return `Proof: ${ground.id} “${ground.name}”, ${formatCount(ground.checks)} checks${open}`;
    }
    case 'audit': {
      const open = ground.undecided === 0 ? '' : `, ${formatCount(ground.undecided)} undecided`;
      return `Count: ${ground.id} ${ground.title}, ${formatCount(ground.checks)} checks over all customers, ${formatCount(ground.violations)} violations${open}`;
    }
    case 'ledger':
      return `Count: ${ground.what}, ${formatCount(ground.count)} in the ledger`;
    case 'safeguard':
      return `Safeguard: ${ground.what}${ground.from === null ? '' : `, from ${ground.from}`}${ground.to === null ? '' : `, until ${ground.to}`}`;
    case 'terms':
      return `Terms: ${ground.what}`;
  }
}

/** Titles are the author's: what Markdown or HTML would read as markup is escaped. An underscore inside a word is none. */
function plain(text: string): string {
  return text.replace(/[\\*`[\]<>#|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (sign) => `\\${sign}`);
}
