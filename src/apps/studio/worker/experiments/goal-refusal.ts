import { Refusal } from '../work.ts';

/** A problem of goals or guards in the words of the page, which has no options. */
export function goalRefusal(problem: { readonly message: string; readonly remedy: string }): Refusal {
  const inPage = (text: string) =>
    text
      .replace(/^--goal /, 'the goal ')
      .replace(/--goal "([^"]*)"/g, '$1')
      .replace(/--without-guard (\w+) switches a guard off/, 'switch a guard off, such as $1');
  return new Refusal(`${inPage(problem.message)}: ${inPage(problem.remedy)}`);
}
