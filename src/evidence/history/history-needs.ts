import type { Scenario } from '#domain';
import { canHappen } from '../foreign/occasions.ts';
import type { Told } from './history-acts.ts';

const AGENTS =
  'columns group and agent with the names that the scenario gives its agents, such as dublin/german#3';
const VIEWERS = 'a column centre or group whose names the scenario has';
const COPIES = 'when each copy was made and deleted';
const DUTY = 'who was on duty, and when each case waited, was assigned and was passed on';

/** What a case log cannot tell, because its form has no column for it. */
const NO_COLUMN: Readonly<Record<string, string>> = {
  R2: 'from which place each copy was made',
  R3: 'from which place each copy was made, and which data centres were down',
  R6: 'the purpose of each view',
  R7: 'the legal basis of each transfer, its exporter and its importer',
  R8: COPIES,
  R10: DUTY,
  R11: DUTY,
  R12: 'on which consent a view relied',
  R13: 'emergencies: who approved, opened and reviewed them',
  R14: DUTY,
  R15: COPIES,
  R16: COPIES,
  R17: COPIES,
  R18: DUTY,
  R19: 'where the log itself is kept',
  R21: 'by which version of the law each case was routed',
  R22: COPIES,
  R23: DUTY,
  R24: 'what each customer was answered',
  R25: 'a ledger with a seal, into which breaches can be seeded',
  R26: 'disclosures to authorities',
};

/** What the log would need to show whether an invariant holds; null if it does. */
export function whatItNeeds(id: string, told: Told, scenario: Scenario): string | null {
  const none = NO_COLUMN[id];
  if (none !== undefined) return `${none} (no column of a case log says that)`;
  switch (id) {
    case 'R1':
      return told.places + told.workingCopies > 0
        ? null
        : 'a column place that names data centres or countries';
    case 'R4':
      return told.views > 0 ? allowances(scenario) : VIEWERS;
    case 'R5':
      return told.viewsByGroup > 0 ? null : 'a column group whose names the scenario has';
    case 'R9':
      return told.viewsByGroup + told.places - told.placesWithoutHolder > 0
        ? null
        : 'columns place and group whose names the scenario has';
    case 'R20':
      if (told.views === 0 || !told.agentsAreKnown) return AGENTS;
      return told.unattributed === 0
        ? null
        : `an agent and a group in each row with a centre or group, which ${told.unattributed} rows lack`;
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
