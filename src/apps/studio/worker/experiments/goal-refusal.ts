import { Refusal } from '../work.ts';

/** Rewords a problem with goals or guards for the page, which has no command-line options. */
export function goalRefusal(problem: { readonly message: string; readonly remedy: string }): Refusal {
  const inPage = (text: string) =>
    text
      .replace(/^--goal /, 'the goal ')
      .replace(/--goal "([^"]*)"/g, '$1')
      .replace(/--without-guard (\w+) switches a guard off/, 'switch a guard off, such as $1');
  return new Refusal(`${inPage(problem.message)}: ${inPage(problem.remedy)}`);
}
