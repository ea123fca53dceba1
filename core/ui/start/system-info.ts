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
