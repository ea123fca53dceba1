import type { PrinterDriver } from "#core/kitchen/menu.ts"

/** A printer that stands in the bistro without an agent: none of the seed's, which speak MQTT. */
export interface FurtherPrinter {
  readonly key: string
  readonly name: string
  readonly driver: Extract<PrinterDriver, "network" | "cloudprnt" | "epson">
  readonly profile: string
  readonly columns: number
  readonly stations: ReadonlyArray<string>
  /** What the machine itself says that it is. */
  readonly hardwareId: string
}

/** One of each way in which a printer without an agent gets its papers. */
export const furtherPrinters: ReadonlyArray<FurtherPrinter> = [
  {
    key: "pass",
    name: "Passe",
    driver: "network",
    profile: "epson-tm-t20iii",
    columns: 48,
    // Whoever hands out reads on one roll what every cook was told.
    stations: ["grill", "cold", "fry"],
    hardwareId: "",
  },
  {
    key: "fry",
    name: "Friture",
    driver: "epson",
    profile: "epson-tm-m30-sdp",
    columns: 42,
    stations: ["fry"],
    hardwareId: "X2TM001042",
  },
  {
    key: "terrace",
    name: "Terrasse",
    driver: "cloudprnt",
    profile: "star-mc-print3",
    columns: 48,
    stations: ["bar"],
    hardwareId: "00:11:62:0d:42:01",
  },
]

/** Who prints instead of whom once all of them are there, by the names of the seed's three and the keys above. */
export const neighbours: Readonly<Record<string, ReadonlyArray<string>>> = {
  Grill: ["Froid et friture", "fry", "pass"],
  "Froid et friture": ["Grill", "fry", "pass"],
  Bar: ["terrace"],
  fry: ["Froid et friture", "Grill"],
  terrace: ["Bar"],
  pass: ["Froid et friture"],
}

/** The fryer has a printer of its own now. */
export const relieved = {
  printer: "Froid et friture",
  change: { name: "Froid", stations: ["cold"] },
}
