import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import { afterAll, expect } from "vitest"
import type { Printer } from "#core/kitchen/menu.ts"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import type { Faults } from "#devices/simulators/faults.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"

/** What lies in front of a printer. */
export interface PaperTray {
  /** The words of each paper that nobody took away yet. */
  readonly papers: () => ReadonlyArray<string>
  /** The papers, as soon as there are so many. */
  readonly holding: (count: number) => Promise<ReadonlyArray<string>>
  readonly clear: () => void
  /** Takes its paper, opens its cover, cuts its power. */
  readonly apply: (faults: Faults) => Promise<void>
}

interface PluggedIn {
  readonly mqttUrl: string
  readonly tenantId: string
  readonly secret: string
  readonly printer: Printer
}

/** Virtual printers with their agents, switched off after the file. */
export const printerShelf = (): ((plug: PluggedIn) => Promise<PaperTray>) => {
  const scope = Scope.makeUnsafe()
  const folder = mkdtempSync(join(tmpdir(), "heard-papers-"))
  afterAll(async () => {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    rmSync(folder, { recursive: true, force: true })
  })
  const trays = new Map<string, PaperTray>()
  return async ({ mqttUrl, tenantId, secret, printer }) => {
    const { columns, deviceId, name } = printer
    const known = trays.get(deviceId)
    if (known !== undefined) return known
    const box = await Effect.runPromise(
      startBox(name, {
        url: mqttUrl,
        tenantId,
        deviceId,
        secret,
        columns,
        directory: join(folder, deviceId),
      }).pipe(Scope.provide(scope)),
    )
    let taken = 0
    const cut = () => box.machine.papers().filter(({ complete }) => complete)
    const papers = () =>
      cut()
        .slice(taken)
        .map(({ bytes }) => wordsOn(decodeEscpos(bytes, columns).items).join("\n"))
    const tray: PaperTray = {
      papers,
      clear: () => {
        taken = cut().length
      },
      apply: (faults) => Effect.runPromise(box.apply(faults)),
      holding: async (count) => {
        await expect
          .poll(() => papers().length, { timeout: 15_000, interval: 20 })
          .toBeGreaterThanOrEqual(count)
        return papers()
      },
    }
    trays.set(deviceId, tray)
    return tray
  }
}
