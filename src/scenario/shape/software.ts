import { SEVERITIES } from '#domain';
import { distribution } from './distribution.ts';
import { byWord, list, oneOf, perWord } from './leaf.ts';
import { record } from './record.ts';
import { duration, instant, number, reference, share, wholeNumber, word } from './values.ts';

const containment = 'Share of sessions that contain the case';

const price = (what: string) =>
  number(`Price of ${what}, in the currency. Default: 0.`, [0, 1e6], 0.5).prefault(0);

/** A group of software that answers before people do. */
export const automated = record(
  'The group is software that cases try once before people do. It has no tier, no shifts and no wage. What it does not contain goes to tier 1, as a case that arrives then.',
  {
    sessions: wholeNumber(
      'Cases that it can have at a time. Default: any number.',
      [1, 1_000_000],
      20,
    ).optional(),
    whenFull: word('What a case does while all sessions are taken. Default: it goes to people.', [
      'people',
      'wait',
    ] as const).prefault('people'),
    patience: distribution(
      'How long a case waits for a session; then it goes to people. Default: for ever.',
    ).optional(),
    time: distribution('Length of a session.'),
    contains: oneOf(`${containment}: one for all, or by product and severity.`, [
      share(`${containment}.`, 0.4),
      record(null, {
        default: share(`${containment}, where nothing else is said.`, 0.4),
        products: byWord(`${containment}, by product.`, share('The share.', 0.6)).prefault({}),
        severities: perWord(
          `${containment}, by severity. It comes before that of the product.`,
          SEVERITIES,
          () => share('The share.', 0.1).optional(),
        ).prefault({}),
      }),
    ]),
    selection: share(
      'Correlation of being contained with little work at the first contact with people: 0 for none; 1: the shortest cases are contained. Default: 0.35.',
      0.35,
    ).prefault(0.35),
    lostContext: share(
      'Share of the session that people work again after a hand-over. Default: 0.',
      0.2,
    ).optional(),
    comesBack: record(
      'Customers whose case was contained, and who come to people nevertheless. Default: nobody.',
      {
        share: share('Their share.', 0.2),
        after: distribution('How long after the session.'),
      },
    ).optional(),
    countsFrom: word('Where clocks of waits and targets of people start. Default: at the hand-over.', [
      'hand-over',
      'arrival',
    ] as const).prefault('hand-over'),
    degradations: record('Times at which it contains less, unnoticed by staff and routing.', {
      planned: list(
        'Planned ones.',
        record('A time at which it contains less.', {
          from: instant('When it starts.'),
          for: duration('How long it lasts.', { above: 0, example: '6 h' }),
          to: share('What the default share is then. Others change in proportion.', 0.2),
        }),
      ).prefault([]),
      random: record('Random ones, from their own random stream.', {
        to: share('What the default share is then. Others change in proportion.', 0.2),
        every: duration('Mean time from the end of one to the next, exponential.', {
          above: 0,
          example: '60 days',
        }),
        for: duration('Mean length, exponential.', { above: 0, example: '4 h' }),
      }).optional(),
    }).optional(),
    model: record('Where the model runs. Default: where the case is stored, by the same company.', {
      entity: reference('The company that runs it: a key of entities.', 'vendor'),
      dataCentre: reference('Where cases are processed: a key of dataCentres.', 'dublin-dc'),
      learns: word('Whether it learns from the cases. Default: no.', ['yes', 'no'] as const).prefault('no'),
    }).optional(),
    price: record('What it costs. Default: nothing.', {
      session: price('a session'),
      contained: price('a contained case'),
    }).optional(),
  },
);
