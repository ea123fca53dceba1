import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { Effect, Exit, Layer, Logger, Scope } from "effect"
import { makeFanOut } from "#actors/view/fan-out.ts"
import { NumberedView } from "#actors/view/numbered-view.ts"
import { deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import { type Answer, type Command, type CommandFailure, Gate, Outage } from "#core/hub/gate.ts"
import { Presence } from "#core/hub/presence.ts"
import type { Scope as HubScope } from "#core/hub/scope.ts"
import { UnknownView, Views } from "#core/hub/view.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { RequestLimits } from "#core/limits/request-limits.ts"
import {
  type DeviceAbout,
  type DeviceChange,
  DeviceCredentials,
} from "#core/security/device-credentials.ts"
import { Tokens, Unauthorized } from "#core/security/tokens.ts"
import {
  type AttachedSockets,
  attachSockets,
  type SocketOptions,
} from "#devices/socket/attach-sockets.ts"
import { limitsLayer } from "#test/support/limits.ts"

export const tenantId = "0193c0de-0000-7000-8000-00000000000a" as TenantId

/** The real sockets over a real server, with real numbered views and a gate that does what its `op` says. */
export interface SocketHub {
  readonly url: string
  readonly server: Server
  readonly sockets: AttachedSockets
  /** Every command that reached the gate, in order, repeats included. */
  readonly asked: ReadonlyArray<{ readonly scope: HubScope; readonly command: Command }>
  /** Names of the devices that are present. */
  readonly present: ReadonlyArray<string>
  readonly seen: ReadonlyArray<{ readonly view: string; readonly seq: number }>
  /** What devices said about themselves. */
  readonly heardAbout: ReadonlyArray<{ readonly id: string } & DeviceAbout>
  /** As when a device's credential changes. */
  readonly deviceChanged: (change: DeviceChange) => void
  readonly view: (name: string) => NumberedView
  /** The same name with other numbers, as after a restart. */
  readonly restartView: (name: string) => NumberedView
  /** The next commands get this failure instead of their answer. */
  readonly failNext: (...failures: ReadonlyArray<CommandFailure>) => void
  readonly close: () => Promise<void>
}

/** A token of the test: `device:{id}` or `user:{id}`, optionally with an end in seconds as `exp`. */
export const token = (who: string, exp?: number): string =>
  `x.${Buffer.from(JSON.stringify({ who, exp })).toString("base64url")}.y`

export const startSocketHub = async (
  options: SocketOptions & { readonly port?: number; readonly limits?: RequestLimits } = {},
): Promise<SocketHub> => {
  const life = Scope.makeUnsafe()
  const fanOut = await Effect.runPromise(Scope.provide(makeFanOut, life))
  const asked: Array<{ scope: HubScope; command: Command }> = []
  const answers = new Map<string, Answer>()
  const failures: Array<CommandFailure> = []
  const present: string[] = []
  const heardAbout: Array<{ readonly id: string } & DeviceAbout> = []
  const changed: Array<(change: DeviceChange) => void> = []
  const seen: Array<{ view: string; seq: number }> = []
  const views = new Map<string, NumberedView>()
  let epochs = 0

  const restartView = (name: string) => {
    epochs += 1
    const view = new NumberedView(name, `e${epochs}`, fanOut, (_, seq) => {
      seen.push({ view: name, seq })
    })
    views.set(name, view)
    return view
  }

  const gate = Layer.succeed(Gate, {
    run: Effect.fnUntraced(function* (scope: HubScope, command: Command) {
      asked.push({ scope, command })
      const failure = failures.shift()
      if (failure !== undefined) return yield* failure
      const first = answers.get(command.cid)
      if (first !== undefined) return { ...first, repeated: true }
      if (command.op === "refuse") return yield* refused("NO", "The kitchen said no", { why: "86" })
      if (command.op === "bug") return yield* Effect.die(new Error("a secret of the hub"))
      if (command.op === "slow") yield* Effect.sleep(200)
      if (command.op === "never") return yield* Effect.never
      const answer = { rev: answers.size + 1, result: command.args, repeated: false }
      answers.set(command.cid, answer)
      return answer
    }),
  })
  const viewsLayer = Layer.succeed(Views, {
    watch: Effect.fnUntraced(function* (scope, name, cursor, watcher) {
      if (name === "outage") return yield* new Outage({ reason: "No database" })
      const view = scope.tenantId === tenantId ? views.get(name) : undefined
      if (view === undefined) return yield* new UnknownView({ view: name })
      const watch = yield* Effect.acquireRelease(
        Effect.sync(() => view.attach(cursor, watcher)),
        ({ detach }) => Effect.sync(detach),
      )
      // Its picture is out before the watch has begun, as when the process has much to do.
      if (name === "slow") yield* Effect.sleep(50)
      return watch
    }),
  })
  const tokens = Layer.succeed(Tokens, {
    believed: () => undefined,
    verify: (text) => Effect.suspend(() => scopeOf(text)),
    login: () => Effect.fail(new Unauthorized({ detail: "not here" })),
    refresh: () => Effect.fail(new Unauthorized({ detail: "not here" })),
    pin: () => Effect.fail(new Unauthorized({ detail: "not here" })),
    me: () => Effect.succeed({ fullName: null, role: null, instanceAdmin: false, memberships: [] }),
    rotateKeys: () => Effect.fail(refused("AUTH_FORBIDDEN", "not here")),
    useNewestKey: Effect.void,
    now: (scope) => scope,
    whenChanged: () => Effect.void,
    verifyDevice: () => Effect.fail(new Unauthorized({ detail: "not here" })),
    logout: () => Effect.void,
    beginDevice: () => Effect.fail(new Outage({ reason: "not here" })),
    deviceSecret: () => "",
  })
  const credentials = DeviceCredentials.of({
    verify: () => Effect.fail(new Unauthorized({ detail: "not here" })),
    byAddress: () => Effect.undefined,
    isKnown: () => Effect.succeed(false),
    claimCode: () => Effect.fail(new Outage({ reason: "not here" })),
    brokerAccounts: Effect.succeed([]),
    whenChanged: (listener) => Effect.sync(() => void changed.push(listener)),
    heardFrom: ({ principal }, about) =>
      Effect.sync(() => void heardAbout.push({ id: principal.id, ...about })),
  })
  const presence = Layer.succeed(Presence, {
    arrive: ({ principal }, { wire }) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          present.push(`${principal.id} ${wire}`)
        }),
        () =>
          Effect.sync(() => {
            present.splice(present.indexOf(`${principal.id} ${wire}`), 1)
          }),
      ),
  })

  const server = createServer((_, response) => response.writeHead(404).end())
  await new Promise<void>((listening) =>
    server.listen(options.port ?? 0, "127.0.0.1", () => listening()),
  )
  const sockets = await Effect.runPromise(
    attachSockets(server, options).pipe(
      Scope.provide(life),
      Effect.provide(
        Layer.mergeAll(
          gate,
          viewsLayer,
          tokens,
          presence,
          Layer.succeed(DeviceCredentials, credentials),
          deviceTroublesLayer,
          limitsLayer(options.limits),
          Logger.layer([]),
        ),
      ),
    ),
  )
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    sockets,
    asked,
    present,
    seen,
    heardAbout,
    deviceChanged: (change) => {
      for (const listener of changed) listener(change)
    },
    view: (name) => views.get(name) ?? restartView(name),
    restartView,
    failNext: (...next) => {
      failures.push(...next)
    },
    close: async () => {
      await Effect.runPromise(Scope.close(life, Exit.void))
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const scopeOf = (text: string): Effect.Effect<HubScope, Unauthorized> => {
  const wrong = Effect.fail(new Unauthorized({ detail: "The token is not valid" }))
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(text.split(".")[1] ?? "", "base64url").toString(),
    )
    const { who } = claims as { who: string }
    const [kind = "", id = ""] = who.split(":")
    if (kind !== "user" && kind !== "device" && kind !== "stranger") return wrong
    return Effect.succeed({
      tenantId:
        kind === "stranger" ? ("0193c0de-0000-7000-8000-00000000000b" as TenantId) : tenantId,
      principal: { kind: kind === "device" ? "device" : "user", id },
      permissions: ["*"],
    })
  } catch {
    return wrong
  }
}
