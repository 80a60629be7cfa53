import { sumOf } from '#base';
import { chanceOfAtLeast, type Joined } from './survivors.ts';

/** What the hiring of one group is planned by. Months are counted from 0. */
export interface HiringQuestion {
  /** People at the beginning. */
  readonly staff: number;
  /** People needed, by month. */
  readonly required: readonly number[];
  /** The share of people who leave at the end of each month. */
  readonly attrition: number;
  /** Months in which a class may start, in order; the most people in one. */
  readonly classes: readonly number[];
  readonly classSize: number;
  /** Months from the start of a class until its people are productive, and their worth as a share of a full person in the months after. */
  readonly training: number;
  readonly rampUp: readonly number[];
  /** The least chance that a month's requirement is met, from 0 to 1; null: the expected staff meets it. */
  readonly safe: number | null;
}

export interface HiringMonth {
  readonly required: number;
  /** Productive people, expected. Those in ramp-up count with their share. */
  readonly inPlace: number;
  /** People who leave at the end of the month, expected; those in training among them. */
  readonly leave: number;
  /** People whose class starts in this month. */
  readonly hired: number;
  /** The chance that the productive people meet the requirement, if each stays or leaves independently. */
  readonly chance: number;
  /** How many productive people are missing, expected; with `safe`, 0 if the chance is met. No allowed class can close the gap. */
  readonly gap: number;
  /** People in place without any hiring, and the chance that they meet the requirement. */
  readonly without: number;
  readonly chanceWithout: number;
  readonly isMet: boolean;
  readonly isMetWithout: boolean;
}

export interface GroupHiring {
  readonly hires: number;
  readonly months: readonly HiringMonth[];
  /** Whether every plan with fewer hires fails. Otherwise the search ended, and `hiresLeast` are needed at least. */
  readonly isProven: boolean;
  readonly hiresLeast: number;
}

/** Expected people may miss a requirement by rounding errors of this size. */
const ROUNDING = 1e-9;
/** The search for fewer hires ends after this many plans. */
const PLANS_MOST = 5000;

/**
 * The fewest hires of a group that meet what each month requires, as far as the allowed classes can. Of plans with equally few hires, it is
 * the one with the smallest first class, then the smallest second class, and so on. Without ramp-up, the latest class that helps is the best
 * one, because people who start later have had less time to leave. With ramp-up, an earlier class may be worth more at first, so plans are
 * searched, with the plan of latest classes as the bound.
 */
export function planHiring(question: HiringQuestion): GroupHiring {
  const search = new HiringSearch(question);
  const found = search.fewest();
  const months = question.required.map((required, month): HiringMonth => {
    const people = peopleIn(question, found.hired, month);
    const [before] = people;
    const own = before === undefined ? [] : [before];
    const [inPlace, isMet] = [expectedWorth(people), meets(question, people, month)];
    return {
      required,
      inPlace,
      leave: question.attrition * sumOf(people.map((one) => one.people * one.stays)),
      hired: found.hired[question.classes.indexOf(month)] ?? 0,
      chance: chanceOfAtLeast(people, required),
      gap: isMet ? 0 : Math.max(0, required - inPlace),
      without: expectedWorth(own),
      chanceWithout: chanceOfAtLeast(own, required),
      isMet,
      isMetWithout: meets(question, own, month),
    };
  });
  const { hiresLeast, hired } = found;
  return { hires: sumOf(hired), months, isProven: hiresLeast === sumOf(hired), hiresLeast };
}

/**
 * What a person who started this many months ago is worth, as a share of a full person; 0 before the start. `isIdeal`: as if there were no
 * ramp-up.
 */
function worthAfter({ rampUp, training }: HiringQuestion, months: number, isIdeal = false): number {
  if (months < training) return 0;
  return isIdeal ? 1 : (rampUp[months - training] ?? 1);
}

function stayAfter({ attrition }: HiringQuestion, months: number): number {
  return (1 - attrition) ** months;
}

/**
 * Everybody who is on the payroll in a month. Classes from `ideal` on count as fully productive after training, which the bound of the search
 * assumes; left out: none.
 */
function peopleIn(
  question: HiringQuestion,
  hired: readonly number[],
  month: number,
  ideal = Number.POSITIVE_INFINITY,
): readonly Joined[] {
  const { classes, staff } = question;
  const joined = classes.flatMap((start, c): readonly Joined[] => {
    const [people, since] = [hired[c] ?? 0, month - start];
    if (people === 0 || since < 0) return [];
    return [{ people, stays: stayAfter(question, since), worth: worthAfter(question, since, c >= ideal) }];
  });
  return [{ people: staff, stays: stayAfter(question, month), worth: 1 }, ...joined];
}

function expectedWorth(joined: readonly Joined[]): number {
  return sumOf(joined.map(({ people, stays, worth }) => people * stays * worth));
}

/** Whether these people meet what the month requires. */
function meets({ required, safe }: HiringQuestion, joined: readonly Joined[], month: number): boolean {
  const least = required[month] ?? 0;
  if (safe !== null) return chanceOfAtLeast(joined, least) >= safe - ROUNDING;
  return expectedWorth(joined) >= least - ROUNDING;
}

class HiringSearch {
  private readonly question: HiringQuestion;
  private readonly full: readonly number[];
  /** Months that full classes meet. The others get all that the classes give. */
  private readonly reachable: readonly boolean[];
  /** By class: the hires that the months need that cannot be met. */
  private readonly least: readonly number[];
  private plans = 0;

  constructor(question: HiringQuestion) {
    this.question = question;
    const { classSize, classes, required } = question;
    this.full = classes.map(() => classSize);
    this.reachable = required.map((_, month) => meets(question, peopleIn(question, this.full, month), month));
    this.least = classes.map((start) => {
      const helps = this.reachable.some(
        (isReachable, month) => !isReachable && worthAfter(question, month - start) > 0,
      );
      return helps ? classSize : 0;
    });
  }

  fewest(): { readonly hired: readonly number[]; readonly hiresLeast: number } {
    const lowest = this.leastFrom(this.least, 0, true);
    const simple = this.latest(this.least, 0, false) ?? this.full;
    for (let most = lowest; most < sumOf(simple); most++) {
      const hired = this.within([], most);
      if (hired !== null) return { hired, hiresLeast: most };
      if (this.plans > PLANS_MOST) return { hired: simple, hiresLeast: most };
    }
    const found = this.within([], sumOf(simple));
    return { hired: found ?? simple, hiresLeast: sumOf(simple) };
  }

  /** A plan that begins so and has at most this many hires: the one that begins with the smallest classes. Null if there is none. */
  private within(begun: readonly number[], most: number): readonly number[] | null {
    const { classSize, classes } = this.question;
    if (this.plans++ > PLANS_MOST) return null;
    const rest = this.least.slice(begun.length);
    if (this.leastFrom([...begun, ...rest], begun.length, true) > most) return null;
    if (begun.length === classes.length) return this.meetsAll(begun) ? begun : null;
    const left = most - sumOf(begun);
    for (let count = this.least[begun.length] ?? 0; count <= Math.min(classSize, left); count++) {
      const found = this.within([...begun, count], most);
      if (found !== null) return found;
    }
    return null;
  }

  private meetsAll(hired: readonly number[]): boolean {
    return this.reachable.every((isReachable, month) => !isReachable || this.isMet(hired, month));
  }

  /** A lower bound of all hires if classes before `open` are fixed: as if others were fully productive after training. */
  private leastFrom(hired: readonly number[], open: number, isIdeal: boolean): number {
    const found = this.latest(hired, open, isIdeal);
    return found === null ? Number.POSITIVE_INFINITY : sumOf(found);
  }

  /** Adds hires to the latest class, from `open` on, that helps the first month that is not met. Null if none is left that does. */
  private latest(hired: readonly number[], open: number, isIdeal: boolean): readonly number[] | null {
    const { classSize, classes, required } = this.question;
    const plan = [...hired];
    for (let month = 0; month < required.length; month++) {
      while (this.reachable[month] === true && !this.isMet(plan, month, isIdeal ? open : undefined)) {
        const chosen = classes.findLastIndex(
          (start, c) =>
            c >= open && (plan[c] ?? 0) < classSize && worthAfter(this.question, month - start, isIdeal) > 0,
        );
        if (chosen < 0) return null;
        plan[chosen] = (plan[chosen] ?? 0) + 1;
      }
    }
    return plan;
  }

  private isMet(plan: readonly number[], month: number, ideal?: number): boolean {
    return meets(this.question, peopleIn(this.question, plan, month, ideal), month);
  }
}
