import { CHANNELS } from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** An arrival profile that applies to nothing is mostly a misspelt channel. */
export function checkUse(file: ScenarioFile, list: IssueList): void {
  const byName: readonly string[] = [...CHANNELS, 'written'];
  const chosen = Object.values(file.segments).flatMap(({ profiles }) => Object.values(profiles ?? {}));
  for (const id of Object.keys(file.profiles)) {
    if (byName.includes(id) || chosen.includes(id)) continue;
    const message = `no segment chooses the profile '${id}', and it is not the name of a channel`;
    list.warn('not-used', ['profiles', id], message, suggestion(id, byName, 'channel'), 'key');
  }
}
