import { useEffect, useId, useRef } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { usePendingCount } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useHands } from "./hands.tsx"
import type { PinProblem } from "./pin-problem.ts"
import { type PinWords, pinWords } from "./pin-words.ts"
import { usePin } from "./use-pin.ts"
import "./pin-pad.css"

/** Ten digits under one thumb. A keyboard types into the field above them, which a screen reader reads, too. */
export const PinPad = ({ hint, onDone }: { hint: string; onDone: () => void }) => {
  const words = useWords(pinWords)
  const { person } = useHands()
  const pending = usePendingCount()
  const { pin, type, enter, lock, complete, busy, blocked, seconds, problem } = usePin(onDone)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  // A key that was pressed is out of use while the hub decides, and would take the focus with it.
  useEffect(() => {
    if (!busy) field.current?.focus()
  }, [busy])
  return (
    <form
      className="pin"
      onSubmit={(event) => {
        event.preventDefault()
        enter()
      }}
    >
      <p className="pin__hint" id={`${id}-hint`}>
        {hint}
      </p>
      <label className="pin__field">
        <span className="pin__label">{words.pin}</span>
        <input
          ref={field}
          type="password"
          inputMode="none"
          autoComplete="one-time-code"
          aria-describedby={`${id}-hint ${id}-problem`}
          aria-invalid={problem?.kind === "wrong" ? true : undefined}
          value={pin}
          readOnly={blocked}
          onChange={(event) => type(event.target.value)}
        />
        <span className="pin__dots" aria-hidden="true">
          {Array.from({ length: Math.max(4, pin.length) }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is nothing but its place
            <i key={at} data-typed={at < pin.length} />
          ))}
        </span>
      </label>
      <p className="pin__problem" id={`${id}-problem`} role="alert">
        {problem !== undefined && <Problem problem={problem} seconds={seconds} />}
      </p>
      <p className="pin__status" role="status">
        {busy && pending > 0 ? words.sendingFirst(pending, person?.name) : ""}
        {!busy && pin !== "" && <span className="pin__typed">{words.typed(pin.length)}</span>}
      </p>
      <div className="pin__keys">
        {["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => (
          <Button key={digit} large disabled={blocked} onClick={() => type(pin + digit)}>
            {digit}
          </Button>
        ))}
        <Button
          large
          icon="back"
          aria-label={words.erase}
          disabled={blocked || pin === ""}
          onClick={() => type(pin.slice(0, -1))}
        />
        <Button large disabled={blocked} onClick={() => type(`${pin}0`)}>
          0
        </Button>
        <Button
          kind="primary"
          type="submit"
          large
          icon="check"
          aria-label={words.enter}
          disabled={blocked || !complete}
        />
      </div>
      {person !== undefined && (
        <Button icon="lock" large wide disabled={busy} onClick={lock}>
          {words.lock}
        </Button>
      )}
    </form>
  )
}

const Problem = ({ problem, seconds }: { problem: PinProblem; seconds: number }) => {
  const words = useWords(pinWords)
  const { person } = useHands()
  if (problem.kind === "locked")
    return (
      <>
        <Icon name="clock" />
        {/* Counting down is for the eye: read aloud every second it would be noise. */}
        <span className="pin__typed">{words.locked(problem.seconds)}</span>
        <span aria-hidden="true">{words.locked(seconds)}</span>
      </>
    )
  return (
    <>
      <Icon name="alert" />
      <span>{sentenceOf(problem, words, person?.name)}</span>
    </>
  )
}

const sentenceOf = (
  problem: Exclude<PinProblem, { kind: "locked" }>,
  words: PinWords,
  person: string | undefined,
): string => {
  switch (problem.kind) {
    case "wrong":
      return words.wrong
    case "unreachable":
      return words.unreachable
    case "mayNot":
      return words.mayNot(problem.name)
    case "notSent":
      return words.notSent(problem.count, person)
    case "other":
      return problem.text
  }
}
