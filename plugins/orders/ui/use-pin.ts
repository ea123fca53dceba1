import { useEffect, useState } from "react"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { type Hands, StillWaiting, useHands } from "./hands.tsx"
import type { PinProblem } from "./pin-problem.ts"

/** The number somebody is typing, and what became of the last one. */
export const usePin = (onDone: () => void) => {
  const hands = useHands()
  const [pin, setPin] = useState("")
  const [busy, setBusy] = useState(false)
  const { pinProblem: problem, setPinProblem: setProblem } = hands
  const seconds = useSecondsUntil(problem?.kind === "locked" ? problem.untilMs : undefined)
  const blocked = busy || seconds > 0

  const run = async (work: (hands: Hands) => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await work(hands)
      onDone()
    } catch (reason) {
      setProblem(problemOf(reason))
    } finally {
      setPin("")
      setBusy(false)
    }
  }

  return {
    pin,
    type: (text: string) => {
      setPin(text.replaceAll(/\D/g, "").slice(0, longestPin))
      if (problem?.kind !== "locked") setProblem(undefined)
    },
    enter: () => {
      if (pin.length >= shortestPin && seconds === 0) void run(({ takeOver }) => takeOver(pin))
    },
    lock: () => void run(({ lock }) => lock()),
    complete: pin.length >= shortestPin,
    busy,
    blocked,
    /** Until the hub takes the next PIN from this handheld. */
    seconds,
    problem: problem?.kind === "locked" && seconds === 0 ? undefined : problem,
  }
}

const shortestPin = 4
const longestPin = 8

/** What the hub tells when a handheld is locked out and does not say for how long. */
const lockedSeconds = 30

const problemOf = (reason: unknown): PinProblem => {
  if (reason instanceof StillWaiting) return { kind: "notSent", count: reason.count }
  if (!(reason instanceof ApiRefusal)) return { kind: "unreachable" }
  const { code, status, meta, retryAfter = lockedSeconds } = reason
  if (code === "PIN_WRONG") return { kind: "wrong" }
  if (status === 429)
    return {
      kind: "locked",
      seconds: retryAfter,
      untilMs: performance.now() + retryAfter * 1000,
    }
  if (code === "AUTH_FORBIDDEN") return { kind: "mayNot", name: String(meta["name"] ?? "") }
  return { kind: "other", text: reason.message }
}

/** Whole seconds left, counted down; 0 afterwards. By `performance.now()`: the tablet's clock may be set meanwhile. */
const useSecondsUntil = (untilMs: number | undefined): number => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (untilMs === undefined) {
      setSeconds(0)
      return
    }
    const tick = () => setSeconds(Math.max(0, Math.ceil((untilMs - performance.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [untilMs])
  return seconds
}
