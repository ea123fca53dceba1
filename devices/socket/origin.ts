import type { IncomingMessage } from "node:http"

/**
 * May a page of this origin open a socket? Its own pages and those of the list may. A browser always says where a page
 * comes from; whoever says nothing is no page, and a token is all that counts for it.
 */
export const originAllowed = (
  request: IncomingMessage,
  allowed: ReadonlyArray<string>,
): boolean => {
  const { origin, host } = request.headers
  if (origin === undefined || allowed.includes(origin)) return true
  try {
    return new URL(origin).host === host
  } catch {
    // "null": a sandboxed frame or a local file.
    return false
  }
}
