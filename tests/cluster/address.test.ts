import { describe, expect, it } from 'vitest';
import { addressOf, VARIABLES } from '#cluster';

const NO_FILE = () => ({ ok: false as const, problem: 'secret.txt does not exist' });

describe('the address of a broker', () => {
  it('has defaults', () => {
    const read = addressOf('redis://broker.example', {}, NO_FILE);
    expect(read).toMatchObject({
      ok: true,
      value: { host: 'broker.example', port: 6379, database: 0, username: null, password: null, tls: null },
    });
    expect(addressOf('rediss://[::1]:6380/3', {}, NO_FILE)).toMatchObject({
      ok: true,
      value: { host: '::1', port: 6380, database: 3, tls: { ca: null }, shown: 'rediss://[::1]:6380/3' },
    });
  });

  it('is completed from the environment, and its printed form holds no secret', () => {
    const environment = { [VARIABLES.password]: 'p4ss', [VARIABLES.username]: 'planner' };
    const read = addressOf('redis://broker:7000', environment, NO_FILE);
    expect(read).toMatchObject({ ok: true, value: { username: 'planner', password: 'p4ss' } });
    const fromFile = addressOf('redis://broker', { [VARIABLES.passwordFile]: 'secret.txt' }, (path) => ({
      ok: true,
      value: `of ${path}\n`,
    }));
    expect(fromFile).toMatchObject({ ok: true, value: { password: 'of secret.txt' } });
    const whole = 'redis://planner:p%4055@broker:7000';
    const inEnvironment = addressOf(whole, { [VARIABLES.url]: whole }, NO_FILE);
    expect(inEnvironment).toMatchObject({ ok: true, value: { username: 'planner', password: 'p@55' } });
    for (const one of [read, inEnvironment]) expect(one.ok && one.value.shown).toBe('redis://broker:7000');
  });

  it.each([
    ['redis://:p4ss@broker', 'everybody on this machine can read'],
    ['redis://planner:p4ss@broker', 'everybody on this machine can read'],
    ['http://broker', 'not the address of a broker'],
    ['http://u:p4ss@broker', 'not the address of a broker'],
    ['redis://broker?password=p4ss', 'has more than an address in it'],
    ['redis://broker/0?password=x@p4ss', 'has more than an address in it'],
    ['redis://broker#p4ss', 'has more than an address in it'],
    ['redis://planner:12/p4ss@broker', 'not the number of a database'],
    ['redis://broker/p4ss', 'not the number of a database'],
    ['redis://broker:p4ss', 'not the address of a broker'],
    ['planner:p4ss@broker:6379', 'not the address of a broker'],
    ['redis:/:p4ss@broker', 'not the address of a broker'],
    ['broker:6379', 'not the address of a broker'],
    ['redis://', 'not the address of a broker'],
    ['', 'not the address of a broker'],
    ['redis://broker/first', 'not the number of a database'],
    ['redis://broker?tls=no', 'has more than an address in it'],
  ])('is refused with a remedy and without its secrets: %s', (text, why) => {
    const read = addressOf(text, {}, NO_FILE);
    expect(read).toMatchObject({ ok: false, problem: { problem: expect.stringContaining(why) } });
    expect(JSON.stringify(read)).not.toContain('p4ss');
  });

  it.each(['redis://planner:p4ss%zz@broker', 'redis://pl%anner:p4ss@broker', 'rediss://:%@broker'])(
    'is refused if wrongly encoded, also in the environment: %s',
    (text) => {
      const read = addressOf(text, { [VARIABLES.url]: text }, NO_FILE);
      expect(read).toMatchObject({ ok: false, problem: { remedy: expect.stringContaining('%25') } });
      expect(JSON.stringify(read)).not.toContain('p4ss');
    },
  );

  it('names a file that cannot be read', () => {
    for (const variable of [VARIABLES.passwordFile, VARIABLES.ca]) {
      const read = addressOf('rediss://broker', { [variable]: 'secret.txt' }, NO_FILE);
      expect(read).toMatchObject({
        ok: false,
        problem: { problem: 'secret.txt does not exist', remedy: expect.stringContaining(variable) },
      });
    }
  });
});
