import { formatCount, formatDecimal, formatMoney, formatShare, plural, present } from '#base';
import type { Scenario } from '#domain';
import { groupInWords } from '#planning';
import type { FeatureRow } from '#statistics';

/** What software contained and what stayed so, at what price, and how much longer the rest takes. One or two sentences for each. */
export function softwareSentences(
  rows: readonly FeatureRow<'software'>[],
  { centres, currency, software = [] }: Pick<Scenario, 'centres' | 'currency' | 'software'>,
): readonly string[] {
  return rows.flatMap((row, index) => {
    const centre = centres[software[index]?.centre ?? -1]?.title ?? '';
    const name = `${groupInWords(row.id.slice(row.id.indexOf('/') + 1), null)} in ${centre}`;
    return [containedText(name, row, currency), restText(row)].filter((text) => text !== null);
  });
}

function containedText(name: string, row: FeatureRow<'software'>, currency: string | undefined): string {
  const { cameBack, contained, containment, costPerNet, handedOver, net, netContainment, sessions } = row;
  if (sessions === 0) return `${name} had no case.`;
  const ended = `${formatCount(contained)} of ${plural(contained + handedOver, 'session')}`;
  const price = costPerNet === null ? '' : `, at ${formatMoney(costPerNet)} ${currency ?? ''} each`;
  const back =
    cameBack === 0
      ? price
      : net < 0
        ? `; ${formatCount(cameBack)} customers came back to people, some of them contained before the measured time`
        : `; ${formatCount(cameBack)} of these customers came back to people, so that ${formatCount(net)} stayed contained (${formatShare(netContainment)})${price}`;
  return `${name} contained ${ended} (${formatShare(containment)})${back}.`;
}

/** Null if nothing was handed over. */
function restText({
  allTaken,
  notForSoftware,
  notReachable,
  restFactor,
}: FeatureRow<'software'>): string | null {
  if (restFactor === null) return null;
  const others = present([
    allTaken > 0 && `${formatCount(allTaken)} found all sessions taken`,
    notReachable > 0 && `${formatCount(notReachable)} found it down`,
    notForSoftware > 0 && `${formatCount(notForSoftware)} are not for software by promise or law`,
  ]);
  const straight = others.length === 0 ? '' : ` Straight to people: ${others.join(', ')}.`;
  return `A case that it hands over takes people ${formatDecimal(restFactor, 2)} times as long as the average case would.${straight}`;
}
