import { CHANNELS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import type { SourcePath } from '../read/source-tree.ts';
import { placesOf } from '../resolve/routing.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { checkSum } from './check-shares.ts';

type RoutingFile = NonNullable<ScenarioFile['routing']>;
type KindFile = NonNullable<RoutingFile['allocation']>['kinds'][number];

/** How cases are allocated: one way for each kind, and none beside other queues of places. */
export function checkAllocation(file: ScenarioFile, list: IssueList): void {
  const { allocation, commitment } = file.routing ?? {};
  if (allocation === undefined) return;
  const path = ['routing', 'allocation'];
  if (commitment !== undefined) {
    const message =
      'an allocation decides before a case looks for an agent, a commitment only if nobody is free';
    list.error('alternatives', path, message, "write either 'allocation' or 'commitment'", 'key');
  }
  for (const channel of CHANNELS) {
    if (file.lines?.[channel]?.waiting === undefined) continue;
    const message =
      'a case is accepted before it is allocated, so it is not known whether it would have to wait';
    list.error('alternatives', path, message, `remove it, or 'lines.${channel}.waiting'`, 'key');
  }
  const places = placesOf(allocation.to, file).length;
  allocation.kinds.forEach((kind, k) => {
    checkKind(kind, [...path, 'kinds', k], list);
    if (kind.bestOf === undefined || kind.bestOf <= places) return;
    const message = `${kind.bestOf} places are drawn, but the scenario has ${places}`;
    list.error('out-of-range', [...path, 'kinds', k, 'bestOf'], message, `write at most ${places}`);
  });
}

function checkKind({ bestOf, by, shares }: KindFile, path: SourcePath, list: IssueList): void {
  if ((bestOf === undefined) === (shares === undefined)) {
    const message = `a kind is allocated by shares or to the best of several places, and ${shares === undefined ? 'neither is' : 'both are'} given`;
    list.error('alternatives', path, message, "write either 'shares' or 'bestOf'");
  }
  if (shares !== undefined) checkSum(shares, [...path, 'shares'], list);
  if (by === undefined || bestOf !== undefined) return;
  const message = "'by' chooses among places that 'bestOf' draws";
  list.error('alternatives', [...path, 'by'], message, "remove it, or write 'bestOf: 2'", 'key');
}
