import { Effect } from "effect"
import type { Seed } from "#core/plugins/seed.ts"
import { devices } from "./device-list.ts"

/** The natural keys are shared with the printers of `printer/seed.ts`: an agent and its printer know each other. */
const demoAgents: ReadonlyArray<readonly [key: string, name: string]> = [
  ["grill", "Print agent grill"],
  ["kitchen", "Print agent cold and fry"],
  ["bar", "Print agent bar"],
]

export const seed: Seed = ({ id }, kind) =>
  kind === "demo"
    ? Effect.forEach(
        demoAgents,
        ([key, name]) =>
          devices.seed(id(`device/printer-${key}`), {
            kind: "printerAgent",
            name,
            printerId: id(`printer/${key}`),
          }),
        { discard: true },
      )
    : Effect.void
