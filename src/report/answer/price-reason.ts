import { groupedBy, listInWords, rowAt } from '#base';
import { type Scenario, servesLanguage } from '#domain';
import { groupTitleOf, type LostWork, lostWork } from '#planning';
import { languageName } from '../document/words.ts';

/** Languages that are named. */
const ONLY_MOST = 3;

/** Why a promise costs what it costs, in a sentence: which groups it keeps away from cases that they could take, or why it keeps nobody away. */
export function priceReason(without: Scenario, promised: Scenario, restricted: readonly string[]): string {
  const all = lostWork(without, promised).filter(({ segment }) =>
    restricted.includes(without.segments[segment]?.id ?? ''),
  );
  const kept = all.filter(({ lost }) => lost.length > 0);
  if (kept.length === 0) {
    const only = all.flatMap((one) => onlySpokenIn(one, without));
    const shown = only.slice(0, ONLY_MOST);
    const more = only.length > shown.length ? [`${only.length - shown.length} more such languages`] : [];
    const why = only.length === 0 ? '' : `: ${listInWords([...shown, ...more])}`;
    return `At the start of the run, it keeps nobody away who could take these cases${why}.`;
  }
  const bySame = groupedBy(kept, ({ left, lost }) => `${lost.join()} ${left.join()}`);
  const told = [...bySame.values()].map((same) => lostInWords(same, without));
  return `At the start of the run, it keeps ${listInWords(told)}.`;
}

/** `Bangalore and Denver away from cases of India (Dublin is left)`. */
function lostInWords(same: readonly [LostWork, ...LostWork[]], scenario: Scenario): string {
  const [{ left, lost }] = same;
  const whose = listInWords(same.map(({ segment }) => scenario.segments[segment]?.title ?? ''));
  const stays = left.length === 0 ? 'nobody' : groupsInWords(left, lost, scenario);
  return `${groupsInWords(lost, left, scenario)} away from cases of ${whose} (left: ${stays})`;
}

/** Centres by their titles; where a centre has groups of the other kind as well, the groups. */
function groupsInWords(groups: readonly number[], others: readonly number[], scenario: Scenario): string {
  const centreOf = (group: number) => scenario.groups[group]?.centre ?? -1;
  const shared = new Set(others.map(centreOf));
  const names = groups.map((group) =>
    shared.has(centreOf(group))
      ? groupTitleOf(group, scenario)
      : (scenario.centres[centreOf(group)]?.title ?? ''),
  );
  return listInWords([...new Set(names)]);
}

/** `only Dublin speaks German (Germany)`; nothing for languages that are spoken everywhere, or nowhere. */
function onlySpokenIn({ languages, segment }: LostWork, scenario: Scenario): readonly string[] {
  const { centres, groups, languages: tags, segments } = scenario;
  return languages.flatMap((language) => {
    const wanted = rowAt(tags, language);
    const speak = centres.filter((_, c) =>
      groups.some(
        ({ centre, languages: spoken }) =>
          centre === c && spoken.some((own) => servesLanguage(rowAt(tags, own), wanted)),
      ),
    );
    if (speak.length === 0 || speak.length === centres.length) return [];
    const where = listInWords(speak.map(({ title }) => title));
    const verb = speak.length === 1 ? 'speaks' : 'speak';
    return [`only ${where} ${verb} ${languageName(wanted)}, which cases of ${segments[segment]?.title} need`];
  });
}
