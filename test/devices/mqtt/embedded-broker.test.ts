import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Layer } from "effect"
import { Presence } from "#core/hub/presence.ts"
import { EmbeddedBroker } from "#devices/mqtt/embedded-broker.ts"
import { closed, deviceOptions, dial, embedded, margaux, rival } from "./broker-rig.ts"

const own = `heard/v1/${margaux}/grill`

describe("who is let in", () => {
  it.live("[MQTT-1] a printer gets in with its own secret", () =>
    Effect.gen(function* () {
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      expect(client.connected).toBe(true)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-1] nobody gets in with another's secret, name or client id", () =>
    Effect.gen(function* () {
      const grill = yield* deviceOptions(margaux, "grill")
      const foreign = yield* deviceOptions(rival, "grill")
      const wrong = {
        "a wrong secret": { ...grill, password: "guess" },
        "no secret": { clientId: grill.clientId, username: grill.username },
        "no name at all": { clientId: "somebody" },
        "another device's secret": { ...grill, password: foreign.password },
        "a foreign client id": { ...grill, clientId: foreign.clientId },
        "a free client id": { ...grill, clientId: "mine" },
        "an empty client id": { ...grill, clientId: "" },
        "the hub's name without its password": { ...grill, username: "hub" },
        "a name with a wildcard": { ...grill, username: `${margaux}/+`, clientId: `${margaux}.+` },
        "a name of three parts": { ...grill, username: `${margaux}/grill/x` },
        "a foreign will": {
          ...grill,
          will: { topic: `heard/v1/${margaux}/bar/up/state`, payload: Buffer.from("{}") },
        },
        "a will as the hub": {
          ...grill,
          will: { topic: `heard/v1/${margaux}/hub/state`, payload: Buffer.from("{}") },
        },
        "a kept will where nothing is kept": {
          ...grill,
          will: { topic: `${own}/up/result`, payload: Buffer.from("{}"), retain: true },
        },
        "never asking whether it lives": { ...grill, keepalive: 0 },
        "asking too seldom whether it lives": { ...grill, keepalive: 600 },
      }
      const outcomes: Record<string, string> = {}
      for (const [how, options] of Object.entries(wrong)) {
        const exit = yield* Effect.exit(dial(options))
        outcomes[how] = exit._tag
      }
      expect(outcomes).toEqual(
        Object.fromEntries(Object.keys(wrong).map((how) => [how, "Failure"])),
      )
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-2] a second session of a printer ends the first, a foreign one never does", () =>
    Effect.gen(function* () {
      const options = yield* deviceOptions(margaux, "grill")
      const first = yield* dial(options)
      const intruder = { ...(yield* deviceOptions(rival, "grill")), clientId: options.clientId }
      yield* Effect.exit(dial(intruder))
      expect(first.connected).toBe(true)
      const second = yield* dial(options)
      yield* closed(first)
      expect(second.connected).toBe(true)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-3] a dismissed printer loses its session at once", () =>
    Effect.gen(function* () {
      const broker = yield* EmbeddedBroker
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      expect(yield* broker.dismiss(margaux, "grill")).toBe(true)
      yield* closed(client)
      expect(yield* broker.dismiss(margaux, "grill")).toBe(false)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-4] a port that is taken is said in words", () =>
    Effect.gen(function* () {
      const { port } = yield* EmbeddedBroker
      const second = embedded({ port })
      const failure = yield* Effect.flip(Effect.scoped(Layer.build(second)))
      expect(failure).toMatchObject({ _tag: "BrokerNotListening", port })
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-5] a connected printer counts as present until it goes", () =>
    Effect.gen(function* () {
      const arrived = yield* Deferred.make<string>()
      const left = yield* Deferred.make<void>()
      const watching = Layer.succeed(Presence, {
        arrive: (scope, { wire }) =>
          Effect.acquireRelease(
            Deferred.succeed(arrived, `${scope.tenantId} ${scope.principal.id} ${wire}`),
            () => Deferred.succeed(left, undefined),
          ).pipe(Effect.asVoid),
      })
      yield* Effect.gen(function* () {
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* dial(yield* deviceOptions(margaux, "grill"))
            expect(yield* Deferred.await(arrived)).toBe(`${margaux} grill mqtt`)
          }),
        )
        yield* Deferred.await(left)
      }).pipe(Effect.provide(embedded().pipe(Layer.provideMerge(watching))))
    }),
  )
})
