import { shown } from '#base';
import { CHANNELS, TIERS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { speedsOf } from '../resolve/groups.ts';
import { shiftsOf } from '../resolve/headcounts.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

type RuleFile = NonNullable<NonNullable<ScenarioFile['work']['consultation']>['tier1']>;

/** A time limit requires a wait, and a contact that waits for a colleague must not be paused or interrupted. */
export function checkConsultation(file: ScenarioFile, list: IssueList): void {
  for (const { path, rule } of rulesOf(file)) {
    const { atMost, whenNobodyIsFree } = rule;
    const waits = whenNobodyIsFree === 'wait';
    if (waits && atMost === undefined) {
      const message = "the key 'atMost' is missing: how long does the contact wait?";
      list.error('missing-key', [...path, 'atMost'], message, "write 'atMost: 5 min', or 'go on alone'");
    }
    if (!waits && atMost !== undefined) {
      const message = "'atMost' has no effect on a contact that continues alone at once";
      list.error('alternatives', [...path, 'atMost'], message, "remove it, or write 'wait'", 'key');
    }
    const what = waits ? interruptionIn(file) : null;
    if (what === null) continue;
    const message = `a contact that waits for a second agent would be paused or interrupted because of ${what}`;
    const remedy = "write 'go on alone', or remove preemption and 'pause' for work in hand";
    list.error('alternatives', [...path, 'whenNobodyIsFree'], message, remedy);
  }
}

/** The key that lets contacts be paused or interrupted; null if there is none. */
function interruptionIn({ routing, work }: ScenarioFile): string | null {
  if (routing?.preemption !== undefined) return "'routing.preemption'";
  for (const key of ['shiftEnd', 'outage', 'absence'] as const) {
    for (const channel of CHANNELS) {
      const policy = work[key]?.[channel];
      const policies = typeof policy === 'object' ? [policy.A, policy.B, policy.C] : [policy];
      if (policies.includes('pause')) return `'work.${key}.${channel}'`;
    }
  }
  return null;
}

/** Checks that there is somebody who could be consulted. */
export function checkConsulted(file: ScenarioFile, list: IssueList): void {
  const products = Object.keys(file.products);
  const groups = Object.values(file.centres)
    .flatMap((centre) => Object.values(centre.groups))
    .filter((group) => Object.values(shiftsOf(group)).some(({ agents }) => agents > 0));
  for (const { path, rule } of rulesOf(file)) {
    const { product, products: shares, share, tier } = rule;
    const asking = products.filter((name) => (Object.hasOwn(shares, name) ? shares[name] : share) !== 0);
    const wanted = product === undefined || asking.length === 0 ? asking : [product];
    const unknown = wanted.find((name) =>
      groups.every((group) => group.tier !== tier || !((speedsOf(group.products, products)[name] ?? 0) > 0)),
    );
    if (unknown === undefined) continue;
    const message = `no group with agents at tier ${tier} knows '${shown(unknown)}'`;
    const remedy = 'add such a group, or name another tier or another product';
    list.error('no-eligible-group', [...path, 'tier'], message, remedy);
  }
}

function rulesOf({ work }: ScenarioFile) {
  return TIERS.flatMap((tier) => {
    const rule: RuleFile | undefined = work.consultation?.[`tier${tier}`];
    return rule === undefined ? [] : [{ rule, path: ['work', 'consultation', `tier${tier}`] }];
  });
}
