import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { asbWord } from "#devices/printers/epson/asb-status.ts"
import { readEpsonPost } from "#devices/printers/epson/epson-form.ts"
import { epsonOutcome } from "#devices/printers/epson/epson-outcome.ts"
import { xmlTags } from "#devices/printers/epson/xml-tags.ts"
import { jobToken } from "#devices/printers/pull/job-token.ts"
import { epsonPrinter } from "#devices/simulators/epson-printer.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { makeVirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { pressNamed } from "#test/devices/encoders/on-press.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { askedHub } from "./asked-hub.ts"
import { mac } from "./pull-rig.ts"

const answer = (job: string, response: string) =>
  `<?xml version="1.0" encoding="utf-8"?><PrintResponseInfo Version="2.00"><ePOSPrint><Parameter>` +
  `<devid>local_printer</devid><printjobid>${job}</printjobid></Parameter><PrintResponse>` +
  `<response ${response}/></PrintResponse></ePOSPrint></PrintResponseInfo>`

const good = `success="true" code="" status="251854870" battery="0"`

describe("an Epson printer with Server Direct Print", () => {
  it.live("[SDP-1] gets one job at a time in Epson's envelope, else an empty answer", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("epson")
      const nothing = yield* hub.post({ ConnectionType: "GetRequest", ID: "" })
      expect([nothing.status, nothing.text, nothing.headers.get("content-length")]).toEqual([
        ...[200, "", "0"],
      ])
      const token = jobToken(yield* hub.send(), 22)
      const job = yield* hub.post({ ConnectionType: "GetRequest", ID: "" })
      expect(job.text).toContain(
        `<PrintRequestInfo Version="2.00"><ePOSPrint><Parameter><devid>local_printer</devid>` +
          `<timeout>10000</timeout><printjobid>${token}</printjobid></Parameter><PrintData><epos-print`,
      )
      const epos = /<PrintData>(.*)<\/PrintData>/s.exec(job.text)?.[1] ?? ""
      const { items } = readPaper(Buffer.from(epos), pressNamed("epson-tm-m30-sdp"))
      expect(wordsOn(items).join("\n")).toContain("Burger")
      expect((yield* hub.post({ ConnectionType: "GetRequest" })).text).toBe("")
      const done = { ConnectionType: "SetResponse", ResponseFile: answer(token, good) }
      for (const told of [yield* hub.post(done), yield* hub.post(done)])
        expect([told.status, told.text]).toEqual([200, ""])
      expect(hub.results()[0]).toEqual(["printed", "sdp"])
    }),
  )

  it.live(
    "[SDP-5] whose spooler is on is asked how each paper went, and told nothing else meanwhile",
    () =>
      Effect.gen(function* () {
        const hub = yield* askedHub("epson")
        const machine = makeVirtualPrinter()
        machine.apply({ bytesPerSecond: 20_000 })
        yield* Effect.forkScoped(
          epsonPrinter({
            ...{ url: hub.path, serial: mac, machine, pollMs: 5, timeoutMs: 400, spools: true },
          }),
        )
        yield* hub.send()
        yield* eventually("its paper is out", () => hub.results().length === 1)
        expect(machine.papers().map(({ complete }) => complete)).toEqual([true])
        expect(hub.results()).toEqual([["printed", "sdp"]])
        machine.apply({ paperOutAfterBytes: 40 })
        yield* hub.send()
        yield* eventually("it never came", () => hub.results().length === 2)
        expect(hub.results()[1]).toEqual(["unknown", "paper_out"])
      }),
  )

  it.live(
    "[SDP-2] whose paper ends has the job repeated under a banner once, then tried again",
    () =>
      Effect.gen(function* () {
        const hub = yield* askedHub("epson")
        const machine = makeVirtualPrinter()
        machine.apply({ paper: "out" })
        yield* Effect.forkScoped(
          epsonPrinter({ url: hub.path, serial: mac, machine, pollMs: 5, timeoutMs: 500 }),
        )
        const sent = (count: number) =>
          Effect.andThen(
            hub.send(),
            eventually("it is answered", () => hub.results().length === count),
          )
        yield* sent(1)
        yield* sent(2)
        machine.apply({ paper: "ok" })
        yield* sent(3)
        expect(hub.results()).toEqual([
          ["unknown", "paper_out"],
          ["refused", "paper_out"],
          ["printed", "sdp"],
        ])
      }),
  )

  it("[SDP-2] is believed that nothing was printed where its service itself turned the job down", () => {
    const said = (code: string, before?: string) =>
      Object.values(epsonOutcome({ success: false, code, status: "8" }, before)).join(" ")
    expect(said("SchemaError")).toBe("failed decode")
    expect(said("RequestEntityTooLarge")).toBe("failed too_large")
    expect(said("DeviceNotFound")).toBe("refused unreachable")
    expect(said("EPTR_COVER_OPEN")).toBe("unknown cover_open")
    expect(said("EPTR_COVER_OPEN", "cover_open")).toBe("refused cover_open")
    expect(said("EX_TIMEOUT")).toBe("unknown offline")
  })

  it("[SDP-3] says how it stands in the bits of its automatic status", () => {
    expect(asbWord("251854870")).toMatchObject({ online: true, paper: "low", cover: false })
    expect(asbWord(String(0x28))).toMatchObject({ cover: true, trouble: "cover_open" })
    expect(asbWord(String(0x8_0008))).toMatchObject({ paper: "out", trouble: "paper_out" })
    expect(asbWord(String(0x808))).toMatchObject({ trouble: "cutter" })
    expect(asbWord("what")).toMatchObject({ online: true, paper: "ok" })
  })

  it.live("[SDP-3] that pushes its status is handed nothing while it has a fault", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("epson")
      yield* hub.post({ ConnectionType: "SetStatus", Status: String(0x28) })
      yield* hub.send()
      yield* hub.settled
      expect((yield* hub.post({ ConnectionType: "GetRequest" })).text).toBe("")
      expect(hub.results()).toEqual([["refused", "cover_open"]])
      yield* hub.post({ ConnectionType: "SetStatus", Status: "0" })
      yield* hub.send()
      expect((yield* hub.post({ ConnectionType: "GetRequest" })).text).toContain("printjobid")
    }),
  )

  it("[SDP-4] is read strictly: what is no small, plain document is no answer", () => {
    const post = (file: string) =>
      readEpsonPost(
        Buffer.from(
          String(new URLSearchParams({ ConnectionType: "SetResponse", ResponseFile: file })),
        ),
      )
    expect(post(answer("A", good))).toMatchObject({ results: [{ job: "A", success: true }] })
    const third =
      `<PrintResponseInfo Version="3.00"><ServerDirectPrint><Response Success="false">` +
      `<ErrorSummary>Parse &amp; error</ErrorSummary></Response></ServerDirectPrint></PrintResponseInfo>`
    expect(post(third)).toMatchObject({ results: [{ success: false, code: "Parse & error" }] })
    for (const bad of [
      "",
      "not xml",
      "<PrintResponseInfo>",
      "<Other/>",
      answer("A", good).slice(0, 300).concat("<"),
      `<!DOCTYPE x [<!ENTITY a "b">]>${answer("A", good)}`,
      answer("&a;", good),
      answer("A", `success="true" code="<"`),
      `<PrintResponseInfo>${"<a/>".repeat(600)}</PrintResponseInfo>`,
    ])
      expect(post(bad), bad.slice(0, 60)).toBeUndefined()
    expect(readEpsonPost(Uint8Array.of(0xff, 0xfe, 0x80))).toBeUndefined()
    expect(xmlTags("<a:b c:d='1'>x</a:b>")).toEqual([
      { name: "b", attributes: { d: "1" }, text: "x" },
    ])
  })
})
