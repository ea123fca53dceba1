import { describe, expect, it } from "vitest"
import { readEpos } from "#devices/simulators/epos-decoder.ts"
import { machineOf } from "#devices/simulators/printer-machine.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { dinner } from "#test/devices/encoders/example-chits.ts"
import { onPaper } from "#test/devices/encoders/on-paper.ts"
import { encodeFor, pressNamed, profiles } from "#test/devices/encoders/on-press.ts"

const machine = machineOf(profiles.of("generic-epos"), 48)
const xmlns = 'xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print"'
const read = (body: string) =>
  readEpos(new TextEncoder().encode(`<epos-print ${xmlns}>${body}</epos-print>`), machine)
const faultOf = (body: string) => read(body).fault?.detail

describe("the decoder of ePOS XML", () => {
  it("[EPOS-3] lets an attribute hold until another sets it, as the printer does", () => {
    const { items } = read(
      '<text em="true">a</text><text width="2" height="2">b</text><text em="false" reverse="true">c&#10;</text>',
    )
    expect(onPaper(items)).toEqual(["{b|a}{b 2x2|b}{i 2x2|c}"])
  })

  it("[EPOS-3] tells sounds and pulses apart from paper", () => {
    expect(read('<sound pattern="pattern_a" repeat="3"/><pulse drawer="drawer_2"/>')).toEqual({
      items: [],
      events: [{ kind: "buzzer" }, { kind: "drawer", pin: 5 }],
    })
  })

  it("[EPOS-3] fails on elements, attributes, values and letters that the printer does not have", () => {
    const wrong: ReadonlyArray<readonly [string, string]> = [
      ["<blink/>", "<blink> is no element of ours"],
      ['<cut kind="feed"/>', "<cut> has no kind"],
      ['<cut type="tear"/>', '<cut type="tear"> is out of range'],
      ["<text>a&#10;</text>b", "text between the elements"],
      ["<text><cut/></text>", "<cut> in <text>"],
      ["<text>味&#10;</text>", "U+5473 is no letter of its font"],
      ["<text>&#9;</text>", "U+9 is no letter of its font"],
      ['<image width="16" height="1">AA==</image>', "<image> of 1 bytes for 16 x 1"],
      ['<image width="16">AAA=</image>', "<image> without height"],
      ['<image width="1600" height="1">AA==</image>', "<image> of 1 bytes for 1600 x 1"],
      ["<text>a</text><cut/>", "<cut> with 1 characters waiting on the line"],
      ["<text>a</text>", "1 characters never left the buffer"],
      ['<feed line="300"/>', '<feed line="300"> is out of range'],
    ]
    for (const [body, detail] of wrong) expect(faultOf(body), body).toBe(detail)
    expect(readEpos(new TextEncoder().encode("<epos-print/>"), machine).fault?.detail).toBe(
      "no <epos-print> of Epson's namespace",
    )
  })

  it("[EPOS-3] prints nothing of a document that breaks off", () => {
    const job = encodeFor(dinner, pressNamed("epson-tm-m30-sdp"))
    for (let end = 1; end < job.length; end += 97) {
      const { items, fault } = readEpos(job.subarray(0, end), machine)
      expect(items).toEqual([])
      expect(fault).toBeDefined()
    }
  })

  it("[EPOS-2] no text of a chit becomes an element, an entity or a control character", () => {
    const press = pressNamed("epson-tm-m30-sdp", 48)
    const evil = `</text><cut/>&lt;&#0;&amp;]]> "'${"\u0000\u001b\ufffe"}`
    const job = encodeFor({ ...dinner, note: evil, qr: `http://x/?a=1&b="<c>"` }, press)
    const { items, fault } = readPaper(job, press)
    expect(fault).toBeUndefined()
    expect(items.filter(({ kind }) => kind === "cut")).toHaveLength(1)
    expect(items).toContainEqual(
      expect.objectContaining({ kind: "qr", text: `http://x/?a=1&b="<c>"` }),
    )
  })

  it("[EPOS-1] an Epson that fetches XML gets the same paper as one that takes ESC/POS", () => {
    const [xml, bytes] = [pressNamed("epson-tm-m30-sdp", 48), pressNamed("epson-tm-m30iii", 48)]
    const [there, here] = [xml, bytes].map((press) =>
      onPaper(readPaper(encodeFor(dinner, press), press).items),
    )
    expect(there).toEqual(here)
  })
})
