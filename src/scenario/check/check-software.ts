import type { IssueList } from '../issue-list.ts';
import { keysAt } from '../read/source-tree.ts';
import { softwareIn, usualShare } from '../resolve/software.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** What a group of software may say beside `automated`. */
const KEYS: readonly string[] = ['automated', 'languages', 'channels', 'products', 'source', 'note'];

/** Checks groups that are software, and what only they have. */
export function checkSoftware(file: ScenarioFile, list: IssueList): void {
  const replays = Object.values(file.segments).some(({ trace }) => trace !== undefined);
  for (const { automated, centre, id } of softwareIn(file)) {
    const path = ['centres', centre, 'groups', id];
    for (const key of keysAt(list.root, path)) {
      if (KEYS.includes(key)) continue;
      const remedy = "remove it, or 'automated'";
      list.error('alternatives', [...path, key], `software has no '${key}'`, remedy, 'key');
    }
    const own = [...path, 'automated'];
    const { degradations, patience, price, sessions, whenFull } = automated;
    const usual = usualShare(automated);
    if (whenFull === 'wait' && sessions === undefined) {
      const message = 'no case ever waits for one of any number of sessions';
      list.error('alternatives', [...own, 'whenFull'], message, "write 'sessions', or remove 'whenFull'");
    }
    if (whenFull === 'people' && patience !== undefined) {
      const message = "'patience' has no effect, since no case waits for a session";
      list.error(
        'alternatives',
        [...own, 'patience'],
        message,
        "write 'whenFull: wait', or remove it",
        'key',
      );
    }
    if (degradations !== undefined && usual === 0) {
      const message = 'software that contains nothing cannot contain less';
      list.error(
        'alternatives',
        [...own, 'degradations'],
        message,
        "write a larger 'contains', or remove it",
        'key',
      );
    }
    const { planned = [], random } = degradations ?? {};
    const shares = planned.map(({ to }, k) => ({ to, at: ['planned', k, 'to'] }));
    if (random !== undefined) shares.push({ to: random.to, at: ['random', 'to'] });
    for (const { at, to } of shares) {
      if (usual === 0 || to <= usual) continue;
      const message = `it contains ${usual} of its sessions, and ${to} is more`;
      const remedy = `write at most ${usual}`;
      list.error('out-of-range', [...own, 'degradations', ...at], message, remedy);
    }
    if (price !== undefined && file.currency === undefined) {
      const message = "prices are written, and the key 'currency' is missing";
      list.error('missing-key', ['currency'], message, "write 'currency: EUR' at the top");
    }
    if (replays && automated.selection > 0) {
      const message = "handle times are replayed, so that nobody knows which cases 'selection' would choose";
      list.error('alternatives', [...own, 'selection'], message, "write 'selection: 0'");
    }
  }
}
