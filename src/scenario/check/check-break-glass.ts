import { DAY_MS, MINUTE_MS, ownMember } from '#base';
import type { IssueList } from '../issue-list.ts';
import { shiftsOf } from '../resolve/headcounts.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** The ledger stores the window in 32 bits of milliseconds. */
const WINDOW_DAYS = 28;
const APPROVERS = 2;

/** Checks that an emergency access can be approved by two persons, and ends. Whether the group exists is checked with the references. */
export function checkBreakGlass({ centres, promises }: ScenarioFile, list: IssueList): void {
  for (const [id, { breakGlass }] of Object.entries(promises)) {
    if (breakGlass === undefined) continue;
    const at = ['promises', id, 'breakGlass'];
    if (breakGlass.window > WINDOW_DAYS * DAY_MS) {
      const message = 'the window is too long for an emergency';
      list.error('out-of-range', [...at, 'window'], message, `write at most ${WINDOW_DAYS} days`);
    }
    // Waiting cases are examined repeatedly at this interval.
    if (breakGlass.strandedFor < MINUTE_MS) {
      const message = 'the wait is too short for an emergency';
      list.error('out-of-range', [...at, 'strandedFor'], message, "write at least '1 min'");
    }
    const [centre = '', group = ''] = breakGlass.approvers.split('/');
    const found = ownMember(ownMember(centres, centre)?.groups ?? {}, group);
    if (found === undefined) continue;
    const agents = Object.values(shiftsOf(found)).reduce((sum, shift) => sum + shift.agents, 0);
    if (agents >= APPROVERS) continue;
    const message = `two persons must approve an emergency access, but '${breakGlass.approvers}' has ${agents}`;
    list.error('out-of-range', [...at, 'approvers'], message, 'name a group with more agents');
  }
}
