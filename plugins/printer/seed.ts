import { Effect } from "effect"
import type { PrinterId, StationKey } from "#core/kitchen/ids.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import type { Seed } from "#core/plugins/seed.ts"
import { printers } from "./printers.ts"

interface SeedPrinter {
  readonly key: string
  readonly name: string
  readonly stations: ReadonlyArray<string>
  readonly columns: Columns
  readonly language: string
  /** Keys of those that print instead. */
  readonly backups?: ReadonlyArray<string>
}

/** One of each paper width, so that a demo shows them all; the two of the kitchen stand in for each other. */
const demoPrinters: ReadonlyArray<SeedPrinter> = [
  {
    key: "grill",
    name: "Grill",
    stations: ["grill"],
    columns: 48,
    language: "fr",
    backups: ["kitchen"],
  },
  {
    key: "kitchen",
    name: "Froid et friture",
    stations: ["cold", "fry"],
    columns: 42,
    language: "fr",
    backups: ["grill"],
  },
  { key: "bar", name: "Bar", stations: ["bar"], columns: 32, language: "en" },
]

/** A printer cannot be guessed, so the `default` seed brings none. */
export const seed: Seed = ({ id }, kind) =>
  kind === "demo"
    ? Effect.forEach(
        demoPrinters,
        ({ key, stations, backups = [], ...printer }) =>
          printers.seed(id(`printer/${key}`), {
            ...printer,
            ...(backups.length === 0
              ? {}
              : { backups: backups.map((other) => id(`printer/${other}`) as PrinterId) }),
            stations: stations.map((station) => station as StationKey),
            deviceId: id(`device/printer-${key}`),
          }),
        { discard: true },
      )
    : Effect.void
