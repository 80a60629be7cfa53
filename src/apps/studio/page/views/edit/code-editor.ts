import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { HighlightStyle, indentUnit, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { ScenarioIssue } from '#scenario';
import { placeAt, type SchemaPart, suggestionsAt } from './schema-words.ts';

/** An editor for one text. */
export interface CodeEditor {
  setText(text: string): void;
  setIssues(issues: readonly ScenarioIssue[], severity: Diagnostic['severity']): void;
  /** Line and column count from 1. */
  goTo(line: number, column: number): void;
  destroy(): void;
}

const THEME = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--raised)' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--f1) 60%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--link)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--border)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--primary)',
    color: 'var(--primary-ink)',
  },
  '.cm-completionInfo': { maxWidth: '22rem' },
});

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--link)' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--soft)' },
]);

/**
 * Lets the editor insert text typed over a selection. The browser would keep the old style with an inline style,
 * which the page's policy reports.
 */
const TYPED_OVER = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event;
    if (inputType !== 'insertText' || data === null || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type' });
    return true;
  },
});

/**
 * A YAML editor in a shadow root, where its styles are adopted, so that the page's policy need not allow inline
 * styles. Requests `schema` when a word is completed.
 */
export function createCodeEditor(
  host: HTMLElement,
  text: string,
  schema: () => Promise<SchemaPart>,
  onChange: (text: string) => void,
): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.replaceChildren();
  const parent = document.createElement('div');
  parent.setAttribute('part', 'editor');
  root.append(parent);
  const view = new EditorView({
    root,
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        lintGutter(),
        yamlMode,
        indentUnit.of('  '),
        syntaxHighlighting(HIGHLIGHT),
        autocompletion({ override: [(context) => complete(context, schema)] }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': 'The scenario as YAML. Tab indents; Escape, then Tab leaves the editor',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.isUserEvent('studio'))) {
            onChange(update.state.doc.toString());
          }
        }),
        TYPED_OVER,
        THEME,
      ],
    }),
  });
  return {
    setText(next) {
      const before = view.state.doc.toString();
      if (next !== before) view.dispatch({ changes: changeBetween(before, next), userEvent: 'studio' });
    },
    setIssues: (issues, severity) =>
      view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, issues, severity))),
    goTo(line, column) {
      const anchor = positionOf(view.state, line, column);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

async function complete(
  context: CompletionContext,
  schema: () => Promise<SchemaPart>,
): Promise<CompletionResult | null> {
  const before = context.state.doc.sliceString(0, context.pos);
  const place = placeAt(before);
  if (place === null || (place.word === '' && !context.explicit)) return null;
  const options = suggestionsAt(await schema(), place);
  return {
    from: context.pos - place.word.length,
    options: options.map(({ detail, kind, label }) => ({
      label,
      info: detail,
      type: kind === 'key' ? 'property' : 'constant',
      apply: kind === 'key' ? `${label}: ` : label,
    })),
  };
}

function diagnosticsOf(
  state: EditorState,
  issues: readonly ScenarioIssue[],
  severity: Diagnostic['severity'],
): readonly Diagnostic[] {
  return issues.map(({ column, line, message, remedy, value }) => {
    const from = positionOf(state, line, column);
    const to = Math.min(state.doc.lineAt(from).to, from + Math.max(1, value.length));
    return { from, to: Math.max(from, to), severity, message: `${message}: ${remedy}` };
  });
}

function positionOf(state: EditorState, line: number, column: number): number {
  const found = state.doc.line(Math.max(1, Math.min(state.doc.lines, line)));
  return Math.min(found.to, found.from + Math.max(0, column - 1));
}

/** The only range in which two texts differ. Replacing the whole text would redraw the whole editor. */
function changeBetween(before: string, next: string) {
  const most = Math.min(before.length, next.length);
  let from = 0;
  while (from < most && before[from] === next[from]) from++;
  let behind = 0;
  while (behind < most - from && before.at(-1 - behind) === next.at(-1 - behind)) behind++;
  return { from, to: before.length - behind, insert: next.slice(from, next.length - behind) };
}

/**
 * Highlights YAML of scenario files line by line: comments, keys, strings, punctuation. Reads only the visible part,
 * at almost no cost; the worker determines what the text means.
 */
const yamlMode = StreamLanguage.define<null>({
  name: 'yaml',
  startState: () => null,
  token(stream) {
    const isAfterSpace = stream.sol() || /\s/.test(stream.string[stream.pos - 1] ?? ' ');
    if (stream.eatSpace()) return null;
    if (stream.peek() === '#' && (isAfterSpace || stream.sol())) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^[\w.$/-]+(?=\s*:(?:\s|$))/)) return 'propertyName';
    if (stream.match(/^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/))
      return stream.match(/^\s*:(?:\s|$)/, false) ? 'propertyName' : 'string';
    if (stream.match(/^(?:[{}[\],:]|-(?=\s|$))/)) return 'punctuation';
    if (!stream.match(/^[^\s{}[\],:"']+/)) stream.next();
    return null;
  },
  languageData: { commentTokens: { line: '#' } },
});
