import { assert } from '#base';
import type { Answers } from './answers.ts';
import { readSheet } from './read-sheet.ts';

/** Sample organisations to start from. All figures are invented. */
export const TEMPLATE_NAMES = ['one-desk', 'follow-the-sun', 'eea-promise'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

interface Template {
  readonly about: string;
  readonly answers: Answers;
}

const HEAD = 'row,place,country,time zone,languages,group,tier,agents,days,from,to,phone,e-mail,promise';

/** A sheet as users write one. */
function template(about: string, title: string, ...rows: readonly string[]): Template {
  return {
    about,
    get answers() {
      const read = readSheet([HEAD, ...rows].join('\n'), title, title);
      assert(read.ok, `the sheet '${title}' is right`);
      return read.value;
    },
  };
}

export const TEMPLATES: Readonly<Record<TemplateName, Template>> = {
  'one-desk': template(
    'one desk with opening hours, phone and e-mail, one language',
    'One service desk',
    'shift,Dublin,IE,Europe/Dublin,en,Desk,1,6,mon-fri,08:00,18:00,,,',
    'volume,Ireland,IE,Europe/Dublin,en,,,,,,,500,300,',
  ),
  'follow-the-sun': template(
    'three centres, each open by its own day, that take over from one another',
    'Three centres that follow the sun',
    'shift,Dublin,IE,Europe/Dublin,en,First line,1,8,mon-sun,07:00,16:00,,,',
    'shift,Bangalore,IN,Asia/Kolkata,en,First line,1,8,mon-sun,06:00,14:00,,,',
    'shift,Denver,US,America/Denver,en,First line,1,8,mon-sun,07:00,19:00,,,',
    'volume,Ireland,IE,Europe/Dublin,en,,,,,,,700,300,',
    'volume,India,IN,Asia/Kolkata,en,,,,,,,700,300,',
    'volume,United States,US,America/Denver,en,,,,,,,700,300,',
  ),
  'eea-promise': template(
    'two centres, and German customers whose data stays in the EEA and is seen from there only',
    'A promise to keep German data in the EEA',
    'shift,Dublin,IE,Europe/Dublin,de en,First line,1,8,mon-sun,06:00,22:00,,,',
    'shift,Dublin,IE,Europe/Dublin,de en,First line,1,3,mon-sun,22:00,06:00,,,',
    'shift,Dublin,IE,Europe/Dublin,de en,Experts,2,3,mon-sun,00:00,24:00,,,',
    'shift,Bangalore,IN,Asia/Kolkata,en,First line,1,7,mon-sun,00:00,24:00,,,',
    'volume,Germany,DE,Europe/Berlin,de,,,,,,,900,400,stored and seen',
    'volume,India,IN,Asia/Kolkata,en,,,,,,,900,400,',
  ),
};
