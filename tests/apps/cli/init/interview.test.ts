import { describe, expect, it } from 'vitest';
import { interview } from '../../../../src/apps/cli/commands/init.ts';

/** Answers one line after the other, then leaves. */
async function answering(lines: readonly string[]) {
  const said: string[] = [];
  let next = 0;
  const answers = await interview({
    ask: async (question) => {
      said.push(question);
      return lines[next++] ?? null;
    },
    tell: (line) => {
      said.push(line);
    },
  });
  return { answers, said };
}

describe('the questions of init', () => {
  it('each show a default, which an empty line accepts', async () => {
    const { answers, said } = await answering(Array.from({ length: 30 }, () => ''));
    expect(answers?.centres).toMatchObject([
      { title: 'Dublin', country: 'IE', groups: [{ languages: ['en'] }] },
    ]);
    expect(answers?.customers).toMatchObject([
      { country: 'IE', perWeek: { phone: 500, 'e-mail': 300, web: 0 } },
    ]);
    const questions = said.filter((line) => line.endsWith(': '));
    expect(questions.length).toBe(20);
    for (const question of questions) expect(question).toMatch(/ \[.+\]: $/);
  });

  it('are repeated with an explanation until the answer can be read', async () => {
    const { answers, said } = await answering([
      'My desk',
      'Cork',
      'Eire',
      'IE',
      ...Array.from({ length: 30 }, () => ''),
    ]);
    expect(answers).toMatchObject({ title: 'My desk', centres: [{ title: 'Cork', country: 'IE' }] });
    expect(said.filter((line) => line.includes("'Eire' is not a country code"))).toHaveLength(1);
  });

  it('refuse a promise that no centre could keep', async () => {
    const centre = ['', 'Denver', 'US', 'America/Denver', 'en de', '', '', '', '', 'no', 'no'];
    const customers = ['DE', 'Germany', 'Europe/Berlin', 'de', '', '', '', 'stored and seen', 'stored', 'no'];
    const { answers, said } = await answering([...centre, ...customers]);
    expect(answers?.customers[0]?.promise).toBe('stored');
    expect(said.join('\n')).toContain('none of these centres could serve such customers');
  });

  it('create nothing if the respondent leaves', async () => {
    expect((await answering(['My desk', 'Cork'])).answers).toBeNull();
  });
});
