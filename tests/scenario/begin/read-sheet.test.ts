import { describe, expect, it } from 'vitest';
import { readSheet, scenarioText } from '#scenario';
import { parseText, scenarioOf } from '../parsing.ts';

const HEAD = 'row,place,country,time zone,languages,group,tier,agents,days,from,to,phone,e-mail,web,promise';
const DUBLIN = 'shift,Dublin,IE,Europe/Dublin,en de,,,8,mon-fri,08:00,18:00,,,,';
const GERMANY = 'volume,Germany,DE,Europe/Berlin,de,,,,,,,500,300,,stored and seen';
const sheet = (...rows: readonly string[]) => [HEAD, ...rows, ''].join('\n');
const read = (text: string) => readSheet(text, 'sheet.csv', 'From a sheet');
const issuesOf = (text: string) => {
  const outcome = read(text);
  return outcome.ok ? [] : outcome.problem.map(({ code, column, line }) => `${code} ${line}:${column}`);
};

describe('a sheet', () => {
  it('becomes a scenario with its centres, groups, shifts and volumes', () => {
    const rows = [DUBLIN, 'shift,Dublin,IE,Europe/Dublin,de,Experts,2,2,"sat, sun",22:00,06:00,,,,', GERMANY];
    const outcome = read(sheet(...rows));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
    const { scenario, warnings } = scenarioOf(parseText(scenarioText(outcome.value, 'x', 'y')));
    expect(warnings).toEqual([]);
    expect(scenario.groups.map(({ id, tier, shifts }) => [id, tier, shifts[0]?.agents])).toEqual([
      ['dublin/first-line', 1, 8],
      ['dublin/experts', 2, 2],
    ]);
    expect(scenario.segments.map((segment) => segment.title)).toEqual(['Germany']);
  });

  it.each([
    ['an unknown column', 'row,plaice', ['unknown-key 1:5']],
    ['a column twice', 'row,row', ['duplicate-key 1:5']],
    ['no text', '', ['file-empty 1:1']],
    ['no volume', sheet(DUBLIN), ['file-empty 1:1']],
    [
      'a bad row beside another',
      sheet(DUBLIN.replace('IE', 'Eire'), GERMANY.replace('500', 'many')),
      ['unknown-country 2:14', 'bad-number 3:42'],
    ],
    ['a row that is too short', sheet(DUBLIN, 'volume,Germany'), ['bad-row 3:1']],
    ['an unknown kind of row', sheet(DUBLIN, GERMANY, 'shifts,x,,,,,,,,,,,,,'), ['unknown-word 4:1']],
    ['a value of the other kind', sheet(DUBLIN.replace('18:00,', '18:00,5'), GERMANY), ['alternatives 2:61']],
    ['a centre in two countries', sheet(DUBLIN, DUBLIN.replace('IE', 'GB'), GERMANY), ['alternatives 3:14']],
    ['customers without cases', sheet(DUBLIN, GERMANY.replace('500,300', ',')), ['no-weight 3:1']],
    [
      'a language that nobody speaks',
      sheet(DUBLIN.replace('en de', 'en'), GERMANY),
      ['no-eligible-group 3:33'],
    ],
    [
      'a promise that nobody in the EEA can keep',
      sheet(DUBLIN.replace('IE,Europe/Dublin', 'IN,Asia/Kolkata'), GERMANY),
      ['no-eligible-group 3:33'],
    ],
    ['a stray quote', sheet(DUBLIN, `${GERMANY}"`), ['syntax 3:51']],
  ])('with %s is refused at its line and column', (_, text, expected) => {
    expect(issuesOf(text)).toEqual(expected);
  });
});
