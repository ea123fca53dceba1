import { Context, Schema } from "effect"
import type { Columns } from "#core/kitchen/menu.ts"

/** What a model may speak by its profile. */
export const ModelLanguage = Schema.Literals(["escpos", "starprnt", "starline", "epos"])

/** How a printer can say that a paper is out (devices.md §1.7). */
export const PaperFence = Schema.Literals(["gs(h", "gs-r", "etb", "none"])

/** What a printer understands. `epos`: Epson's XML, as UTF-8. `png`, `text`: for printers that draw or lay out by themselves. */
export type PrinterLanguage = typeof ModelLanguage.Type | "png" | "text"

/**
 * Code pages that a profile may name. Only scripts that are written from left to right, one letter a byte: Arabic,
 * Hebrew and Thai pages exist, but printers neither join nor turn their letters, so those are drawn.
 */
export const pageNames = [
  "cp437",
  "cp737",
  "cp775",
  "cp850",
  "cp852",
  "cp857",
  "cp858",
  "cp860",
  "cp863",
  "cp865",
  "cp866",
  "windows1250",
  "windows1251",
  "windows1252",
  "windows1253",
  "windows1254",
  "windows1257",
] as const
export type PageName = (typeof pageNames)[number]

const between = (minimum: number, maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum }))

export const AllowedColumns = Schema.Literals([32, 35, 42, 44, 48, 64])

/** One of a printer's own fonts. */
const PrinterFont = Schema.Struct({
  /** Number that selects it: of `ESC M`, of Star's `ESC RS F`, 0 for ePOS `font_a`. */
  select: between(0, 4),
  /** Dots of one character, width and height. */
  cell: Schema.Tuple([between(6, 24), between(8, 48)]),
  /** Columns that it prints on this printer's paper; fewer than fit leave the right edge white. */
  columns: Schema.NonEmptyArray(AllowedColumns),
})

/** How it makes itself heard. */
const Buzzer = Schema.Union([
  Schema.Struct({ by: Schema.Literal("none") }),
  /** `ESC B n t`: so many times, each of so many tenths of a second. */
  Schema.Struct({ by: Schema.Literal("esc-b"), times: between(1, 9), tenths: between(1, 9) }),
  /** A kitchen bell on the drawer's socket: so many long pulses. */
  Schema.Struct({
    by: Schema.Literal("drawer-kick"),
    pin: Schema.Literals([2, 5]),
    times: between(1, 9),
  }),
  /** Epson's own: `ESC ( A`, a pattern 1 to 7, so many times. */
  Schema.Struct({ by: Schema.Literal("esc-(-a"), pattern: between(1, 7), times: between(1, 9) }),
  /** Star's `ESC GS BEL`: on and off in steps of 20 ms. */
  Schema.Struct({
    by: Schema.Literal("star"),
    channel: Schema.Literals([1, 2]),
    on: between(1, 127),
    off: between(1, 127),
  }),
  /** `<sound>` of ePOS. */
  Schema.Struct({
    by: Schema.Literal("epos"),
    pattern: Schema.Literals(["pattern_a", "pattern_b", "pattern_c", "pattern_d", "pattern_e"]),
    times: between(1, 9),
  }),
])

/** What a file in `devices/profiles/` says about a model of printer. */
export const PrinterProfileFile = Schema.Struct({
  name: Schema.NonEmptyString.check(Schema.isMaxLength(60)),
  language: ModelLanguage,
  /** Unless the printer says otherwise. */
  columns: AllowedColumns,
  /** Printable width in dots, a multiple of 8. */
  dots: between(160, 1024).check(Schema.isMultipleOf(8)),
  /** Dots to the inch. Absent: 203. */
  dpi: Schema.optionalKey(between(60, 600)),
  fonts: Schema.NonEmptyArray(PrinterFont),
  /**
   * Code pages by the number of `ESC t` (Star: `ESC GS t`), the preferred first; what none of them has is drawn.
   * ePOS has no numbers: there the pages say which letters the printer's own font has.
   */
  pages: Schema.NonEmptyArray(
    Schema.Struct({ name: Schema.Literals(pageNames), number: between(0, 255) }),
  ),
  cut: Schema.Literals(["full", "partial", "none"]),
  /** Lines from the print head to the blade, or to the edge where paper is torn off. */
  feed: between(0, 12),
  /** What says that everything before it is on paper; drivers add it behind the encoder's last byte. */
  fence: PaperFence,
  /** How it tells its state over the wire. */
  status: Schema.Literals(["asb", "dle-eot", "none"]),
  buzzer: Buzzer,
  /** Pin of the drawer's socket that a pulse goes to. */
  drawer: Schema.Literals(["pin2", "pin5", "none"]),
  /** How it takes dots. `none` is an impact printer, or one without a command for them. */
  raster: Schema.Literals(["gs-v-0", "star", "esc-x", "epos", "none"]),
  qr: Schema.Literals(["native", "drawn", "none"]),
  barcode: Schema.Literals(["native", "drawn", "none"]),
  /** Command of character sizes. `esc-!` sets emphasis and font along with it. Absent: `gs-!`, or Star's own. */
  sizes: Schema.optionalKey(Schema.Literals(["gs-!", "esc-!"])),
  /** Prints white on black. Absent: yes. */
  inverse: Schema.optionalKey(Schema.Boolean),
}).annotate({ identifier: "PrinterProfileFile" })

export const PrinterProfile = Schema.Struct({
  /** Name of its file, what a printer's `profile` says. */
  key: Schema.String,
  ...PrinterProfileFile.fields,
}).annotate({ identifier: "PrinterProfile" })
export type PrinterProfile = typeof PrinterProfile.Type
export type PrinterFont = PrinterProfile["fonts"][number]

/** Columns that a profile can be set to. */
export const columnsOf = (profile: PrinterProfile): ReadonlyArray<Columns> =>
  profile.fonts.flatMap(({ columns }) => columns)

/** What a printer is taken for that names no profile, or one that is not there. */
export const genericProfile = "generic-escpos"

/** The models of printers that this hub knows: data, read once at the start. */
export class PrinterProfiles extends Context.Service<
  PrinterProfiles,
  {
    /** By name. */
    readonly list: ReadonlyArray<PrinterProfile>
    /** @param key name of its file; undefined when there is no such profile */
    readonly find: (key: string) => PrinterProfile | undefined
    /** The profile of a key, the generic one for a key that is absent or not known. */
    readonly of: (key: string | undefined) => PrinterProfile
  }
>()("heard/PrinterProfiles") {}
