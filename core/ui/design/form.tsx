import { type ComponentProps, type FormEvent, useEffect, useRef, useState } from "react"

/**
 * A form that is never refused out of sight: what is wrong with it comes into view and has the focus, as with the checks
 * of the browser itself.
 */
export const Form = ({
  onSubmit,
  ...rest
}: Omit<ComponentProps<"form">, "onSubmit" | "ref"> & {
  /** Over when what was wrong is known. */
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => Promise<void> | void
}) => {
  const form = useRef<HTMLFormElement>(null)
  const [tries, setTries] = useState(0)
  // A second try may end as the first did, and change nothing else on the page.
  useEffect(() => {
    if (tries > 0 && form.current !== null) showProblem(form.current)
  }, [tries])
  return (
    <form
      className="stack"
      {...rest}
      ref={form}
      onSubmit={async (event) => {
        event.preventDefault()
        await onSubmit(event)
        setTries((n) => n + 1)
      }}
    />
  )
}

/** The first field with a problem, wherever in the form it is said; else the message about the whole. */
const showProblem = (form: HTMLFormElement): void => {
  const found =
    form.querySelector<HTMLElement>('[aria-invalid="true"], .field__problem') ??
    form.querySelector<HTMLElement>('[role="alert"]')
  if (found === null) return
  const target = found.matches("fieldset") ? (controlIn(found) ?? found) : found
  if (!target.matches("input, select, textarea, button")) target.tabIndex = -1
  target.focus({ preventScroll: true })
  // With its label, and clear of whatever sticks to an edge.
  const whole = found.closest(".field") ?? target
  whole.scrollIntoView({ block: "center" })
}

const controlIn = (group: HTMLElement): HTMLElement | null =>
  group.querySelector<HTMLElement>("input, select, textarea, button")
