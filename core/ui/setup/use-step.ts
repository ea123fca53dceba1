import { useCallback, useLayoutEffect, useRef, useSyncExternalStore } from "react"
import { type SetupDraft, type SetupStep, setupSteps } from "./setup-draft.ts"

/** The steps are pages to the browser: Back leads to the one before, and a reload to the same one. */
export const useStep = (
  draft: SetupDraft,
): { readonly step: SetupStep; readonly go: (to: SetupStep) => void } => {
  const step = useSyncExternalStore(subscribe, stepInAddress)
  // Looked at when a step is entered, not at every letter: nobody is taken on while they type.
  const latest = useRef(draft)
  latest.current = draft
  useLayoutEffect(() => {
    const missing = unfilled(latest.current)
    if (setupSteps.indexOf(step) <= setupSteps.indexOf(missing)) return
    history.replaceState(history.state, "", addressOf(missing))
    tell()
  }, [step])
  const go = useCallback((to: SetupStep) => {
    // Going back by the button is the same as by the browser, so that Back never comes across a step twice.
    if ((history.state as Came | null)?.from === to) return history.back()
    history.pushState({ from: stepInAddress() } satisfies Came, "", addressOf(to))
    tell()
  }, [])
  return { step, go }
}

interface Came {
  readonly from: SetupStep
}

const [first] = setupSteps

const stepInAddress = (): SetupStep =>
  setupSteps.find((step) => `#${step}` === location.hash) ?? first

/** The first step whose answers are not there: a reload takes the password along. */
const unfilled = (draft: SetupDraft): SetupStep => {
  if (draft.name === "" || draft.slug === "") return "restaurant"
  return draft.fullName === "" || draft.username === "" || draft.password === "" ? "you" : "menu"
}

const addressOf = (step: SetupStep): string =>
  step === first ? location.pathname + location.search : `#${step}`

const listeners = new Set<() => void>()

const tell = (): void => {
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener("popstate", listener)
  return () => {
    listeners.delete(listener)
    removeEventListener("popstate", listener)
  }
}
