import type { CaseField, EventField } from '../case-log.ts';

/** Columns that exports of widely used systems have. Where a system has several exports, the first name that the log has counts. */
export interface Preset {
  readonly columns: Readonly<Partial<Record<'case' | 'time' | CaseField | EventField, readonly string[]>>>;
  readonly times: Readonly<Record<string, readonly string[]>>;
  readonly values: Readonly<Partial<Record<CaseField | EventField, Readonly<Record<string, string>>>>>;
}

export const PRESET_NAMES = ['zendesk', 'servicenow', 'jira', 'salesforce'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
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
