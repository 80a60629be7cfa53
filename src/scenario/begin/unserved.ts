import { servesLanguage, type Tier } from '#domain';
import type { Answers, CentreAnswer, CustomersAnswer } from './answers.ts';
import { isInEea, tiersReached } from './scenario-text.ts';

type Wanted = Pick<CustomersAnswer, 'language' | 'promise'>;

/** The lowest tier that these customers' cases reach and at which nobody who may see them speaks their language; null if there is none. */
export function unservedTier(centres: Answers['centres'], wanted: Wanted): Tier | null {
  const tiers = centres.flatMap(({ groups }) => groups.map(({ tier }) => tier));
  return tiersReached(tiers).find((tier) => !isServed(centres, tier, wanted)) ?? null;
}

function isServed(centres: readonly CentreAnswer[], tier: Tier, { language, promise }: Wanted): boolean {
  return centres
    .filter(({ country }) => promise !== 'stored and seen' || isInEea(country))
    .flatMap(({ groups }) => groups)
    .some(
      (group) => group.tier === tier && group.languages.some((spoken) => servesLanguage(spoken, language)),
    );
}
