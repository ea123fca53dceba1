import { useEffect, useState } from "react"
import { callApi } from "#core/ui/session/api.ts"

export interface SystemInfo {
  readonly version?: string
  /** Addresses of this hub that other devices can reach, the best first. */
  readonly addresses?: ReadonlyArray<string>
  /** A throw-away restaurant with virtual printers. */
  readonly demo?: boolean
}

/** undefined while it is asked for; an Error when the hub does not answer. */
export const useSystemInfo = (): SystemInfo | Error | undefined => {
  const [info, setInfo] = useState<SystemInfo | Error>()
  useEffect(() => {
    let over = false
    callApi<SystemInfo>("/system/info").then(
      (answer) => over || setInfo(answer),
      (problem: Error) => over || setInfo(problem),
    )
    return () => {
      over = true
    }
  }, [])
  return info
}

/**
 * Whether this hub still waits for its first restaurant.
 *
 * @param wanted false: somebody is signed in, so it does not
 */
export const useSetupIsOpen = (wanted: boolean): boolean => {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (!wanted) return
    let over = false
    callApi<{ readonly open: boolean }>("/setup/status").then(
      (status) => over || setOpen(status.open),
      // Then the sign-in form stands there, and says what is wrong.
      () => undefined,
    )
    return () => {
      over = true
    }
  }, [wanted])
  return open
}
