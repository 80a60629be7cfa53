import {
  Composer,
  type CST,
  type Document,
  isScalar,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  type YAMLParseError,
} from 'yaml';
import { failure, type Result, shown, success } from '#base';
import type { ScenarioIssue, ScenarioIssueCode } from '../issues.ts';
import { restOf } from '../issues.ts';
import { LIMITS } from './limits.ts';
import { readPlainYaml } from './plain-yaml.ts';
import type { Place, SourceMap } from './source-tree.ts';
import { TreeBuilder } from './tree-builder.ts';

type Failed = Result<never, readonly ScenarioIssue[]>;

/** Reads the text of one YAML file as a tree of placed values. */
export function readYaml(file: string, text: string): Result<SourceMap, readonly ScenarioIssue[]> {
  if (text.length > LIMITS.textLength) return tooLarge(file, text.length);
  // A byte-order mark is tolerated, and must not shift the columns of the first line.
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const plain = readPlainYaml(file, source);
  return plain === null ? readAnyYaml(file, source) : success(plain);
}

/** Reads the text with the library. */
export function readAnyYaml(file: string, source: string): Result<SourceMap, readonly ScenarioIssue[]> {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, source.length));
    return { file, line, column: col };
  };
  const read = tokensOf(source, lines);
  if (!('tokens' in read)) return tooMuch(read, placeAt);
  const { documents, errors } = composed(read.tokens, source.length);
  const error = firstOf(errors);
  if (error !== null) return failure([syntaxIssue(error, source, placeAt(error.pos[0]))]);
  const contents = contentsOf(file, documents, placeAt);
  return contents.ok ? treeOf(file, contents.value, placeAt) : contents;
}

function failAt(place: Place, code: ScenarioIssueCode, message: string, remedy: string): Failed {
  return failure([{ code, path: '', ...place, value: shown(''), message, remedy }]);
}

function topOf(file: string): Place {
  return { file, line: 1, column: 1 };
}

function tooLarge(file: string, length: number): Failed {
  const message = `the file has ${(length / 2 ** 20).toFixed(1)} MiB`;
  const remedy =
    'a scenario file has at most 4 MiB: shorten it, move parts to a file that it extends, or use a trace';
  return failAt(topOf(file), 'file-too-large', message, remedy);
}

function tooMuch(limit: Exceeded, placeAt: (offset: number) => Place): Failed {
  if ('tooManyAt' in limit) {
    const message = `the file has more than ${LIMITS.lexemes} words, signs, spaces and line breaks`;
    const remedy = 'shorten it: the rest of the file, from this place on, was not read';
    return failAt(placeAt(limit.tooManyAt), 'too-many-values', message, remedy);
  }
  const message = `maps and lists are nested more than ${LIMITS.depth} deep`;
  const remedy = 'a scenario needs fewer than ten levels: check brackets and dashes';
  return failAt(placeAt(limit.tooDeepAt), 'too-deep', message, remedy);
}

/** What the only document of the file holds. */
function contentsOf(
  file: string,
  [document, second]: readonly Document.Parsed[],
  placeAt: (offset: number) => Place,
): Result<ParsedNode, readonly ScenarioIssue[]> {
  if (second !== undefined) {
    const message = 'the file holds several YAML documents';
    return failAt(placeAt(second.range[0]), 'several-documents', message, "keep one, without '---'");
  }
  if (document?.directives.yaml.explicit && document.directives.yaml.version !== '1.2') {
    const remedy = "remove the '%YAML' line: scenarios are YAML 1.2";
    return failAt(topOf(file), 'unsupported-yaml', 'the file asks for YAML 1.1', remedy);
  }
  const contents = document?.contents ?? null;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    const remedy = 'start with scenarios/first-steps/scenario.yaml';
    return failAt(topOf(file), 'file-empty', 'the file is empty', remedy);
  }
  return success(contents);
}

function treeOf(
  file: string,
  contents: ParsedNode,
  placeAt: (offset: number) => Place,
): Result<SourceMap, readonly ScenarioIssue[]> {
  const builder = new TreeBuilder(placeAt);
  const root = builder.build(contents, []);
  const { listed, unlisted } = builder.issues;
  const last = listed.at(-1);
  if (last !== undefined) {
    const { line, column } = last;
    return failure([...listed, ...restOf(unlisted, { file, line, column })]);
  }
  if (root.kind === 'map') return success(root);
  const what = root.kind === 'list' ? 'a list' : 'a single value';
  const message = `the file is ${what}`;
  return failAt(root.place, 'not-a-map', message, "a scenario is a map of keys: 'meridian: 1', …");
}

const SYNTAX_REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'align the line with its neighbours, and close every bracket',
  MISSING_CHAR: 'close the quote or bracket, or add the missing comma',
  MULTILINE_IMPLICIT_KEY: "end the key with ':' on its own line, or quote the text",
  BLOCK_AS_IMPLICIT_KEY: "write nested keys on their own lines, or quote text that holds ': '",
  BAD_ALIAS: 'define the anchor before its use, or quote the text that begins with *',
  BAD_SCALAR_START: 'quote text that begins with @, ` or %',
};

interface Composed {
  /** At most the first two. */
  readonly documents: readonly Document.Parsed[];
  /** The first ones of the document. */
  readonly errors: readonly YAMLParseError[];
}

/** Stops after enough syntax errors: each costs a stack trace, and a file of nothing but quotes has millions. */
function composed(tokens: readonly CST.Token[], length: number): Composed {
  // `uniqueKeys: false`: the composer's own check takes quadratic time. Duplicates are found below.
  const composer = new Composer({
    uniqueKeys: false,
    prettyErrors: false,
    strict: true,
    // A tag is refused whatever it stands for, so its value need not be read.
    resolveKnownTags: false,
    schema: 'core',
    version: '1.2',
  });
  const reporting = composer as unknown as Reporting;
  const { onError } = reporting;
  let found = 0;
  reporting.onError = (...error) => {
    onError(...error);
    const [, , , isWarning] = error;
    if (isWarning !== true && ++found === LIMITS.syntaxErrors) throw new EnoughErrors();
  };
  const documents: Document.Parsed[] = [];
  try {
    for (const document of composer.compose(tokens, true, length)) {
      documents.push(document);
      if (documents.length === 2) break;
    }
  } catch (error) {
    if (!(error instanceof EnoughErrors)) throw error;
  }
  const errors = [...documents.flatMap((document) => document.errors), ...composer.streamInfo().errors];
  return { documents, errors: errors.slice(0, LIMITS.syntaxErrors) };
}

function syntaxIssue({ code, message, pos }: YAMLParseError, source: string, place: Place): ScenarioIssue {
  return {
    code: 'syntax',
    path: '',
    ...place,
    value: shown(source.slice(...pos).split('\n')[0] ?? ''),
    message: `not YAML: ${message}`,
    remedy: SYNTAX_REMEDIES[code] ?? 'correct the YAML at this place',
  };
}

/** What follows the first syntax error is usually its consequence: one wrong indent makes every later line an error. */
function firstOf(errors: readonly YAMLParseError[]): YAMLParseError | null {
  return errors.toSorted((left, right) => left.pos[0] - right.pos[0])[0] ?? null;
}

/** Where the library's composer reports its errors: a property that is missing in its types. */
interface Reporting {
  onError(source: unknown, code: string, message: string, isWarning?: boolean): void;
}

class EnoughErrors extends Error {}

/** The offset at which a limit was exceeded. */
type Exceeded = { readonly tooDeepAt: number } | { readonly tooManyAt: number };

/** Lexes and parses with a limit on nesting, since the composer that follows is recursive. */
function tokensOf(source: string, lines: LineCounter): { readonly tokens: readonly CST.Token[] } | Exceeded {
  const parser = new Parser(lines.addNewLine);
  // The parser reports each further line; we must report the first.
  lines.addNewLine(0);
  const tokens: CST.Token[] = [];
  // In the parser's stack, a nested block takes up to two tokens.
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(source)) {
    if (++lexemes > LIMITS.lexemes) return { tooManyAt: parser.offset };
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * LIMITS.depth) return { tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}
