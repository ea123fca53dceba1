import { inflateSync } from "node:zlib"
import { expect, it } from "@effect/vitest"
import { Resvg } from "@resvg/resvg-js"
import { Effect } from "effect"
import { mostLogoSide, wrongLogo } from "#core/hub/logo.ts"
import { Paper, type PaperProfile, paperProfileOf } from "#core/hub/paper.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import { dotsWhere } from "#devices/encoders/dots.ts"
import { pngOf } from "#devices/encoders/dots-file.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { decodeEpos } from "#devices/simulators/epos-decoder.ts"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import { machineOf } from "#devices/simulators/printer-machine.ts"
import { decodeStar } from "#devices/simulators/star-decoder.ts"
import { dinner, manyScripts } from "./example-chits.ts"
import { onPaper, wordsOn } from "./on-paper.ts"
import { profiles } from "./on-press.ts"

const onPaperOf = <A>(look: (paper: Paper["Service"]) => A) =>
  Effect.runPromise(Effect.map(Paper, look).pipe(Effect.provide(paperLayer)))

const wanted: PaperProfile = { columns: 48, encoder: "receipt" }
const machine = (key: string, columns = 48) => machineOf(profiles.of(key), columns)

/** A ring: dots on the left and right, nothing in the middle. */
const ring = (side: number): string =>
  Buffer.from(
    pngOf(
      dotsWhere(side, side, (x, y) => {
        const away = Math.hypot(x - side / 2, y - side / 2)
        return away < side / 2 && away > side / 3
      }),
    ),
  ).toString("base64")

it("[PAPER-9] [PAPER-12] prints with the encoder that a printer names, and shows the same paper", () =>
  onPaperOf((paper) => {
    const receipt = paper.encode(dinner, { columns: 42, encoder: "receipt" })
    const escpos = paper.encode(dinner, { columns: 42, encoder: "escpos" })
    expect(receipt).not.toEqual(escpos)
    expect(onPaper(decodeEscpos(receipt, 42).items)).toEqual(
      onPaper(decodeEscpos(escpos, 42).items),
    )
    expect(paper.preview(dinner, { columns: 42, encoder: "receipt" })).toEqual(
      paper.preview(dinner, { columns: 42, encoder: "escpos" }),
    )
  }))

it("[PROFILE-3] writes the language of the profile, or the one that it is told to", () =>
  onPaperOf((paper) => {
    const star = paper.encode(dinner, { ...wanted, profile: "star-mc-print3" })
    const words = wordsOn(decodeStar(star, "starprnt", machine("star-mc-print3")).items)
    expect(words).toContain("2 x Burger  S1")
    const line = paper.encode(dinner, { ...wanted, language: "starline" })
    expect(wordsOn(decodeStar(line, "starline", machine("generic-starline")).items)).toEqual(words)
    const xml = paper.encode(dinner, { ...wanted, profile: "epson-tm-t20iii", language: "epos" })
    expect(wordsOn(decodeEpos(xml, machine("generic-epos")).items).join("\n")).toContain("Burger")
    const own = paper.encode(dinner, { ...wanted, profile: "epson-tm-t20iii", language: "escpos" })
    expect(own).toEqual(paper.encode(dinner, { ...wanted, profile: "epson-tm-t20iii" }))
  }))

it("[PAPER-14] has a QR code and a barcode at its foot, by the printer's own commands, drawn, or as text", () =>
  onPaperOf((paper) => {
    const chit: Chit = { ...dinner, qr: "https://heard.example/o/42", barcode: "K-000042" }
    const paperOf = (profile: string, columns: PaperProfile["columns"]) =>
      onPaper(
        decodeEscpos(paper.encode(chit, { ...wanted, profile, columns }), machine(profile, columns))
          .items,
      )
    expect(paperOf("epson-tm-t20iii", 48)).toEqual(
      expect.arrayContaining([
        "[barcode K-000042, 3 dots, center]",
        "[qr https://heard.example/o/42, 6 dots, center]",
      ]),
    )
    expect(paperOf("no-name-58mm", 32).filter((line) => line.startsWith("[drawn"))).toHaveLength(2)
    const impact = paperOf("epson-tm-u220", 32)
    expect(impact.filter((line) => line === "K-000042" || line.startsWith("https:"))).toHaveLength(
      2,
    )
  }))

it("[PAPER-14] prints as text what no code has room for", () =>
  onPaperOf((paper) => {
    const chit: Chit = { ...dinner, qr: `https://x/${"y".repeat(300)}`, barcode: "Straße 12" }
    const text = wordsOn(decodeEscpos(paper.encode(chit, wanted), 48).items).join("")
    expect(text).toContain("y".repeat(300))
    expect(text).toContain("Straße 12")
  }))

it("[PAPER-15] sounds and opens the drawer as its profile can, before anything is printed", () =>
  onPaperOf((paper) => {
    const eventsOf = (profile: string) =>
      decodeEscpos(
        paper.encode(dinner, { ...wanted, profile, buzzer: true, drawer: true }),
        machine(profile),
      ).events.map(({ kind }) => kind)
    expect(eventsOf("generic-escpos")).toEqual(["buzzer", "drawer"])
    expect(eventsOf("epson-tm-m30iii")).toEqual(["buzzer", "drawer"])
    // Its bell hangs on the drawer's socket.
    expect(eventsOf("epson-tm-t20iii")).toEqual(["drawer", "drawer", "drawer", "drawer"])
    const xml = paper.encode(dinner, { ...wanted, profile: "epson-tm-m30-sdp", buzzer: true })
    expect(decodeEpos(xml, machine("epson-tm-m30-sdp")).events).toEqual([{ kind: "buzzer" }])
    const star = (profile: string) =>
      decodeStar(
        paper.encode(dinner, { ...wanted, profile, buzzer: true, drawer: true }),
        "starprnt",
        machine(profile),
      ).events
    expect(star("star-mc-print3")).toEqual([{ kind: "buzzer" }, { kind: "drawer", pin: 2 }])
    expect(star("star-tsp143iv")).toEqual([])
    expect(decodeEscpos(paper.encode(dinner, wanted), 48).events).toEqual([])
  }))

it("[PAPER-16] has the logo on top, in the middle, no wider than the paper and no higher than 3 cm", () =>
  onPaperOf((paper) => {
    const logoOf = (side: number) => {
      const [first] = decodeEscpos(paper.encode(dinner, { ...wanted, logo: ring(side) }), 48).items
      return first?.kind === "raster" ? first : undefined
    }
    const small = logoOf(96)
    expect(small).toMatchObject({ width: 576, height: 96 })
    const columns = Array.from({ length: 72 }, (_, byte) =>
      Array.from({ length: 96 }, (_, y) => small?.rows[y * 72 + byte] ?? 0).some(
        (bits) => bits > 0,
      ),
    )
    expect([columns.indexOf(true), columns.lastIndexOf(true)]).toEqual([30, 41])
    expect(logoOf(2000)?.height).toBe(240)
  }))

it("[PAPER-16] is printed without a logo that is none, and never unpacks a huge one", () =>
  onPaperOf((paper) => {
    const huge = Buffer.from(ring(8), "base64")
    huge.writeUInt32BE(60_000, 16)
    const broken = Buffer.from(ring(8), "base64").subarray(0, 50)
    for (const logo of ["", "%%%", "aGVsbG8=", huge.toString("base64"), broken.toString("base64")])
      expect(onPaper(decodeEscpos(paper.encode(dinner, { ...wanted, logo }), 48).items)[0]).toMatch(
        /^\{b 2x2\|TABLE 12\}/,
      )
    expect(wrongLogo(huge.toString("base64"))).toContain(`1 to ${mostLogoSide} pixels`)
    expect(wrongLogo("aGVsbG8=")).toBe("Expected a PNG")
    expect(wrongLogo("A".repeat(90_000))).toBe("Expected at most 64 KiB")
    expect(wrongLogo(ring(96))).toBeUndefined()
  }))

it("[PAPER-17] a printer without dots gets letters without their marks, else boxes that a bar on top explains", () =>
  onPaperOf((paper) => {
    const u220 = (note: string) =>
      onPaper(
        decodeEscpos(
          paper.encode({ ...dinner, note, lines: [] }, { ...wanted, profile: "epson-tm-u220" }),
          machine("epson-tm-u220", 32),
        ).items,
      ).join("\n")
    expect(u220("Phở bò")).toContain("* Pho bò")
    expect(u220("Phở bò")).not.toContain("MISSING")
    expect(u220("味噌 x")).toContain("* ■■■■ x")
    expect(u220("味噌 x").split("\n")[0]).toMatch(/^\{b 1x2\|\*+■ = LETTER MISSING\*+\}$/)
    // White on black it has not either.
    expect(
      onPaper(
        decodeEscpos(
          paper.encode(
            { ...dinner, banners: [{ kind: "void" }] },
            { ...wanted, profile: "epson-tm-u220" },
          ),
          machine("epson-tm-u220", 32),
        ).items,
      ).join("\n"),
    ).toMatch(/^\{b 2x2\|\*+VOID\*+\}[\s\S]*\*NO\* onions/)
  }))

it("[PAPER-18] is a picture of one bit or plain text for printers that want those", () =>
  onPaperOf((paper) => {
    const png = Buffer.from(paper.encode(manyScripts, { ...wanted, language: "png" }))
    expect([png.readUInt32BE(16), png[24], png[25]]).toEqual([576, 1, 0])
    expect(png.length).toBeLessThan(30_000)
    const href = `data:image/png;base64,${png.toString("base64")}`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="576" height="${png.readUInt32BE(20)}"><image href="${href}"/></svg>`
    const { pixels } = new Resvg(svg).render()
    const dark = pixels.filter((value, at) => at % 4 === 0 && value < 128).length
    expect(dark / (pixels.length / 4)).toBeGreaterThan(0.03)
    expect(dark / (pixels.length / 4)).toBeLessThan(0.3)
    const text = Buffer.from(paper.encode(manyScripts, { ...wanted, language: "text" })).toString()
    expect(text).toContain("3 x 味噌ラーメン\n")
    expect(text).toContain("*!! ALLERGY: אגוזים !!*\n")
  }))

it("[PAPER-12] is shown as a PDF of one page that is as large as the paper", () =>
  onPaperOf((paper) => {
    const pdf = Buffer.from(paper.previewPdf(dinner, wanted)).toString("latin1")
    const [, width = "", height = ""] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []
    expect(Number(width)).toBeCloseTo((624 * 72) / 203, 1)
    const [, dots = "", rows = ""] = /\/Width (\d+) \/Height (\d+)/.exec(pdf) ?? []
    expect([dots, Number(height)]).toEqual([
      "576",
      expect.closeTo(((Number(rows) + 48) * 72) / 203, 1),
    ])
    // Every object stands where the table at the end says.
    const [, table = "0"] = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf) ?? []
    expect(pdf.slice(Number(table), Number(table) + 4)).toBe("xref")
    const offsets = [...pdf.slice(Number(table)).matchAll(/(\d{10}) 00000 n/g)].map(([, at]) =>
      Number(at),
    )
    offsets.forEach((at, index) => {
      expect(pdf.slice(at).startsWith(`${index + 1} 0 obj\n`)).toBe(true)
    })
    const stream = /FlateDecode \/Length (\d+) >>\nstream\n/.exec(pdf)
    const start = (stream?.index ?? 0) + (stream?.[0].length ?? 0)
    const image = inflateSync(Buffer.from(pdf.slice(start, start + Number(stream?.[1])), "latin1"))
    expect(image.length).toBe((576 / 8) * Number(rows))
  }))

it.effect("takes what a printer's settings say", () =>
  Effect.gen(function* () {
    const { list } = yield* PrinterProfiles
    expect(list.map(({ key }) => key)).toContain("generic-escpos")
    const printer = { columns: 42, encoder: "receipt", profile: "x", copies: 2 } as const
    expect(paperProfileOf({ ...printer, name: "Grill" } as never)).toEqual(printer)
  }).pipe(Effect.provide(paperLayer)),
)

it.effect("[PAPER-13] cuts several papers of one job one by one, each with its number", () =>
  Effect.gen(function* () {
    const paper = yield* Paper
    const bytes = paper.encode(dinner, { columns: 48, encoder: "receipt", copies: 2 })
    const words = onPaper(decodeEscpos(bytes, 48).items).map((line) => JSON.stringify(line))
    expect(words.filter((line) => line.includes("COPY 1/2"))).toHaveLength(1)
    expect(words.filter((line) => line.includes("COPY 2/2"))).toHaveLength(1)
    expect(decodeEscpos(bytes, 48).items.filter(({ kind }) => kind === "cut")).toHaveLength(2)
    const sounding = { ...wanted, copies: 3, buzzer: true, language: "epos" } as const
    const xml = decodeEpos(paper.encode(dinner, sounding), machine("generic-epos"))
    expect(xml.items.filter(({ kind }) => kind === "cut")).toHaveLength(3)
    expect(xml.events).toEqual([{ kind: "buzzer" }])
    expect(paper.encode(dinner, { columns: 48, encoder: "receipt", copies: 1 })).toEqual(
      paper.encode(dinner, { columns: 48, encoder: "receipt" }),
    )
  }).pipe(Effect.provide(paperLayer)),
)
