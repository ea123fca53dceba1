/** JSON as it was stored, for whoever has to understand what went wrong. What scrolls is reachable by keyboard. */
export const Payload = ({ label, value }: { label: string; value: unknown }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="payload" aria-label={label} tabIndex={0}>
    {JSON.stringify(value, null, 2)}
  </section>
)
