import { describe, expect, it } from 'vitest';
import { canonicalLanguage, servesLanguage } from '#domain';

describe('servesLanguage(spoken, wanted)', () => {
  it.each([
    ['de', 'de-AT', true],
    ['de', 'de', true],
    ['pt-BR', 'pt-PT', true],
    ['en', 'en-GB', true],
    ['zh-Hans', 'zh-Hant', false],
    ['sr-Latn', 'sr-Cyrl', false],
    ['de', 'fr', false],
    ['ja', 'ko', false],
    ['en', 'de', false],
  ])('lets %s serve %s: %s', (spoken, wanted, served) => {
    expect(servesLanguage(spoken, wanted)).toBe(served);
  });
});

describe('canonicalLanguage(tag)', () => {
  it('writes tags in canonical form and refuses invalid ones', () => {
    expect(canonicalLanguage('DE-at')).toBe('de-AT');
    expect(canonicalLanguage('not a tag')).toBeNull();
  });
});
