import type { ConsultationRule, WorkModel } from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import type { Names } from './names.ts';

/** For tiers 1, 2, 3; left out if no contact needs a second agent. */
export function resolveConsultation(
  written: ScenarioFile['work']['consultation'],
  names: Names,
): Pick<WorkModel, 'consultation'> {
  const rules = [written?.tier1, written?.tier2, written?.tier3].map((rule): ConsultationRule | null => {
    if (rule === undefined) return null;
    const { atMost = 0, lengthens = 1, part, product, products, share, tier } = rule;
    const shares = names.byProduct(products, share);
    if (shares.every((one) => one === 0)) return null;
    const known = product === undefined ? {} : { product: names.products.indexOf(product) };
    const longer = lengthens === 1 ? {} : { lengthens };
    return { shares, tier, ...known, part, ...longer, waitMs: atMost };
  });
  return rules.every((rule) => rule === null) ? {} : { consultation: rules };
}
