import { StreamLanguage } from '@codemirror/language';

/**
 * Highlights YAML of scenario files line by line: comments, keys, strings, punctuation. Reads only the visible part,
 * at almost no cost; the worker determines what the text means.
 */
export const yamlMode = StreamLanguage.define<null>({
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
