import { expect, it } from 'vitest';
import { parseOverMinimal } from './parsing.ts';

it('a remedy that lists ids of the file shows their control characters as escapes', () => {
  const parsed = parseOverMinimal(
    'dataCentres: { "du\\0blin": { country: IE, entity: vendor } }\nplacements: { default: { primary: [dublin] } }\n',
  );
  const issues = parsed.ok ? [] : parsed.problem;
  const found = issues.find(({ code }) => code === 'unknown-data-centre');
  expect(found?.remedy).toContain('du\\u{0}blin');
  for (const { message, remedy } of issues) expect(message + remedy).not.toMatch(/\p{Cc}/u);
});
