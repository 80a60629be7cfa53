import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScenario, parseScenarioJson, scenarioJson } from '#scenario';
import { ROOT, successOf } from '../../running.ts';

const HEAD = 'case,segment,channel,product,severity,opened,state,since,tier,primary,replica,group';

function parsed(...rows: readonly string[]) {
  const path = 'scenarios/three-centres/scenario.yaml';
  const text = readFileSync(join(ROOT, path), 'utf8');
  const readFile = () => ({ ok: false as const, problem: 'no such file' });
  return parseScenario({ path, text, readFile, backlog: { file: 'open.csv', text: rows.join('\n') } });
}

const ROW = 'T-1,germany,web,platform,B,2 h,waiting,,1,frankfurt,dublin-dc,';

function issuesOf(...rows: readonly string[]): readonly string[] {
  const result = parsed(...rows);
  if (result.ok) return [];
  return result.problem.map(({ code, column, file, line, value }) => {
    expect(file).toBe('open.csv');
    return `${code} ${line}:${column} ${value}`;
  });
}

describe('a file of open cases', () => {
  it('gives each case its ages, its place and its copies, those first that have waited longest', () => {
    const { scenario } = successOf(
      parsed(
        HEAD,
        ROW,
        'T-2,india,e-mail,platform,C,2025-03-02T00:00:00Z,in work,10 min,1,,,bangalore/first-line',
        'T-3,americas,phone,platform,A,1 day,transferred,30 min,2,dublin-dc,,',
      ),
    );
    const [first, second, third] = scenario.backlog ?? [];
    expect(first).toMatchObject({ id: 'T-1', openedMs: -7_200_000, sinceMs: -7_200_000, state: 'waiting' });
    expect(second).toMatchObject({ id: 'T-3', tier: 2, copies: { primary: 1, replica: -1 } });
    expect(third).toMatchObject({ id: 'T-2', openedMs: -86_400_000, sinceMs: -600_000 });
    expect(scenario.groups[third?.group ?? -1]?.id).toBe('bangalore/first-line');
  });

  it('says how much work of a contact in hand is done', () => {
    const row = `${ROW.replace('waiting', 'in work')},15 min`;
    const { scenario } = successOf(parsed(`${HEAD},worked`, row));
    expect(scenario.backlog?.[0]?.workedMs).toBe(900_000);
    expect(successOf(parseScenarioJson(scenarioJson(scenario)))).toEqual(scenario);
    expect(issuesOf(`${HEAD},worked`, `${ROW},soon`)).toEqual(['bad-duration 2:64 soon']);
  });

  it('becomes part of the scenario that is kept', () => {
    const { scenario } = successOf(parsed(HEAD, ROW));
    expect(successOf(parseScenarioJson(scenarioJson(scenario)))).toEqual(scenario);
    const text = scenarioJson(scenario).replace('"stream":', '"stream":99,"was":');
    expect(parseScenarioJson(text).ok).toBe(false);
  });

  it('warns once of cases that do not say where their copies lie', () => {
    const { warnings } = successOf(parsed(HEAD, ROW.replace('frankfurt,dublin-dc', ',')));
    expect(warnings.filter(({ code }) => code === 'copies-not-said')).toHaveLength(1);
  });

  it.each<[what: string, issue: string, rows: readonly string[]]>([
    ['no row', 'file-empty 1:1 ', ['']],
    ['an unknown column', 'unknown-key 1:85 agent', [`${HEAD},agent`]],
    ['a column twice', 'duplicate-key 1:85 case', [`${HEAD},case`]],
    ['a missing column', 'missing-key 1:1 ', [HEAD.replace(',severity', '')]],
    ['too few values', 'bad-row 2:1 ', [HEAD, 'T-1,germany']],
    ['a stray quote', 'syntax 2:5 "germany', [HEAD, 'T-1,"germany']],
    ['no name', 'empty-value 2:1 ', [HEAD, ROW.slice(3)]],
    ['an unknown segment', 'unknown-segment 2:5 mars', [HEAD, ROW.replace('germany', 'mars')]],
    ['an unknown channel', 'unknown-channel 2:13 fax', [HEAD, ROW.replace('web', 'fax')]],
    ['an unknown product', 'unknown-product 2:17 x', [HEAD, ROW.replace('platform', 'x')]],
    ['an unknown severity', 'unknown-severity 2:26 S', [HEAD, ROW.replace(',B,', ',S,')]],
    ['an unknown state', 'unknown-word 2:32 open', [HEAD, ROW.replace('waiting', 'open')]],
    ['an unknown tier', 'unknown-word 2:41 4', [HEAD, ROW.replace(',1,', ',4,')]],
    ['an unknown data centre', 'unknown-data-centre 2:43 oslo', [HEAD, ROW.replace('frankfurt', 'oslo')]],
    ['an unknown group', 'unknown-group 2:63 x', [HEAD, `${ROW}x`]],
    ['an age without unit', 'unit-missing 2:28 2', [HEAD, ROW.replace('2 h', '2')]],
    [
      'a time after the start',
      'out-of-range 2:28 2025-03-04T00:00:00Z',
      [HEAD, ROW.replace('2 h', '2025-03-04T00:00:00Z')],
    ],
    [
      'a state from before the opening',
      'ends-before-it-begins 2:40 3 h',
      [HEAD, ROW.replace('waiting,', 'waiting,3 h')],
    ],
    [
      'one place for both copies',
      'duplicate-entry 2:53 frankfurt',
      [HEAD, ROW.replace('dublin-dc', 'frankfurt')],
    ],
    ['a replica alone', 'empty-value 2:43 ', [HEAD, ROW.replace('frankfurt', '')]],
    ['a case twice', 'duplicate-entry 3:1 T-1', [HEAD, ROW, ROW]],
    [
      'a wait that the scenario lacks',
      'no-weight 2:32 awaiting vendor',
      [HEAD, ROW.replace('waiting', 'awaiting vendor')],
    ],
    ['a tier that nobody serves', 'no-eligible-group 2:1 T-1', [HEAD, ROW.replace(',1,', ',3,')]],
  ])('is refused for %s, with line, column and value', (_, issue, rows) => {
    expect(issuesOf(...rows)).toContain(issue);
  });

  it('lists all bad rows at once', () => {
    expect(issuesOf(HEAD, ROW.replace('germany', 'mars'), ROW.replace('web', 'fax'))).toHaveLength(2);
  });
});
