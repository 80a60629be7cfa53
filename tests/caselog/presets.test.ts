import { describe, expect, it } from 'vitest';
import { PRESET_NAMES, type PresetName, presetMapping, readMapping } from '#caselog';
import { successOf } from '../running.ts';
import { casesOf, importCsv } from './importing.ts';

/** Rows as the systems export them, and what they say. */
const EXPORTS: Readonly<Record<PresetName, readonly [string, string, object]>> = {
  zendesk: [
    'Id,Requester,Assignee,Group,Priority,Via,Created at,Solved at\n7,Ada,Ann,Desk,Urgent,Web form,2024-03-01 09:00,2024-03-01 11:00\n',
    'timeZone: UTC',
    { id: '7', severity: 'A', channel: 'web', customer: 'Ada' },
  ],
  servicenow: [
    'number,opened_at,resolved_at,closed_at,contact_type,priority,assignment_group,assigned_to\nINC7,2024-03-01 09:00:00,2024-03-01 10:00:00,2024-03-01 11:00:00,phone,3 - Moderate,Desk,Ann\n',
    'timeZone: UTC',
    { id: 'INC7', severity: 'B', channel: 'phone' },
  ],
  jira: [
    'Summary,Issue key,Priority,Assignee,Created,Resolved,Component/s,Component/s\nx,SUP-7,Highest,Ann,01/Mar/24 9:00 AM,01/Mar/24 11:00 AM,vpn,lan\n',
    'timeZone: UTC',
    { id: 'SUP-7', severity: 'A', product: 'vpn' },
  ],
  salesforce: [
    'CaseNumber,CreatedDate,ClosedDate,Priority,Origin,OwnerId,AccountId\n00001007,2024-03-01T09:00:00.000Z,2024-03-01T11:00:00.000Z,Low,Email,005,001\n',
    '',
    { id: '00001007', severity: 'C', channel: 'e-mail', customer: '001' },
  ],
};

describe('a preset', () => {
  it.each(PRESET_NAMES)('reads an export of %s', (name) => {
    const [log, more, expected] = EXPORTS[name];
    const columns = (log.split('\n')[0] ?? '').split(',');
    const text = successOf(presetMapping(name, columns));
    expect(readMapping('preset.yaml', text).ok).toBe(true);
    const imported = importCsv(log, `${text.replace('meridian-mapping: 1\n', '')}${more}\n`);
    expect(imported.report.refused).toEqual([]);
    const [one] = casesOf(imported);
    expect(one).toMatchObject(expected);
    expect(one?.events[0]?.atMs).toBe(Date.parse('2024-03-01T09:00:00Z'));
    expect(one?.endedAtMs).toBe(Date.parse('2024-03-01T11:00:00Z'));
  });

  it.each([
    ['no id', ['Created', 'Priority'], 'the id of the case', "'Issue key' or 'Key'"],
    ['no opening', ['Issue key', 'Priority'], 'the time at which a case was opened', "'Created'"],
  ])('is refused for a log with %s', (_, columns, problem, remedy) => {
    const made = presetMapping('jira', columns);
    expect(made.ok ? null : made.problem).toMatchObject({
      problem: `the preset jira finds no column with ${problem}`,
      remedy: expect.stringContaining(remedy),
    });
  });
});
