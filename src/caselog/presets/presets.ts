import { failure, type Result, shown, success } from '#base';
import type { CaseField, EventField } from '../case-log.ts';
import { quoted } from '../mapping/mapping.ts';
import { columnNames } from '../rows/columns.ts';
import type { LogProblem } from '../rows/refusals.ts';

/** The mapping file of a preset for a log with these columns; columns that the log lacks are left out. */
export function presetMapping(name: PresetName, columns: readonly string[]): Result<string, LogProblem> {
  const { columns: known, times, values } = PRESETS[name];
  const found = placed(known, columns);
  const timed = placed(times, columns);
  const missing = (what: string, names: readonly string[]) =>
    failure({
      row: 1,
      column: '',
      value: columns.map((column) => shown(column)).join(', '),
      problem: `the preset ${name} finds no column with ${what}`,
      remedy: `export the column ${names.map((one) => `'${one}'`).join(' or ')}, or write a mapping with --map; --guess proposes one`,
    });
  if (found.every(([field]) => field !== 'case')) return missing('the id of the case', known.case ?? []);
  if (timed.every(([activity]) => activity !== 'opened')) {
    return missing('the time at which a case was opened', times.opened ?? []);
  }
  const meanings = Object.entries(values).filter(([field]) => found.some(([other]) => other === field));
  const lines = [
    'meridian-mapping: 1',
    'rows: case',
    'columns:',
    ...found.map(([field, column]) => `  ${field}: ${quoted(column)}`),
    'times:',
    ...timed.map(([activity, column]) => `  ${activity}: ${quoted(column)}`),
    ...(meanings.length === 0 ? [] : ['values:']),
    ...meanings.flatMap(([field, map]) => [
      `  ${field}:`,
      ...Object.entries(map).map(([value, meaning]) => `    ${quoted(value)}: ${quoted(meaning)}`),
    ]),
  ];
  return success(`${lines.join('\n')}\n`);
}

/** Each key with the first of its columns that the log has. */
function placed(
  wanted: Readonly<Record<string, readonly string[]>>,
  columns: readonly string[],
): readonly (readonly [string, string])[] {
  return Object.entries(wanted).flatMap(([key, names]) => {
    const name = names.find((one) => columns.includes(one));
    return name === undefined ? [] : [[key, columnNames(columns)[columns.indexOf(name)] ?? ''] as const];
  });
}

/** The mapping of an XES log if no other is given: attributes of the standard extensions. Those of the trace begin with `case:`. */
export const XES_MAPPING = `meridian-mapping: 1
rows: event
columns:
  case: 'case:concept:name'
  time: time:timestamp
  activity: concept:name
  agent: org:resource
  group: org:group
`;

/** The mapping of an OCEL 2.0 log if no other is given: it has no standard names but those of events and objects. */
export const OCEL_MAPPING = `meridian-mapping: 1
rows: event
columns:
  case: 'object:case'
  time: event:time
  activity: event:type
`;

/** Columns that exports of widely used systems have. Where a system has several exports, the first name that the log has counts. */
interface Preset {
  readonly columns: Readonly<Partial<Record<'case' | 'time' | CaseField | EventField, readonly string[]>>>;
  readonly times: Readonly<Record<string, readonly string[]>>;
  readonly values: Readonly<Partial<Record<CaseField | EventField, Readonly<Record<string, string>>>>>;
}

export const PRESET_NAMES = ['zendesk', 'servicenow', 'jira', 'salesforce'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const PRESETS: Readonly<Record<PresetName, Preset>> = {
  // CSV export of tickets and of views.
  zendesk: {
    columns: {
      case: ['Id', 'ID', 'Ticket ID', 'id'],
      customer: ['Organization', 'Requester id', 'Requester'],
      severity: ['Priority'],
      channel: ['Via', 'Channel'],
      group: ['Group'],
      agent: ['Assignee'],
    },
    times: {
      opened: ['Created at', 'Requested'],
      assigned: ['Initially assigned at', 'Assigned at', 'Assigned'],
      resolved: ['Solved at', 'Solved'],
    },
    values: {
      severity: { Urgent: 'A', High: 'A', Normal: 'B', Low: 'C' },
      channel: {
        Mail: 'e-mail',
        Email: 'e-mail',
        'Web form': 'web',
        Web: 'web',
        'Web Widget': 'web',
        Chat: 'web',
        Phone: 'phone',
        Voice: 'phone',
        'Phone call (incoming)': 'phone',
        API: 'web',
        'Web service (API)': 'web',
      },
    },
  },
  // CSV export of the list of incidents: names of the fields of table `incident`.
  servicenow: {
    columns: {
      case: ['number', 'Number'],
      customer: ['company', 'caller_id', 'Caller'],
      product: ['cmdb_ci', 'category', 'Category'],
      severity: ['priority', 'Priority'],
      channel: ['contact_type', 'Channel'],
      group: ['assignment_group', 'Assignment group'],
      agent: ['assigned_to', 'Assigned to'],
    },
    times: {
      opened: ['opened_at', 'Opened', 'sys_created_on'],
      resolved: ['resolved_at', 'Resolved'],
      closed: ['closed_at', 'Closed'],
    },
    values: {
      severity: {
        '1 - Critical': 'A',
        '2 - High': 'A',
        '3 - Moderate': 'B',
        '4 - Low': 'C',
        '5 - Planning': 'C',
        '1': 'A',
        '2': 'A',
        '3': 'B',
        '4': 'C',
        '5': 'C',
      },
      channel: {
        email: 'e-mail',
        Email: 'e-mail',
        'self-service': 'web',
        'Self-service': 'web',
        Chat: 'web',
        chat: 'web',
        'Virtual Agent': 'web',
        'Walk-in': 'phone',
        'walk-in': 'phone',
      },
    },
  },
  // CSV export of issues, all fields.
  jira: {
    columns: {
      case: ['Issue key', 'Key'],
      customer: ['Organizations', 'Custom field (Organizations)', 'Reporter'],
      product: ['Component/s', 'Components', 'Project name'],
      severity: ['Priority'],
      agent: ['Assignee'],
    },
    times: { opened: ['Created'], resolved: ['Resolved'] },
    values: {
      severity: {
        Highest: 'A',
        High: 'A',
        Medium: 'B',
        Low: 'C',
        Lowest: 'C',
        Blocker: 'A',
        Critical: 'A',
        Major: 'B',
        Minor: 'C',
        Trivial: 'C',
      },
    },
  },
  // Reports on cases, and exports of the object Case.
  salesforce: {
    columns: {
      case: ['Case Number', 'CaseNumber', 'CASENUMBER'],
      customer: ['Account Name', 'AccountId', 'ACCOUNTID'],
      product: ['Product', 'Type', 'TYPE'],
      severity: ['Priority', 'PRIORITY'],
      channel: ['Case Origin', 'Origin', 'ORIGIN'],
      agent: ['Case Owner', 'OwnerId', 'OWNERID'],
    },
    times: {
      opened: ['Date/Time Opened', 'Opened Date', 'CreatedDate', 'CREATEDDATE'],
      closed: ['Date/Time Closed', 'Closed Date', 'ClosedDate', 'CLOSEDDATE'],
    },
    values: {
      severity: { Critical: 'A', High: 'A', Medium: 'B', Low: 'C' },
      channel: { Email: 'e-mail', 'Email-to-Case': 'e-mail', Chat: 'web', 'Web-to-Case': 'web' },
    },
  },
};
