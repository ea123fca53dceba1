import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { readAgentConfig } from "#devices/agent/agent-config.ts"

const file = `
hub = "https://heard.example/"
data = "/var/lib/heard-agent"

[[printers]]
name = "grill"
claim = "BCDF-GHJK"
tcp = "192.168.1.50"

[[printers]]
name = "bar"
usb = "/dev/usb/lp0"
columns = 42
fence = "gs-r"

[[printers]]
name = "cold"
serial = "/dev/ttyUSB0"
baud = 19200
flow = "hardware"
`

describe("the file of an agent", () => {
  it("[RUN-1] names each printer, its claim, and the way to it", () => {
    const config = Result.getOrThrow(readAgentConfig(file, {}))
    expect(config).toMatchObject({ hub: "https://heard.example", data: "/var/lib/heard-agent" })
    expect(config.printers).toMatchObject([
      {
        name: "grill",
        claim: "BCDF-GHJK",
        port: { kind: "tcp", host: "192.168.1.50", port: 9100 },
      },
      { name: "bar", columns: 42, fence: "gs-r", port: { kind: "usb", path: "/dev/usb/lp0" } },
      { name: "cold", port: { kind: "serial", path: "/dev/ttyUSB0" } },
    ])
    const cold = config.printers[2]?.port
    expect(cold?.kind === "serial" && cold.stty).toEqual(
      expect.arrayContaining(["raw", "-echo", "crtscts", "19200"]),
    )
  })

  it("[RUN-1] is not needed for one printer", () => {
    const words = { hub: "http://hub:8080", claim: "BCDF-GHJK", data: "/tmp/x" }
    const of = (printer: string) =>
      Result.getOrThrow(readAgentConfig(undefined, { ...words, printer })).printers[0]
    expect(of("tcp://[fe80::1]:9101")).toMatchObject({
      claim: "BCDF-GHJK",
      port: { kind: "tcp", host: "fe80::1", port: 9101 },
    })
    expect(of("usb:///dev/usb/lp0?fence=none&columns=32")).toMatchObject({
      fence: "none",
      columns: 32,
      port: { kind: "usb", path: "/dev/usb/lp0" },
    })
    expect(of("serial:///dev/ttyS0?baud=38400")?.port).toMatchObject({ kind: "serial" })
  })

  it.each([
    ["hub = 1\nprinters = []", /^hub: Expected/],
    ["hub = 'ftp://x'\n[[printers]]\nname='a'\ntcp='x'", /^hub: Expected the hub's address/],
    ["hub = 'http://x'", /^printers: /],
    ["hub = 'http://x'\n[[printers]]\nname='A b'\ntcp='x'", /^printers\.0\.name: Expected lower/],
    ["hub = 'http://x'\n[[printers]]\nname='a'", /^printers\.0: one of tcp, usb and serial/],
    ["hub = 'http://x'\n[[printers]]\nname='a'\ntcp='x:0'", /^printers\.0: tcp: 0 is no port/],
    ["hub = 'http://x'\n[[printers]]\nname='a'\nusb='lp0'", /^printers\.0\.usb: Expected a path/],
    ["hub = 'http://x'\n[[printers]]\nname='a'\nserial='/dev/x'\nbaud=7", /^printers\.0\.baud: /],
    ["hub = 'http://x'\n[[printers]]\nname='a'\ntcp='x'\ncolour='red'", /^printers\.0\.colour: /],
    ["[[printers]]\nname='a'\ntcp='x'\n[[printers]]\nname='a'\ntcp='y'", /^hub: /],
    ["hub = ", /^agent\.toml: /],
  ])("[RUN-2] that is wrong is told in one line that names the entry: %j", (text, line) => {
    const failure = Result.getOrThrow(Result.flip(readAgentConfig(text, {})))
    expect(failure).toMatch(line)
    expect(failure).not.toContain("\n")
  })

  it("[RUN-2] says what is missing where there is no file", () => {
    const wrong = (words: object) =>
      Result.getOrThrow(Result.flip(readAgentConfig(undefined, words)))
    expect(wrong({})).toMatch(/^HEARD_HUB is missing/)
    expect(wrong({ hub: "http://x" })).toMatch(/^HEARD_PRINTER is missing/)
    expect(wrong({ hub: "http://x", printer: "lpt1" })).toMatch(/^HEARD_PRINTER is "lpt1"/)
  })
})
