import { standardGaps } from '#audit';
import { DAY_MS, formatDecimal, listInWords, present } from '#base';
import { type Certificate, type EntityIndex, legalBegin, legalEnd, type Scenario } from '#domain';

/** ` for the support of Azure`: what a certificate says that it covers; empty if it says nothing. */
export function scopeText({ products, services }: Certificate, scenario: Scenario): string {
  const named = products?.map((product) => scenario.products[product]?.title ?? '');
  const support = named === undefined ? 'support' : `the support of ${listInWords(named)}`;
  const isSupport = services?.includes('support') ?? named !== undefined;
  const said = present([services?.includes('storage') === true && 'storage', isSupport && support]);
  return said.length === 0 ? '' : ` for ${listInWords(said)}`;
}

/** The certificates that each subcontractor lacked up to the horizon while the vendor had them, with the days: by entity, in the order of the scenario. */
export function gapTexts(
  scenario: Scenario,
): readonly { readonly entity: EntityIndex; readonly text: string }[] {
  return standardGaps(scenario).map(
    ({ covered: { product, service }, entity, fromEpochMs, standard, toEpochMs }) => {
      const of = product === null ? service : `the support of ${scenario.products[product]?.title ?? ''}`;
      const days = formatDecimal((toEpochMs - fromEpochMs) / DAY_MS, 1);
      const text = `no certificate on ${standard} for ${of}, as the vendor has, from ${legalBegin(fromEpochMs)} until ${legalEnd(toEpochMs)} (${days} days)`;
      return { entity, text };
    },
  );
}
