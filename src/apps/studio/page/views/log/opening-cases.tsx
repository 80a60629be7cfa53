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
      <FoldedLines title="What the log does not tell, and what is assumed" lines={assumptions} />
    </>
  );
}

/** Sentences about a log, folded away; nothing without any. */
export function FoldedLines({ lines, title }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <ul>
        {lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    </details>
  );
}
