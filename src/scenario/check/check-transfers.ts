import { CHANNELS, type Channel } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { KEYS_OF_WAY } from '../shape/transfers.ts';

/** Each way of transfer has its own keys, all of them required. */
export function checkTransfers(file: ScenarioFile, list: IssueList): void {
  for (const channel of CHANNELS) checkTransfer(file, channel, list);
}

function checkTransfer({ work }: ScenarioFile, channel: Channel, list: IssueList): void {
  const rule = work.transfer?.[channel];
  if (rule === undefined) return;
  const path = ['work', 'transfer', channel];
  const { otherwise, way } = rule;
  const needed: readonly string[] = [...KEYS_OF_WAY[way], ...(otherwise === 'go on' ? ['speed'] : [])];
  for (const key of ['handOver', 'atMost', 'otherwise', 'speed'] as const) {
    const isThere = rule[key] !== undefined;
    if (isThere === needed.includes(key)) continue;
    if (isThere) {
      const message = `'${key}' does not apply to a transfer that is ${way}`;
      list.error('alternatives', [...path, key], message, 'remove it', 'key');
    } else {
      const message = `the key '${key}' is missing: the transfer is ${way}`;
      list.error('missing-key', [...path, key], message, `write '${key}', or another 'way'`);
    }
  }
}
