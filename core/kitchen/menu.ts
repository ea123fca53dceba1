import type { PrinterId, ProductId, ScreenId, StationKey, TableId } from "./ids.ts"
import type { ModifierKind, Names } from "./order.ts"

export interface Category {
  readonly id: string
  readonly name: string
  readonly names?: Names
  readonly sort: number
  /** Where its products are cooked unless a product says otherwise. */
  readonly station?: StationKey
  /** Course that a handheld proposes. */
  readonly course?: number
  readonly color?: string
}

export interface ModifierOption {
  readonly id: string
  readonly name: string
  readonly names?: Names
  readonly kind: ModifierKind
  /** Minor units added per piece. */
  readonly price: number
}

export interface ModifierGroup {
  readonly id: string
  readonly name: string
  readonly names?: Names
  /** How many options must and may be chosen. */
  readonly min: number
  readonly max: number
  readonly options: ReadonlyArray<ModifierOption>
}

export interface Product {
  readonly id: ProductId
  readonly name: string
  readonly names?: Names
  /** What cooks call it; screens and chits prefer it to `name`. */
  readonly kitchenName?: string
  readonly categoryId: string
  /** Minor units. */
  readonly price: number
  readonly modifierGroupIds: ReadonlyArray<string>
  readonly allergens: ReadonlyArray<string>
  /** Seconds from fire to ready. */
  readonly targetSeconds?: number
  readonly station?: StationKey
  /** `false` is 86: out of stock, nobody can order it. */
  readonly available: boolean
}

export interface Menu {
  readonly categories: ReadonlyArray<Category>
  readonly products: ReadonlyMap<string, Product>
  readonly modifierGroups: ReadonlyMap<string, ModifierGroup>
}

export interface Station {
  readonly id: string
  readonly key: StationKey
  readonly name: string
  readonly names?: Names
  readonly sort: number
  /** `prep` cooks; `expo` sees every station's work of an order and hands it over. */
  readonly kind: "prep" | "expo"
  /** Takes whatever no rule routes. Exactly one prep station has it; without one the first prep station takes the part. */
  readonly catchAll: boolean
  readonly targetSeconds: number
}

/** A kitchen screen: which stations it shows. An expo screen shows every prep station, one ticket per order and course. */
export interface Screen {
  readonly id: ScreenId
  readonly name: string
  readonly kind: "station" | "expo"
  readonly stations: ReadonlyArray<StationKey>
  /** How many tickets fit side by side; slots beyond it are a second page. 4 to 24. */
  readonly slots: number
  /** Prints what this screen should show and does not; one that is not there (any more) prints nothing. */
  readonly backupPrinterId?: PrinterId
}

/** Characters of a line at normal width, as printers are sold. */
export type Columns = 32 | 35 | 42 | 44 | 48 | 64

/** How the hub reaches a printer: each has a wire of its own under `devices/printers/` (an agent's under `devices/mqtt/`). */
export type PrinterDriver =
  /** A program beside the printer speaks MQTT with us. */
  | "agent"
  /** The hub dials its TCP port itself (ESC/POS or Star, usually 9100). */
  | "network"
  /** A Star printer asks over HTTP. */
  | "cloudprnt"
  /** A Star printer listens on our broker. */
  | "cloudprntMqtt"
  /** An Epson printer asks over HTTP. */
  | "epson"

export interface Printer {
  readonly id: PrinterId
  readonly name: string
  /** The device that prints: second half of its MQTT user name. */
  readonly deviceId: string
  readonly stations: ReadonlyArray<StationKey>
  readonly columns: Columns
  readonly encoder: "receipt" | "escpos"
  readonly language: string
  /** A job older than this is not printed any more, in seconds. */
  readonly maxAgeSeconds: number
  readonly enabled: boolean
  /** Absent: `agent`. */
  readonly driver?: PrinterDriver
  /** With `network`: where it listens. */
  readonly address?: { readonly host: string; readonly port: number }
  /** Key of a file in `devices/profiles/`. Absent: `generic-escpos`. */
  readonly profile?: string
  /** Who prints instead while this one cannot, in this order. */
  readonly backups?: ReadonlyArray<PrinterId>
  /** Screens that show its stations' tickets while neither it nor a backup prints. */
  readonly backupScreens?: ReadonlyArray<ScreenId>
  /** How long it may be out of order before others take over, 0 to 600 seconds. Absent: 1. */
  readonly backupAfterSeconds?: number
  /** When nobody can say whether a paper came out. Absent: `reprint`, under a banner. */
  readonly onUnknown?: "ask" | "reprint"
  /** Papers of each job, 1 to 5. Absent: 1. */
  readonly copies?: number
  /** Sounds with each job. Absent: no. */
  readonly buzzer?: boolean
  /** Opens the cash drawer with each job. Absent: no. */
  readonly drawer?: boolean
  /** PNG on top of each paper, base64, at most 48,000 characters. */
  readonly logo?: string
}

/** A screen, a phone or what drives a printer: what it is called and where it stands. */
export interface KitchenDevice {
  readonly id: string
  readonly kind: DeviceKind
  readonly name: string
  /** Key of the role whose rights it has; absent: all that its kind may. */
  readonly role?: string
  readonly station?: StationKey
  readonly screenId?: string
  readonly printerId?: string
}

export type DeviceKind = "kds" | "handheld" | "board" | "printerAgent" | "cloudprnt" | "epson"

export interface Room {
  readonly id: string
  readonly name: string
  readonly sort: number
}

export interface Table {
  readonly id: TableId
  readonly roomId: string
  readonly name: string
  readonly seats: number
  readonly sort: number
}

/** How a restaurant counts its days and its orders. */
export interface RestaurantRules {
  /** When one business day ends and the next begins, in minutes after midnight of the restaurant's own clock. */
  readonly dayStartsAtMinute: number
  readonly numbering: {
    /** Stands before every number; never ends in a digit, so that the number can be told from it. */
    readonly prefix: string
    /** The first number. */
    readonly start: number
    /** `day`: the numbers begin again with every business day. `never`: they go on. */
    readonly reset: "day" | "never"
  }
}

/** What holds for a restaurant that said nothing else. */
export const defaultRules: RestaurantRules = {
  dayStartsAtMinute: 5 * 60,
  numbering: { prefix: "", start: 1, reset: "day" },
}

/** Everything about a restaurant that orders, screens and printers need to know, as one immutable picture. */
export interface KitchenSetup {
  readonly tenant: {
    readonly name: string
    readonly currency: string
    /** Language of the menu's `name`s and of chits whose printer names none. */
    readonly locale: string
    /** IANA zone. */
    readonly timezone: string
  }
  /** Absent: {@link defaultRules}. */
  readonly restaurant?: RestaurantRules
  readonly menu: Menu
  readonly stations: ReadonlyArray<Station>
  readonly screens: ReadonlyArray<Screen>
  readonly printers: ReadonlyArray<Printer>
  readonly rooms: ReadonlyArray<Room>
  readonly tables: ReadonlyMap<string, Table>
  /** What may connect; absent without the plugin that keeps them. */
  readonly devices?: ReadonlyArray<KitchenDevice>
}
