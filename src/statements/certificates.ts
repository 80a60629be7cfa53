import { standardGaps } from '#audit';
import { DAY_MS, formatDecimal, listInWords } from '#base';
import { type Certificate, type EntityIndex, legalBegin, legalEnd, type Scenario } from '#domain';

/** ` for the support of Azure`: what a certificate says that it covers; empty if it says nothing. */
export function scopeText({ products, services }: Certificate, scenario: Scenario): string {
  const named = products?.map((product) => scenario.products[product]?.title ?? '');
  const support = named === undefined ? 'support' : `the support of ${listInWords(named)}`;
  const isSupport = services?.includes('support') ?? named !== undefined;
  const said = [
    ...(services?.includes('storage') === true ? ['storage'] : []),
    ...(isSupport ? [support] : []),
  ];
  return said.length === 0 ? '' : ` for ${listInWords(said)}`;
}

/** The certificates that a subcontractor lacked during the run while the vendor had them; nothing if no promise asks for them. */
export function lackTexts(scenario: Scenario, entity: EntityIndex): readonly string[] {
  const isPromised = scenario.promises.some(
    ({ subcontractorStandard }) => subcontractorStandard !== undefined,
  );
  return isPromised ? gapTexts(scenario, entity) : [];
}

/** The certificates that a subcontractor lacked up to the horizon while the vendor had them, each with its days. */
export function gapTexts(scenario: Scenario, entity: EntityIndex): readonly string[] {
  return standardGaps(scenario)
    .filter((gap) => gap.entity === entity)
    .map(({ covered: { product, service }, fromEpochMs, standard, toEpochMs }) => {
      const of = product === null ? service : `the support of ${scenario.products[product]?.title ?? ''}`;
      const days = formatDecimal((toEpochMs - fromEpochMs) / DAY_MS, 1);
      return `no certificate on ${standard} for ${of}, as the vendor has, from ${legalBegin(fromEpochMs)} until ${legalEnd(toEpochMs)} (${days} days)`;
    });
}
