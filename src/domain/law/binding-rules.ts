import type { DatedFact } from './dated-fact.ts';
import { OPEN, summer, winter } from './instants.ts';
import type { ExportRegime } from './regimes.ts';
import { inPart, SOURCES, verified } from './sources.ts';

/** The data that the rules cover: the group's own, or that of its customers. */
export const BINDING_RULES_HOLDERS = ['controller', 'processor'] as const;
export type BindingRulesHolder = (typeof BINDING_RULES_HOLDERS)[number];

/**
 * Who must have approved.
 *
 * | approval | meaning |
 * |---|---|
 * | each-authority | the authority of each exporting state, led by one of them |
 * | lead-authority | the lead authority of the EEA, for all states |
 * | commissioner | the regime's own commissioner, whatever others have approved |
 * | notification | nobody; the rules are notified to the commissioner |
 * | commissioner-or-adequate-state | the commissioner, or the authority of a state that is recognised as adequate |
 */
export const BINDING_RULES_APPROVALS = [
  'each-authority',
  'lead-authority',
  'commissioner',
  'notification',
  'commissioner-or-adequate-state',
] as const;
export type BindingRulesApproval = (typeof BINDING_RULES_APPROVALS)[number];

/** When binding corporate rules can carry a transfer within a group, and who must approve them. */
export interface BindingRules extends DatedFact {
  readonly regime: ExportRegime;
  readonly holders: readonly BindingRulesHolder[];
  readonly approval: BindingRulesApproval;
}

const GDPR = summer('2018-05-25');
const SWISS_NEW_ACT = summer('2023-09-01');

export const BINDING_RULES: readonly BindingRules[] = [
  {
    id: 'BCR_CONTROLLER_DIRECTIVE',
    regime: 'EEA',
    holders: ['controller'],
    approval: 'each-authority',
    validFromMs: summer('2003-06-03'),
    validToMs: GDPR,
    ...verified(SOURCES.bindingRules),
    note: 'From WP 74. The first rules were approved in 2005; since October 2008 many authorities recognised the lead (both remembered).',
  },
  {
    id: 'BCR_PROCESSOR_DIRECTIVE',
    regime: 'EEA',
    holders: ['processor'],
    approval: 'each-authority',
    validFromMs: winter('2013-01-01'),
    validToMs: GDPR,
    ...inPart(SOURCES.bindingRules),
    note: 'WP 195 of 6 June 2012; applications from 1 January 2013',
  },
  {
    id: 'BCR_GDPR',
    regime: 'EEA',
    holders: ['controller', 'processor'],
    approval: 'lead-authority',
    validFromMs: GDPR,
    validToMs: OPEN,
    ...inPart(SOURCES.bindingRules),
    note:
      'Art. 47, after an opinion of the board. Authorisations under the directive stay valid (Art. 46(5), remembered). Rules led by the ' +
      'British commissioner needed a new lead in the EEA by the end of 2020.',
  },
  {
    id: 'BCR_UK',
    regime: 'UK',
    holders: ['controller', 'processor'],
    approval: 'commissioner',
    validFromMs: winter('2021-01-01'),
    validToMs: OPEN,
    ...verified(SOURCES.ukBindingRules),
    note:
      'Rules that the commissioner had authorised before the end of the transition go on. An approval in the EEA alone is none here; ' +
      'since 19 December 2023 an addendum to the EEA rules can be approved instead of separate rules.',
  },
  {
    id: 'BCR_CH_1992',
    regime: 'CH',
    holders: ['controller', 'processor'],
    approval: 'notification',
    validFromMs: winter('2008-01-01'),
    validToMs: SWISS_NEW_ACT,
    ...verified(SOURCES.swissAct),
    note: 'Art. 6(2)(g) and 6(3): within one group, the commissioner is told of the rules and examines them within 30 days.',
  },
  {
    id: 'BCR_CH_2020',
    regime: 'CH',
    holders: ['controller', 'processor'],
    approval: 'commissioner-or-adequate-state',
    validFromMs: SWISS_NEW_ACT,
    validToMs: OPEN,
    ...inPart(SOURCES.swissActNew),
    note: 'Art. 16(2)(e)',
  },
];
