import { createHmac } from "node:crypto"
import { Context, Effect, type Scope as EffectScope, Layer } from "effect"
import { mosquittoHashOf } from "#core/security/device-secrets.ts"
import { type ReaderPlace, readerName } from "./reader-access.ts"

export interface ReaderAccount {
  readonly userName: string
  readonly password: string
}

/** Readers outside of the hub that are let in at this moment, one for each restaurant at most (Home Assistant). */
export class BrokerReaders extends Context.Service<
  BrokerReaders,
  {
    /** @param number another one makes another password */
    readonly accountOf: (tenantId: string, number: number) => ReaderAccount
    /** Let in from now on, in this place and by this password alone. */
    readonly admit: (place: ReaderPlace, number: number) => Effect.Effect<void>
    readonly dismiss: (tenantId: string) => Effect.Effect<void>
    readonly find: (userName: string) => (ReaderPlace & ReaderAccount) | undefined
    readonly all: () => ReadonlyArray<ReaderPlace & ReaderAccount & { readonly hash: string }>
    readonly whenChanged: (
      listener: (userName: string) => void,
    ) => Effect.Effect<void, never, EffectScope.Scope>
  }
>()("heard/BrokerReaders") {}

/** @param key the passwords follow from it, so that nothing about them has to be stored */
export const brokerReadersLayer = (key: Uint8Array): Layer.Layer<BrokerReaders> =>
  Layer.sync(BrokerReaders, () => {
    const admitted = new Map<string, ReaderPlace & ReaderAccount & { readonly hash: string }>()
    const listeners = new Set<(userName: string) => void>()
    const tell = (userName: string) => {
      for (const listener of listeners) listener(userName)
    }
    const derived = (what: string) => createHmac("sha256", key).update(what).digest()
    const accountOf = (tenantId: string, number: number): ReaderAccount => ({
      userName: readerName(tenantId),
      password: derived(`${tenantId}/${number}`).toString("base64url"),
    })
    return {
      accountOf,
      admit: (place, number) =>
        Effect.gen(function* () {
          const account = accountOf(place.tenantId, number)
          const known = admitted.get(account.userName)
          if (known?.password === account.password && known.prefix === place.prefix) return
          const hash = yield* mosquittoHashOf(account.password)
          admitted.set(account.userName, { ...place, ...account, hash })
          tell(account.userName)
        }),
      dismiss: (tenantId) =>
        Effect.sync(() => {
          if (admitted.delete(readerName(tenantId))) tell(readerName(tenantId))
        }),
      find: (userName) => admitted.get(userName),
      all: () => [...admitted.values()],
      whenChanged: (listener) =>
        Effect.asVoid(
          Effect.acquireRelease(
            Effect.sync(() => void listeners.add(listener)),
            () => Effect.sync(() => void listeners.delete(listener)),
          ),
        ),
    }
  })
