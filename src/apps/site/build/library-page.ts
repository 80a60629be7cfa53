import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

const TYPES = 'dist/types';
const DOORS: readonly Door[] = [
  { name: 'meridian', file: 'index.d.ts', lead: 'All of the simulator, for Node.' },
  {
    name: 'meridian/audit',
    file: 'apps/library/auditor.d.ts',
    lead: 'The auditor alone: no file of the simulator is in it.',
  },
  {
    name: 'meridian/preference',
    file: 'apps/library/preference.d.ts',
    lead: 'Types of a routing preference of your own.',
  },
  { name: 'meridian/studio', file: 'apps/library/studio.d.ts', lead: 'Serves the studio.' },
];

/** Every public name of the library, functions before types, made from the declarations in `dist/types`. */
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
  return parsed(file).program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    if (statement.declaration !== null) return declaredIn(file);
    return statement.specifiers.flatMap((one) => {
      const name = 'name' in one.exported ? one.exported.name : '';
      return statement.source === null ? [] : find(besides(file, statement.source.value), name);
    });
  });
}

/** The declaration of a name, in this file or the one from which it comes. */
function find(file: string, name: string): readonly Declared[] {
  const own = declaredIn(file).filter((one) => one.name === name);
  if (own.length > 0) return own.slice(0, 1);
  for (const statement of parsed(file).program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source === null) continue;
    const specifier = statement.specifiers.find(
      (one) => 'name' in one.exported && one.exported.name === name,
    );
    if (specifier === undefined) continue;
    const local = 'name' in specifier.local ? specifier.local.name : name;
    return find(besides(file, statement.source.value), local).map((one) => ({ ...one, name }));
  }
  throw new Error(`${file} does not declare ${name}`);
}

function declaredIn(file: string): readonly Declared[] {
  const { comments, program, text } = parsed(file);
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return [];
    const { declaration } = statement;
    if (declaration === null || !('id' in declaration) || declaration.id === null) return [];
    const before = comments.filter(({ end }) => end <= statement.start).at(-1);
    const isOwn = before !== undefined && text.slice(before.end, statement.start).trim() === '';
    const name = 'name' in declaration.id ? declaration.id.name : '';
    const body = text.slice(statement.start, statement.end).replace(/^export (declare )?/, '');
    return [withMembers({ name, comment: isOwn ? commentText(before.value) : '', text: body }, text)];
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
    .replaceAll(/(\w+): import\([^)]*\)\.(Form|Optional)</g, (_, name: string, kind: string) => {
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

interface Parsed {
  readonly text: string;
  readonly program: ReturnType<typeof parseSync>['program'];
  readonly comments: ReturnType<typeof parseSync>['comments'];
}

const known = new Map<string, Parsed>();

function parsed(file: string): Parsed {
  const there = known.get(file);
  if (there !== undefined) return there;
  const text = readFileSync(file, 'utf8');
  const { comments, program } = parseSync(file, text);
  const made = { text, program, comments };
  known.set(file, made);
  return made;
}

function besides(file: string, source: string): string {
  return join(dirname(file), source.replace(/\.js$/, '.d.ts'));
}
