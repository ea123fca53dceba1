import type { IncomingMessage } from "node:http"

/** What a connection brings by its headers. A token in the address is never looked at: addresses end up in logs. */
export const credentialOf = (
  request: IncomingMessage,
): { readonly token?: string; readonly chosenTenant?: string } => {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1]
  const chosenTenant = request.headers["x-tenant-id"]
  return {
    ...(token === undefined ? {} : { token }),
    ...(typeof chosenTenant === "string" ? { chosenTenant } : {}),
  }
}
