import type { OpenCasesAnswer } from '../../../worker/log/opened-cases.ts';

/** What was open, what cannot be taken over, and what is assumed. */
export function Opening({ answer }: { readonly answer: OpenCasesAnswer }) {
  const { assumptions, sentences } = answer;
  const [first, ...others] = sentences;
  return (
    <>
      <p>
        <strong>{first}</strong>
      </p>
      {others.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {assumptions.length === 0 ? null : (
        <details>
          <summary>What the log does not tell, and what is assumed</summary>
          <ul>
            {assumptions.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
