import { ownMember } from '#base';
import type { Channel, Tier } from '#domain';
import type { CentreFile, GroupFile } from '../shape/scenario-file.ts';

/** A combination of skills that must be served. */
export interface Need {
  readonly tier: Tier;
  readonly product: string;
  readonly channel: Channel;
  readonly language: string;
}

/** A group with agents, prepared for skill checks. */
export interface Candidate {
  readonly group: GroupFile;
  readonly centre: CentreFile;
  readonly speeds: Readonly<Record<string, number>>;
}

/** Whether an agent who speaks the one language serves the other. */
export type Serves = (spoken: string, wanted: string) => boolean;

interface SkillRule {
  lacks(one: Candidate, need: Need, serves: Serves): boolean;
  message(need: Need, before: number): string;
  remedy(need: Need): string;
}

/** The skills in the order in which routing checks them. */
export const SKILL_RULES: readonly SkillRule[] = [
  {
    lacks: ({ group }, { tier }) => group.tier !== tier,
    message: ({ tier }) => `there is no group with agents at tier ${tier}`,
    remedy: ({ tier }) => `add a group of tier ${tier}, or set the escalation to it to 0`,
  },
  {
    lacks: ({ group }, { channel }) => !group.channels.includes(channel),
    message: ({ tier, channel }, before) =>
      `of the groups at tier ${tier} (${before}), none answers ${channel}`,
    remedy: ({ channel }) => `add '${channel}' to the channels of a group`,
  },
  {
    lacks: ({ group }, { language }, serves) => !group.languages.some((spoken) => serves(spoken, language)),
    message: ({ tier, channel, language }, before) =>
      `of the groups at tier ${tier} that answer ${channel} (${before}), none speaks ${language}`,
    remedy: ({ language }) => `add '${language}' to the languages of a group`,
  },
  {
    lacks: ({ speeds }, { product }) => !((ownMember(speeds, product) ?? 0) > 0),
    message: ({ language, product }, before) =>
      `of the groups that speak ${language} (${before}), none knows '${product}'`,
    remedy: ({ product }) => `add '${product}' to the products of a group`,
  },
];
