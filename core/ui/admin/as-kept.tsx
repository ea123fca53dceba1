import type { ReactNode } from "react"
import { Failure } from "#core/ui/design/failure.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"

/** What the hub keeps of something at this moment, with the revision that a change must name. Asked anew at each mount. */
export const AsKept = <A,>({
  path,
  children,
}: {
  /** Undefined: it is new, and nothing is kept of it yet. */
  path: string | undefined
  children: (kept: A | undefined) => ReactNode
}) => {
  const { value, problem, again } = useAsked<A>(path)
  if (path !== undefined && value === undefined)
    return <Failure failure={problem} onRetry={again} />
  return children(value)
}
