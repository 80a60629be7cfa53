/** Signs that the font lacks, 12 px wide, in the colour of the text beside them. */
const PATHS = {
  down: 'M3 4.5 6 7.5 9 4.5',
  right: 'M2 6h8M7 3l3 3-3 3',
  check: 'M1.8 6.4l2.9 2.9L10.2 3',
} as const;

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 12 12" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** A status has a shape as well as a colour: a check, a triangle, half a diamond. */
export function StateIcon({ state }: { readonly state: 'bad' | 'good' | 'unsure' }) {
  if (state === 'good') return <Icon name="check" />;
  return (
    <svg class="icon" viewBox="0 0 12 12" aria-hidden="true">
      {state === 'bad' ? (
        <path class="solid" d="M1.2 2.5h9.6L6 10.5z" />
      ) : (
        <>
          <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" />
          <path class="solid" d="M6 1.2 10.8 6H1.2z" />
        </>
      )}
    </svg>
  );
}
