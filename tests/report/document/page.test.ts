import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../src/report/document/page.ts';

describe('a page', () => {
  it('forbids everything but its own styles, before any other content', () => {
    const page = renderPage({
      title: '</title><script>alert(1)</script>',
      kicker: '',
      heading: '',
      facts: [],
      parts: [],
    });
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page);
    expect(policy?.[1]).toMatch(/^default-src &#39;none&#39;|^default-src 'none'/);
    expect(page.indexOf(policy?.[0] ?? '-')).toBeLessThan(page.indexOf('<title>'));
    expect(page).not.toContain('<script');
  });
});
