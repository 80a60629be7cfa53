import { describe, expect, it } from 'vitest';
import { renderCoverage } from '../../../src/report/coverage/coverage.ts';
import { loadScenario } from '../../running.ts';

const titles = (markup: string) =>
  [...markup.matchAll(/<g><title>([^<]*)<\/title>/g)].map(([, title]) => title);

describe('the calendar of coverage', () => {
  it('explains on hover of each bar when it is and what it means', () => {
    const { markup } = renderCoverage(loadScenario('chat-desk'));
    expect(markup.match(/<svg/g)).toHaveLength(1);
    expect(titles(markup)).toContain('Mon 18:00–19:00: customers ask, and nobody able is scheduled');
    expect(titles(markup)).toContain('Mon 08:00–18:00: a qualified agent who may see the case is on shift');
    expect(titles(markup)).toContain('Sun 19:00–24:00: nobody is scheduled, and no customer asks');
    expect(markup).toContain('27 hours a week, Europe/Berlin time');
  });

  it('draws every minute of the run exactly once', () => {
    const { markup } = renderCoverage(loadScenario('css-2014-union-only'));
    const svgs = markup.match(/<svg.*?<\/svg>/gs) ?? [];
    expect(svgs).toHaveLength(12);
    for (const svg of svgs) {
      const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(7 * 24 * 11, 1);
    }
    expect(markup).toContain('The table lists all 14.');
    expect(markup.match(/<tbody>.*<\/tbody>/s)?.[0].match(/<tr/g)).toHaveLength(14);
  });

  it('separates hours in which the promise forbids access from hours in which nobody has the skills', () => {
    const { markup } = renderCoverage(loadScenario('break-glass'));
    expect(titles(markup)).toContain(
      'Tue 01:00–08:00: customers ask; somebody able is scheduled, but promise or law forbids the access',
    );
    expect(titles(markup)).not.toContain('Tue 01:00–08:00: customers ask, and nobody able is scheduled');
  });

  it('is a sentence without a drawing if somebody is always scheduled', () => {
    const { markup } = renderCoverage(loadScenario('follow-the-sun'));
    expect(markup).toContain(
      'Every segment has a qualified agent who may see its cases on shift at all hours.',
    );
    expect(markup).not.toContain('<svg');
  });
});
