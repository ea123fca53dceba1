import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tokens } from "#core/security/tokens.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import type { PrintersPicture } from "#devices/simulators/printers-picture.ts"
import {
  dial,
  embedded,
  eventually,
  hubOptions,
  listenTo,
  margaux,
} from "#test/devices/mqtt/broker-rig.ts"
import { scratchFolder } from "./scratch-folder.ts"

describe("the program of the virtual printers", () => {
  it.live("[SHOW-5] runs printers of its own process and says farewell on SIGTERM", () =>
    Effect.gen(function* () {
      const folder = yield* scratchFolder
      const tokens = yield* Tokens
      const settings = {
        mqttUrl: (yield* BrokerAddress).url,
        dataDir: join(folder, "printers"),
        host: "127.0.0.1",
        port: 0,
        printers: ["grill", "bar"].map((deviceId) => ({
          driver: "agent",
          tenantId: margaux,
          deviceId,
          secret: tokens.deviceSecret(margaux, deviceId),
          name: deviceId,
          columns: 48,
        })),
      }
      const file = join(folder, "settings.json")
      yield* Effect.promise(() => writeFile(file, JSON.stringify(settings), { mode: 0o600 }))
      const heard = yield* listenTo(yield* dial(yield* hubOptions), "heard/v1/+/+/up/state")
      const program = yield* Effect.acquireRelease(
        Effect.sync(() =>
          spawn(process.execPath, ["devices/simulators/printers-main.ts", file], {
            stdio: ["ignore", "pipe", "inherit"],
          }),
        ),
        (child) => Effect.sync(() => void child.kill("SIGKILL")),
      )
      const [line] = yield* Effect.promise(() => once(createInterface(program.stdout), "line"))
      const { port } = JSON.parse(String(line)) as { readonly port: number }
      const answer = yield* Effect.promise(() => fetch(`http://127.0.0.1:${port}/printers`))
      const { printers } = (yield* Effect.promise(() => answer.json())) as PrintersPicture
      expect(printers.map(({ name }) => name)).toEqual(["grill", "bar"])
      const said = (s: string) => heard.filter((text) => text.includes(`"s":"${s}"`)).length
      yield* eventually("both are there", () => said("ready") === 2, 15_000)
      program.kill("SIGTERM")
      const [code] = yield* Effect.promise(() => once(program, "exit"))
      expect(code).toBe(0)
      yield* eventually("both said farewell", () => said("disconnected") === 2)
      expect(said("lost")).toBe(0)
    }).pipe(Effect.provide(embedded())),
  )
})
