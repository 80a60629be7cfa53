import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '#base';
import { decimals, element, fragment } from '../../../src/report/document/markup.ts';
import { awkwardText } from '../../generators/awkward-text.ts';

describe('element', () => {
  it('escapes text children and attribute values, and passes markup through', () => {
    const inner = element('b', {}, '<i>');
    expect(element('p', { title: `"a" & 'b'` }, 'x < y', inner, null, ['1', 2]).markup).toBe(
      '<p title="&quot;a&quot; &amp; &#39;b&#39;">x &lt; y<b>&lt;i&gt;</b>12</p>',
    );
  });

  it('keeps a number and its percent sign on one line of the page', () => {
    expect(element('p', {}, '80.0 % of 5 % ± 1 point, % of').markup).toBe(
      '<p>80.0\u00a0% of 5\u00a0% ± 1 point, % of</p>',
    );
  });

  it('omits null attributes and end tags that HTML does not have', () => {
    expect(element('meta', { charset: 'utf-8', name: null }).markup).toBe('<meta charset="utf-8">');
  });

  it('writes coordinates with at most 2 decimals', () => {
    expect([1, 1.005, 2 / 3, -0.001].map(decimals)).toEqual(['1', '1', '0.67', '0']);
  });
});

describe('escapeMarkup', () => {
  it('leaves nothing that could open a tag, an entity or an attribute', () => {
    fc.assert(
      fc.property(awkwardText, (text) => {
        const escaped = escapeMarkup(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });
});

describe('fragment', () => {
  it('concatenates its children', () => {
    expect(fragment('a', element('br', {}), 'b').markup).toBe('a<br>b');
  });
});
