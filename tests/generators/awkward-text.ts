import fc from 'fast-check';

const AWKWARD = [
  ...'<>&"\'`=+-@,;/\\ \t\r\n',
  '\0',
  '\u001b',
  '\u007f',
  '\u009b',
  '\u2028',
  '\u202e',
  '\u2066',
];
const ORDINARY = [...'aZ0é東🙂', 'e\u0301', '&amp;', '<b>'];

/** Texts of characters with a meaning in HTML, CSV or a terminal, among ordinary ones. */
export const awkwardText = fc.string({
  unit: fc.constantFrom(...AWKWARD, '\ud800', ...ORDINARY),
  maxLength: 20,
});
