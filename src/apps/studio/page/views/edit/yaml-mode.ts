import { StreamLanguage } from '@codemirror/language';

/**
 * YAML as scenario files have it, told apart line by line: comments, keys, strings, signs. It reads no further than is looked at and
 * costs next to nothing; what the text means is for the worker to say.
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
