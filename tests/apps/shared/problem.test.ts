import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failure, success, UserProblem } from '#base';
import {
  allOf,
  attempt,
  complained,
  interrupted,
  orRefuse,
  RefusedRequest,
  refuse,
  sentencesOf,
  together,
  unlessRefused,
} from '../../../src/apps/shared/problem.ts';

function problemOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof RefusedRequest) return error.problem;
    throw error;
  }
  throw new Error('nothing was refused');
}

const bug = () => {
  throw new TypeError('a bug');
};

describe('a refusal', () => {
  it('says what happened and what to do, each complaint on a line', () => {
    const rows = [
      { message: 'one is wrong', remedy: 'correct it' },
      { message: 'two is wrong', remedy: 'leave it out' },
    ];
    expect(() => complained('violation', rows)).toThrow(
      'one is wrong; correct it\ntwo is wrong; leave it out',
    );
    expect(() => interrupted('nothing was written')).toThrow('interrupted: nothing was written');
  });

  it('is made of what the operating system refuses, and of what a room calls a problem of the user', () => {
    const missing = problemOf(() =>
      attempt('no-such-file', 'name another', () => readFileSync('no-such-file')),
    );
    expect(sentencesOf(missing)).toEqual(['no-such-file does not exist; name another']);
    const ofRoom = problemOf(() =>
      attempt('a', 'b', () => {
        throw new UserProblem('the broker is away', 'start it');
      }),
    );
    expect(sentencesOf(ofRoom)).toEqual(['the broker is away; start it']);
  });

  it('goes through other attempts as it is, and bugs do, too', () => {
    const inner = problemOf(() => attempt('outer', 'outer remedy', () => refuse('inner', 'inner remedy')));
    expect(sentencesOf(inner)).toEqual(['inner; inner remedy']);
    expect(() => attempt('a', 'b', bug)).toThrow(TypeError);
    expect(() => unlessRefused(bug)).toThrow(TypeError);
    expect(() => allOf([1], bug)).toThrow(TypeError);
  });

  it('of several values has the complaints of all of them, unless the user interrupts', () => {
    const odd = (value: number) => (value % 2 === 1 ? value : refuse(`${value} is even`, 'add 1'));
    expect(allOf([1, 3], odd)).toEqual([1, 3]);
    expect(sentencesOf(problemOf(() => allOf([1, 2, 4], odd)))).toEqual([
      '2 is even; add 1',
      '4 is even; add 1',
    ]);
    expect(together({ one: () => odd(1), text: () => 'a' })).toEqual({ one: 1, text: 'a' });
    expect(sentencesOf(problemOf(() => together({ one: () => odd(2), two: () => odd(6) })))).toEqual([
      '2 is even; add 1',
      '6 is even; add 1',
    ]);
    const stopped = problemOf(() =>
      allOf([2, 3], (value) => (value === 3 ? interrupted('now') : odd(value))),
    );
    expect(stopped).toEqual({ kind: 'interrupted', message: 'interrupted: now' });
  });

  it('is made of a result that failed, or null takes its place', () => {
    expect(orRefuse(success(7))).toBe(7);
    expect(() => orRefuse(failure('it is damaged'), 'make it again')).toThrow('it is damaged; make it again');
    expect(() => orRefuse(failure([{ message: 'wrong', remedy: 'correct it' }]))).toThrow(
      'wrong; correct it',
    );
    expect(unlessRefused(() => refuse('no', 'yes'))).toBeNull();
    expect(unlessRefused(() => 7)).toBe(7);
  });
});
