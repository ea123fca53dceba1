import { Result, Schema } from "effect"
import { Toml } from "effect/encoding"
import { decodeWith } from "#core/hub/decode.ts"
import { PaperFence } from "#core/hub/printer-profile.ts"
import { lineLanguages } from "#devices/printers/network/line-printer.ts"

/** Where the paper comes out. */
export type PrinterPort =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A device file such as `/dev/usb/lp0`. */
  | { readonly kind: "usb"; readonly path: string }
  /** A device file such as `/dev/ttyUSB0`, and what `stty` is told of it. */
  | { readonly kind: "serial"; readonly path: string; readonly stty: ReadonlyArray<string> }

const Name = Schema.String.check(
  Schema.isPattern(/^[a-z0-9][a-z0-9_-]{0,39}$/, {
    message: "Expected lower case letters, digits, - and _, at most 40",
  }),
)
const Path = Schema.String.check(
  Schema.isPattern(/^\/[^\p{Cc}]{1,200}$/u, { message: "Expected a path that begins with /" }),
)

const PrinterEntry = Schema.Struct({
  /** Also the name of its folder. */
  name: Name,
  /** What the hub's page Devices shows when a printer agent is added; needed once. */
  claim: Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^[\x21-\x7e]{8,128}$/, { message: "Expected 8 to 128 visible characters" }),
    ),
  ),
  tcp: Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]{1,253})(:\d{1,5})?$/, {
        message: "Expected host:port, such as 192.168.1.50:9100",
      }),
    ),
  ),
  usb: Schema.optionalKey(Path),
  serial: Schema.optionalKey(Path),
  baud: Schema.optionalKey(Schema.Literals([1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200])),
  parity: Schema.optionalKey(Schema.Literals(["none", "even", "odd"])),
  flow: Schema.optionalKey(Schema.Literals(["none", "hardware", "software"])),
  columns: Schema.optionalKey(Schema.Literals([32, 35, 42, 44, 48, 64])),
  model: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(60))),
  /** How it says that paper is out. Absent: it is asked. `none`: it never answers. */
  fence: Schema.optionalKey(PaperFence),
  /** What it understands, as its model in the hub says. Absent: ESC/POS. */
  language: Schema.optionalKey(Schema.Literals(lineLanguages)),
})

const AgentFile = Schema.Struct({
  hub: Schema.String.check(
    Schema.isPattern(/^https?:\/\/[^\s/]+(\/\S*)?$/, {
      message: "Expected the hub's address, such as https://heard.example",
    }),
  ),
  data: Schema.optionalKey(Schema.NonEmptyString),
  printers: Schema.NonEmptyArray(PrinterEntry),
})

export interface AgentPrinter
  extends Omit<typeof PrinterEntry.Type, "tcp" | "usb" | "serial" | "baud" | "parity" | "flow"> {
  readonly port: PrinterPort
}

export interface AgentConfig {
  readonly hub: string
  /** Journals and credentials, one folder for each printer. */
  readonly data: string
  readonly printers: ReadonlyArray<AgentPrinter>
}

/** What one printer needs, without a file: `HEARD_HUB`, `HEARD_CLAIM`, `HEARD_PRINTER`, `HEARD_DATA`. */
export interface AgentWords {
  readonly hub?: string | undefined
  readonly claim?: string | undefined
  /** `tcp://host:port`, `usb:///dev/usb/lp0` or `serial:///dev/ttyUSB0?baud=19200`. */
  readonly printer?: string | undefined
  readonly data?: string | undefined
}

/**
 * `agent.toml`, or the words of environment and arguments where there is none; words win over the file.
 *
 * @returns the one line that says what is wrong
 */
export const readAgentConfig = (
  file: string | undefined,
  words: AgentWords,
): Result.Result<AgentConfig, string> =>
  Result.flatMap(file === undefined ? spelled(words) : parsed(file), (entries) => {
    const wanted = {
      ...entries,
      ...(words.hub === undefined ? {} : { hub: words.hub }),
      ...(words.data === undefined ? {} : { data: words.data }),
    }
    return decode(wanted).pipe(
      Result.mapError(([first]) => `${first?.path || "agent.toml"}: ${first?.message}`),
      Result.flatMap(configOf),
    )
  })

const decode = decodeWith(AgentFile)

const parsed = (text: string): Result.Result<object, string> =>
  Toml.parse(text).pipe(
    Result.mapError(({ message }) => `agent.toml: ${message.replaceAll(/\s+/g, " ")}`),
  )

const spelled = ({ hub, claim, printer }: AgentWords): Result.Result<object, string> => {
  if (hub === undefined) return Result.fail("HEARD_HUB is missing: the hub's address")
  if (printer === undefined) return Result.fail(`HEARD_PRINTER is missing: ${printerForms}`)
  const found = /^(tcp|usb|serial):\/\/([^?]+)(\?.*)?$/.exec(printer)
  if (found === null)
    return Result.fail(`HEARD_PRINTER is "${printer}"; allowed is ${printerForms}`)
  const [, kind = "", place = "", query = ""] = found
  const more = Object.fromEntries(new URLSearchParams(query))
  return Result.succeed({
    hub,
    printers: [
      {
        name: "printer",
        [kind]: place,
        ...more,
        ...("baud" in more ? { baud: Number(more["baud"]) } : {}),
        ...("columns" in more ? { columns: Number(more["columns"]) } : {}),
        ...(claim === undefined ? {} : { claim }),
      },
    ],
  })
}

const printerForms = "tcp://host:9100, usb:///dev/usb/lp0 or serial:///dev/ttyUSB0?baud=19200"

const configOf = ({
  hub,
  data,
  printers,
}: typeof AgentFile.Type): Result.Result<AgentConfig, string> => {
  const ports = printers.map(portOf)
  const wrong = ports.findIndex((port) => typeof port === "string")
  if (wrong >= 0) return Result.fail(`printers.${wrong}: ${ports[wrong]}`)
  const names = printers.map(({ name }) => name)
  const twice = names.find((name, n) => names.indexOf(name) !== n)
  if (twice !== undefined) return Result.fail(`printers: "${twice}" stands there twice`)
  return Result.succeed({
    hub: hub.replace(/\/+$/, ""),
    data: data ?? "heard-agent",
    printers: printers.map(({ tcp: _tcp, usb: _usb, serial: _serial, ...rest }, n) => ({
      ...rest,
      port: ports[n] as PrinterPort,
    })),
  })
}

const portOf = ({
  tcp,
  usb,
  serial,
  baud = 9600,
  parity = "none",
  flow = "none",
}: typeof PrinterEntry.Type): PrinterPort | string => {
  const given = [tcp, usb, serial].filter((way) => way !== undefined)
  if (given.length !== 1) return "one of tcp, usb and serial must stand there"
  if (tcp !== undefined) {
    const [, host = "", port = "9100"] = /^(.+?)(?::(\d+))?$/.exec(tcp) ?? []
    const number = Number(port)
    return number >= 1 && number <= 65_535
      ? { kind: "tcp", host: host.replace(/^\[(.+)\]$/, "$1"), port: number }
      : `tcp: ${port} is no port`
  }
  if (usb !== undefined) return { kind: "usb", path: usb }
  return { kind: "serial", path: serial ?? "", stty: sttyOf(baud, parity, flow) }
}

/** Bytes as they are, in both directions. */
const sttyOf = (
  baud: number,
  parity: "none" | "even" | "odd",
  flow: "none" | "hardware" | "software",
): ReadonlyArray<string> => [
  "raw",
  "-echo",
  "cs8",
  "-cstopb",
  "clocal",
  "-hupcl",
  ...(parity === "none" ? ["-parenb"] : ["parenb", parity === "odd" ? "parodd" : "-parodd"]),
  flow === "hardware" ? "crtscts" : "-crtscts",
  ...(flow === "software" ? ["ixon", "-ixany"] : ["-ixon"]),
  String(baud),
]
