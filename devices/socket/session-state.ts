import type { Scope } from "effect"
import type { ClientFrame } from "#core/hub/frame.ts"
import type { Admission } from "./admission.ts"

/** Where a session stands between its first byte and its last. */
export type SessionState =
  | { readonly is: "greeting" }
  /** The credential is being checked; what comes in meanwhile waits. */
  | { readonly is: "verifying"; readonly waiting: Array<ClientFrame> }
  | Live
  | { readonly is: "closed" }

export type Live = Admission & { readonly is: "live"; readonly life: Scope.Closeable }
