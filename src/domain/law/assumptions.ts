import { inPart, type Reference, SOURCES } from './sources.ts';

/** An assumption that the tables make for many rows at once. */
export interface Assumption extends Reference {
  readonly id: string;
  readonly text: string;
}

function assumed(source: string): Reference {
  return { source, confidence: 'assumed' };
}

export const ASSUMPTIONS: readonly Assumption[] = [
  {
    id: 'CIVIL_DAYS',
    text: 'A day of the law begins at 00:00 in Brussels; a day of an act of the United Kingdom begins at 00:00 in London.',
    ...assumed(SOURCES.definition),
  },
  {
    id: 'DAY_OF_JUDGMENT',
    text: 'What a court or an authority strikes down is gone for the whole of that day.',
    ...assumed(SOURCES.definition),
  },
  {
    id: 'DAY_OF_DECISION',
    text: 'A decision of the Commission counts from the day of its adoption. It takes effect on notification, which may be days later.',
    ...assumed(SOURCES.definition),
  },
  {
    id: 'UNTIL_A_DAY',
    text:
      'A basis that holds until a day holds for the whole of that day, as terms of EU law do: clauses of the EU until 27 December 2022, those ' +
      'for Switzerland until 31 December 2022, the adequacy of the United Kingdom until 27 December 2031. There is an exception: the British ' +
      'end of the older clauses, "until 21 March 2024", is read without that day, since law firms read it so (no longer sufficient as of 21 ' +
      'March 2024). It is the prudent reading; the act itself was not read.',
    ...inPart(SOURCES.ukClausesEnd, SOURCES.clauses),
  },
  {
    id: 'IMPORTERS_OUTSIDE_GDPR',
    text:
      'Where a scenario does not say whether the GDPR applies to what a company does with the data (`gdpr`), it applies to companies in the ' +
      'EU and the EEA (Art. 3(1)). It does not to processors elsewhere: a processor is not under it only because its customers are. Of ' +
      'controllers elsewhere nobody can say, since they may offer services to people in the Union (Art. 3(2)).',
    ...assumed(SOURCES.territorialScope),
  },
  {
    id: 'EEA_EFTA_SAME_DAY',
    text:
      'In Iceland, Liechtenstein and Norway the decisions of the Commission on adequacy and on clauses apply from the same day as in the EU. ' +
      'The Joint Committee takes them into the EEA Agreement, mostly later. Its decision 83/1999 on Directive 95/46/EC has the three states ' +
      'apply a decision on adequacy unless they notify otherwise, and leaves them free for one on clauses; its decision 154/2018 on the GDPR ' +
      'lets them apply a decision on adequacy before it is taken in (Art. 45(1a)). That they did so without exception is remembered. ' +
      'Of a decision that is known to be pending (`pendingIn`), it is not assumed: whether it carries data under their law is open.',
    ...inPart(SOURCES.eeaAdaptations, SOURCES.jointCommittee),
  },
  {
    id: 'EEA_EFTA_JUDGMENTS',
    text:
      'What the Court of Justice declares void is void in Iceland, Liechtenstein and Norway on the same day, as their authorities said. ' +
      'This is disputed: the Joint Committee took Safe Harbor out of the EEA Agreement with effect from 12 December 2015.',
    ...inPart(SOURCES.safeHarborEea),
  },
  {
    id: 'PROVISIONAL_EEA',
    text: 'A new member of the EEA counts from the provisional application of its accession.',
    ...assumed(SOURCES.efta),
  },
  {
    id: 'SWISS_LIST',
    text:
      'The list of the Swiss commissioner counts as if it had bound. Until September 2023 it guided exporters, who had to judge themselves. ' +
      'Data of legal persons, which the act of 1992 protected too, is left out.',
    ...assumed(SOURCES.swissList),
  },
  {
    id: 'BEFORE_SWISS_RULES',
    text: 'Before 2008 no list, clauses or binding rules are known for Swiss exports; none of them can carry one.',
    ...assumed(SOURCES.swissAct),
  },
  {
    id: 'UNCHANGED_PROCESSING',
    text: 'A contract on clauses that are closed holds until they lapse. The law asks that the processing is unchanged; a scenario does not say.',
    ...assumed(SOURCES.clauses),
  },
];
