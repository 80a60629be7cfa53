import type { Channel } from '#domain';
import type { Answers, CentreAnswer, CustomersAnswer, GroupAnswer, ShiftAnswer } from './answers.ts';

/** Sample organisations to start from. All figures are invented. */

export const TEMPLATE_NAMES = ['one-desk', 'follow-the-sun', 'eea-promise'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

const phoneAndMail = (phone: number, mail: number): Readonly<Record<Channel, number>> => ({
  phone,
  'e-mail': mail,
  web: 0,
});

const group = (
  title: string,
  tier: GroupAnswer['tier'],
  languages: readonly string[],
  shifts: readonly ShiftAnswer[],
): GroupAnswer => ({ title, tier, languages, shifts });

const day = (agents: number, from: string, to: string): readonly ShiftAnswer[] => [
  { agents, days: 'mon-sun', from, to },
];

const ireland = { title: 'Ireland', country: 'IE', timeZone: 'Europe/Dublin', language: 'en' } as const;
const germany = { title: 'Germany', country: 'DE', timeZone: 'Europe/Berlin', language: 'de' } as const;
const india = { title: 'India', country: 'IN', timeZone: 'Asia/Kolkata', language: 'en' } as const;
const america = {
  title: 'United States',
  country: 'US',
  timeZone: 'America/Denver',
  language: 'en',
} as const;

const centre = (
  title: string,
  { country, timeZone }: Pick<CustomersAnswer, 'country' | 'timeZone'>,
  groups: readonly GroupAnswer[],
): CentreAnswer => ({ title, country, timeZone, groups });

export const TEMPLATES: Readonly<
  Record<TemplateName, { readonly about: string; readonly answers: Answers }>
> = {
  'one-desk': {
    about: 'one desk with opening hours, phone and e-mail, one language',
    answers: {
      title: 'One service desk',
      centres: [
        centre('Dublin', ireland, [
          group('Desk', 1, ['en'], [{ agents: 6, days: 'mon-fri', from: '08:00', to: '18:00' }]),
        ]),
      ],
      customers: [{ ...ireland, perWeek: phoneAndMail(500, 300), promise: 'none' }],
    },
  },
  'follow-the-sun': {
    about: 'three centres, each open by its own day, that take over from one another',
    answers: {
      title: 'Three centres that follow the sun',
      centres: [
        centre('Dublin', ireland, [group('First line', 1, ['en'], day(8, '07:00', '16:00'))]),
        centre('Bangalore', india, [group('First line', 1, ['en'], day(8, '06:00', '14:00'))]),
        centre('Denver', america, [group('First line', 1, ['en'], day(8, '07:00', '19:00'))]),
      ],
      customers: [
        { ...ireland, perWeek: phoneAndMail(700, 300), promise: 'none' },
        { ...india, perWeek: phoneAndMail(700, 300), promise: 'none' },
        { ...america, perWeek: phoneAndMail(700, 300), promise: 'none' },
      ],
    },
  },
  'eea-promise': {
    about: 'two centres, and German customers whose data stays in the EEA and is seen from there only',
    answers: {
      title: 'A promise to keep German data in the EEA',
      centres: [
        centre('Dublin', ireland, [
          group(
            'First line',
            1,
            ['de', 'en'],
            [
              { agents: 8, days: 'mon-sun', from: '06:00', to: '22:00' },
              { agents: 3, days: 'mon-sun', from: '22:00', to: '06:00' },
            ],
          ),
          group('Experts', 2, ['de', 'en'], day(3, '00:00', '24:00')),
        ]),
        centre('Bangalore', india, [group('First line', 1, ['en'], day(7, '00:00', '24:00'))]),
      ],
      customers: [
        { ...germany, perWeek: phoneAndMail(900, 400), promise: 'stored and seen' },
        { ...india, perWeek: phoneAndMail(900, 400), promise: 'none' },
      ],
    },
  },
};
