import type { IssueList } from '../issue-list.ts';
import type { CentreCalendar } from '../resolve/calendars.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** What the parts of a file say together. Runs also on a file whose wrong values have stand-ins. */
export function checkMeaning(_file: ScenarioFile, _list: IssueList): void {}

/** What the whole says of the world. Runs on files in which everything else is right. */
export function checkWorld(_file: ScenarioFile, _calendars: ReadonlyMap<string, CentreCalendar>, _list: IssueList): void {}
