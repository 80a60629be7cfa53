import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A name that a door exports, with its comment and its declaration as text. */
interface Declared {
  readonly name: string;
  readonly comment: string;
  readonly text: string;
}

interface Door {
  readonly name: string;
  /** Its declarations. */
  readonly file: string;
  readonly lead: string;
}

const TYPES = 'dist/library';
const DOORS: readonly Door[] = [
  {
    name: 'meridian',
    file: 'index.d.ts',
    lead: 'All of the simulator, for Node; in browsers without what reads and writes files.',
  },
  {
    name: 'meridian/audit',
    file: 'auditor.d.ts',
    lead: 'The auditor alone: no file of the simulator is in it.',
  },
  {
    name: 'meridian/preference',
    file: 'preference.d.ts',
    lead: 'Types of a routing preference of your own.',
  },
  { name: 'meridian/studio', file: 'studio.d.ts', lead: 'Serves the studio.' },
];

/** Every public name of the library, functions before types, made from the declarations in `dist/library`. */
export function libraryPage(): string {
  const parts = DOORS.map(({ file, lead, name }) => {
    const exported = exportsOf(join(TYPES, file));
    const isCalled = ({ text }: Declared) => text.startsWith('function');
    const names = [...exported.filter(isCalled), ...exported.filter((one) => !isCalled(one))].map(
      (one) => `### ${one.name}\n\n${one.comment}\n\n\`\`\`ts\n${one.text}\n\`\`\`\n`,
    );
    return `## ${name}\n\n${lead}\n\n${names.join('\n')}`;
  });
  return `# The library

Programs that use it are in [examples](../examples/README.md). Errors that a user can mend come back as values: \`ok\` is false, and \`problem\` says
what is wrong and where.

${parts.join('\n')}`;
}

function exportsOf(file: string): readonly Declared[] {
  const text = readFileSync(file, 'utf8');
  const { comments, program } = parseSync(file, text);
  const declared = new Map<string, Declared>();
  for (const statement of program.body) {
    if (!('id' in statement) || statement.id === null || !('name' in statement.id)) continue;
    const { name } = statement.id;
    const before = comments.filter(({ end }) => end <= statement.start).at(-1);
    const isOwn = before !== undefined && text.slice(before.end, statement.start).trim() === '';
    const body = text.slice(statement.start, statement.end).replace(/^declare /, '');
    if (!declared.has(name))
      declared.set(
        name,
        withMembers({ name, comment: isOwn ? commentText(before.value) : '', text: body }, text),
      );
  }
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    return statement.specifiers.map(({ exported, local }) => {
      const [name, own] = [exported, local].map((one) => ('name' in one ? one.name : ''));
      const found = declared.get(own ?? '');
      if (found === undefined) throw new Error(`${file} does not declare ${name}`);
      return { ...found, name: name ?? '' };
    });
  });
}

/** Longer types are left to editors. */
const MEMBER_LINES_MAX = 200;

/** A type that follows from a form (`src/base/forms.ts`) shows comment and members of the form. `text`: its file. */
function withMembers(type: Declared, text: string): Declared {
  const form = /^interface \w+ extends Of<typeof (\w+)>/.exec(type.text)?.[1];
  const pattern = `(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\n)?(?:export )?declare const ${form}: .*RecordForm<(\\{[^]*?\n\\})>;`;
  const [, comment = '', members = ''] = form === undefined ? [] : (new RegExp(pattern).exec(text) ?? []);
  if (members === '' || members.split('\n').length > MEMBER_LINES_MAX) return type;
  const plain = members
    .replaceAll(/(\w+): (Form|Optional)\d*</g, (_, name: string, kind: string) => {
      return `readonly ${name}${kind === 'Optional' ? '?' : ''}: `;
    })
    .replaceAll(/>;$/gm, ';');
  return { ...type, comment: commentText(comment), text: `interface ${type.name} ${plain}` };
}

/** A comment as Markdown; its example becomes code. */
function commentText(value: string): string {
  const lines = value.split('\n').map((line) => line.replace(/^\s*\*? ?/, ''));
  const [said = '', ...examples] = lines.join('\n').trim().split('@example\n');
  return [said.trim(), ...examples.map((one) => `\`\`\`ts\n${one.trim()}\n\`\`\``)].join('\n\n');
}
