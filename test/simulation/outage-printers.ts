import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import type { Printer } from "#core/kitchen/menu.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import type { HubProcess } from "#test/support/hub-process.ts"
import { jobsOf } from "./check/papers-right.ts"
import type { StoredLog } from "./check/stored-log.ts"

/** Every printer of a restaurant, with its agent, on one cable. */
export interface OutagePrinters {
  readonly papers: () => number
  /** Papers that came out before one that was queued earlier, twice, or not although the log says so. */
  readonly wrong: (log: StoredLog) => ReadonlyArray<string>
  readonly close: () => Promise<void>
}

const mostPapers = 10_000

export const openPrinters = async (options: {
  readonly hub: HubProcess
  readonly tenantId: string
  readonly mqttUrl: string
  readonly dataDir: string
  readonly printers: ReadonlyArray<Printer>
}): Promise<OutagePrinters> => {
  const { hub, tenantId, mqttUrl, dataDir } = options
  const room = Scope.makeUnsafe()
  const boxes = await Promise.all(
    options.printers.map(({ id, name, deviceId, columns }) =>
      Effect.runPromise(
        startBox(
          name,
          {
            url: mqttUrl,
            tenantId,
            deviceId,
            secret: hub.deviceSecret(tenantId, deviceId),
            columns,
            directory: join(dataDir, "printers", deviceId),
          },
          mostPapers,
        ).pipe(Scope.provide(room)),
      ).then(({ machine }) => ({ id, name, machine })),
    ),
  )
  const out = ({ machine }: (typeof boxes)[number]): ReadonlyArray<string> =>
    machine.papers().flatMap(({ job, complete }) => (complete ? [job] : []))
  return {
    papers: () => boxes.reduce((sum, box) => sum + out(box).length, 0),
    wrong: (log) => {
      const jobs = jobsOf(log)
      const place = new Map([...jobs.keys()].map((job, n) => [job, n]))
      return boxes.flatMap((box) => {
        const papers = out(box)
        const lain = new Set(papers)
        const missing = [...jobs].filter(
          ([id, { printer, happened }]) =>
            printer === `printer/${box.id}` && happened.includes("JobPrinted") && !lain.has(id),
        )
        const late = papers.filter(
          (job, n) => n > 0 && (place.get(job) ?? -1) <= (place.get(papers[n - 1] ?? "") ?? -1),
        )
        return [
          ...missing.map(([id]) => `${box.name}: the paper of ${id} is missing`),
          ...late.map((id) => `${box.name}: the paper of ${id} came out of its turn`),
        ]
      })
    },
    close: () => Effect.runPromise(Scope.close(room, Exit.void)),
  }
}
