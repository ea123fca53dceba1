import { Effect } from "effect"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import type { Seed } from "#core/plugins/seed.ts"
import { printers } from "./printers.ts"

interface SeedPrinter {
  readonly key: string
  readonly name: string
  readonly stations: ReadonlyArray<string>
  readonly columns: Columns
  readonly language: string
}

/** One of each paper width, so that a demo shows them all. */
const demoPrinters: ReadonlyArray<SeedPrinter> = [
  { key: "grill", name: "Grill", stations: ["grill"], columns: 48, language: "fr" },
  {
    key: "kitchen",
    name: "Froid et friture",
    stations: ["cold", "fry"],
    columns: 42,
    language: "fr",
  },
  { key: "bar", name: "Bar", stations: ["bar"], columns: 32, language: "en" },
]

/** A printer cannot be guessed, so the `default` seed brings none. */
export const seed: Seed = ({ id }, kind) =>
  kind === "demo"
    ? Effect.forEach(
        demoPrinters,
        ({ key, stations, ...printer }) =>
          printers.seed(id(`printer/${key}`), {
            ...printer,
            stations: stations.map((station) => station as StationKey),
            deviceId: id(`device/printer-${key}`),
          }),
        { discard: true },
      )
    : Effect.void
