import { logNeedsOf } from '#audit';
import type { Scenario } from '#domain';
import { canHappen } from '../needs/occasions.ts';
import type { LogCounts } from './history-acts.ts';

const AGENTS =
  'columns group and agent with the names that the scenario gives its agents, such as dublin/german#3';
const VIEWERS = 'a column centre or group whose names the scenario has';

/** What the log would need to show whether an invariant holds; null if it does. */
export function whatItNeeds(id: string, counts: LogCounts, scenario: Scenario): string | null {
  const none = logNeedsOf(id).noColumn;
  if (none !== null) return `${none} (no column of a case log says that)`;
  switch (id) {
    case 'R1':
      return counts.places + counts.workingCopies > 0
        ? null
        : 'a column place that names data centres or countries';
    case 'R4':
      return counts.views > 0 ? allowances(scenario) : VIEWERS;
    case 'R5':
      return counts.viewsByGroup > 0 ? null : 'a column group whose names the scenario has';
    case 'R9':
      return counts.viewsByGroup + counts.places - counts.placesWithoutHolder > 0
        ? null
        : 'columns place and group whose names the scenario has';
    case 'R20':
      if (counts.views === 0 || !counts.agentsAreKnown) return AGENTS;
      return counts.unattributed === 0
        ? null
        : `an agent and a group in each row with a centre or group, which ${counts.unattributed} rows lack`;
    default:
      return 'what it needs of a log is not known';
  }
}

/** Permissions to view a case from outside, on which a case log does not say that a view relied. */
function allowances(scenario: Scenario): string | null {
  const found = [
    ...(canHappen('exception', scenario) ? ['on which consent a view relied'] : []),
    ...(canHappen('emergency access', scenario) ? ['whether a view was in an emergency'] : []),
  ];
  return found.length === 0 ? null : `${found.join(' and ')} (no column of a case log says that)`;
}
