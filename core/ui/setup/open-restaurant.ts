import { callApi } from "#core/ui/session/api.ts"
import { keepForPerson, type TokenPair } from "#core/ui/session/session.ts"
import { bodyOf, type SetupDraft } from "./setup-draft.ts"

/**
 * Makes the restaurant and signs its owner in. The hub goes on where it was when the same request comes again, so a
 * broken connection is answered by asking once more.
 *
 * @throws ApiRefusal with what is wrong
 */
export const openRestaurant = async (token: string, draft: SetupDraft): Promise<void> => {
  await callApi("/setup/bootstrap", { body: bodyOf(token, draft), timeoutMs: 120_000 })
  const who = { tenant: draft.slug, username: draft.username }
  const pair = await callApi<TokenPair>("/auth/login", {
    body: { ...who, password: draft.password },
  })
  keepForPerson(who, pair)
}
