import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Guesses, SessionStore, StoredSession } from "#core/security/session-store.ts"

interface KeptSession {
  readonly session: StoredSession
  refreshHash: string
  replaced: { readonly hash: string; readonly key: string } | undefined
  expiresAt: number
  ended: boolean
}

export const memorySessions = (): SessionStore["Service"] => {
  const sessions = new Map<string, KeptSession>()
  const guesses = new Map<string, Guesses>()
  let generation = 1
  const lasting = (tenantId: TenantId, id: string, now: number) => {
    const kept = sessions.get(id)
    return kept?.session.tenantId === tenantId && !kept.ended && kept.expiresAt > now
      ? kept
      : undefined
  }
  const endWhere = (is: (session: StoredSession) => boolean): ReadonlyArray<string> => {
    const gone = [...sessions.values()].filter(({ ended, session }) => !ended && is(session))
    for (const kept of gone) kept.ended = true
    return gone.map(({ session }) => session.id)
  }
  return {
    begin: (session, { refreshHash, expiresAt }) =>
      Effect.sync(
        () =>
          void sessions.set(session.id, {
            ...{ session, refreshHash, expiresAt },
            replaced: undefined,
            ended: false,
          }),
      ),
    find: (tenantId, id, now) => Effect.sync(() => lasting(tenantId, id, now)?.session),
    rotate: (tenantId, id, { from, to, key, now, expiresAt }) =>
      Effect.sync(() => {
        const kept = lasting(tenantId, id, now)
        if (kept === undefined) return "over"
        const isRepeated = kept.replaced?.hash === from && kept.replaced.key === key
        if (kept.refreshHash !== from && !isRepeated) return "reused"
        kept.replaced = key === undefined ? undefined : { hash: from, key }
        kept.refreshHash = to
        kept.expiresAt = expiresAt
        return "rotated"
      }),
    end: (tenantId, id) =>
      Effect.sync(() =>
        endWhere((one) => one.tenantId === tenantId && (one.id === id || one.parentId === id)),
      ),
    endTakeovers: (tenantId, deviceSession) =>
      Effect.sync(() =>
        endWhere((one) => one.tenantId === tenantId && one.parentId === deviceSession),
      ),
    endTakeoversBy: (tenantId, accountId) =>
      Effect.sync(() =>
        endWhere(
          (one) =>
            one.tenantId === tenantId && one.accountId === accountId && one.parentId !== undefined,
        ),
      ),
    endAllOf: (tenantIds, accountId, _why, _now, except) =>
      Effect.sync(() => {
        const own = new Set(
          [...sessions.values()]
            .filter(({ ended, session }) => !ended && session.accountId === accountId)
            .filter(({ session }) => tenantIds.includes(session.tenantId) && session.id !== except)
            .map(({ session }) => session.id),
        )
        return endWhere(
          (one) => one.id !== except && (own.has(one.id) || own.has(one.parentId ?? "")),
        )
      }),
    speaksForItself: (tenantId, deviceId, now) =>
      Effect.sync(() =>
        [...sessions.values()].some(
          ({ session, ended, expiresAt }) =>
            session.tenantId === tenantId &&
            session.device?.id === deviceId &&
            session.accountId === undefined &&
            !ended &&
            expiresAt > now,
        ),
      ),
    endAllOfDevice: (tenantId, deviceId) =>
      Effect.sync(
        () => void endWhere((one) => one.tenantId === tenantId && one.device?.id === deviceId),
      ),
    guesses: (tenantId, subject) => Effect.sync(() => guesses.get(`${tenantId} ${subject}`)),
    keepGuesses: (tenantId, subject, kept) =>
      Effect.sync(() => {
        if (kept === undefined) guesses.delete(`${tenantId} ${subject}`)
        else guesses.set(`${tenantId} ${subject}`, kept)
      }),
    keyGeneration: Effect.sync(() => generation),
    nextKeyGeneration: Effect.sync(() => {
      generation += 1
      return generation
    }),
  }
}
