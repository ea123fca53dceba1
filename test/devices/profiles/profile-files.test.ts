import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { columnsOf } from "#core/hub/printer-profile.ts"
import { pressOf } from "#devices/encoders/press.ts"
import { parseProfile, profilesOf, readProfiles } from "#devices/profiles/profile-files.ts"
import { pressNamed, profiles } from "#test/devices/encoders/on-press.ts"

const text = readFileSync("devices/profiles/epson-tm-t20iii.toml", "utf8")

const problemsOf = (changed: string): ReadonlyArray<string> => {
  const read = parseProfile("mine.toml", changed)
  return Result.isFailure(read) ? read.failure : []
}

describe("printer profiles", () => {
  it("[PROFILE-1] ship for the printers that kitchens have, in every language", () => {
    expect(profiles.list.length).toBeGreaterThanOrEqual(15)
    expect(new Set(profiles.list.map(({ language }) => language))).toEqual(
      new Set(["escpos", "starprnt", "starline", "epos"]),
    )
    for (const language of ["escpos", "starprnt", "starline", "epos"])
      expect(profiles.find(`generic-${language}`)?.language).toBe(language)
  })

  it("[PROFILE-1] are listed by name, so that a person finds a model", () => {
    const names = profiles.list.map(({ name }) => name)
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")))
    expect(new Set(names).size).toBe(names.length)
  })

  it("[PROFILE-1] grow by one file: a model that nobody programmed is listed and prints", () => {
    const folder = mkdtempSync(join(tmpdir(), "heard-profiles-"))
    try {
      writeFileSync(join(folder, "generic-escpos.toml"), text)
      writeFileSync(join(folder, "acme-9.toml"), text.replace("Epson TM-T20III", "Acme 9"))
      const own = profilesOf(Result.getOrThrow(readProfiles(folder)))
      expect(own.list.map(({ key, name }) => [key, name])).toEqual([
        ["acme-9", "Acme 9"],
        ["generic-escpos", "Epson TM-T20III"],
      ])
      expect(own.of("acme-9").name).toBe("Acme 9")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("[PROFILE-2] name the file, the field and what is allowed, every problem at once", () => {
    expect(
      problemsOf(
        text
          .replace('cut = "partial"', 'cut = "torn"')
          .replace("dots = 576", "dots = 577")
          .replace("feed = 4", "fead = 4"),
      ),
    ).toEqual([
      "mine.toml: fead: Unknown field",
      "mine.toml: dots: Expected a value that is a multiple of 8",
      'mine.toml: cut: Expected "full" | "partial" | "none"',
      "mine.toml: feed: Missing key",
    ])
  })

  it("[PROFILE-2] say where a file is no TOML at all", () => {
    expect(problemsOf("name = ")).toEqual([expect.stringMatching(/^mine\.toml: .*line 1/i)])
  })

  it("[PROFILE-2] that contradict themselves say how", () => {
    const contradictions: ReadonlyArray<readonly [string, string, string]> = [
      ["columns = 48\n", "columns = 40\n", "columns: Expected"],
      ["[64]", "[32, 64]", "fonts: Two of them print the same number of columns"],
      ["dots = 576", "dots = 512", "fonts.0.columns: 48 of 12 dots are wider than 512"],
      ['raster = "gs-v-0"', 'raster = "star"', "raster: escpos has no star"],
      [
        'by = "drawer-kick", pin = 2, times = 3',
        'by = "epos", pattern = "pattern_a", times = 3',
        "buzzer.by: escpos has no epos",
      ],
      [
        'raster = "gs-v-0"\nqr = "native"',
        'raster = "none"\nqr = "drawn"',
        "qr: Not without a raster",
      ],
    ]
    for (const [from, to, problem] of contradictions) {
      expect(text).toContain(from)
      expect(problemsOf(text.replace(from, to)).join("\n")).toContain(`mine.toml: ${problem}`)
    }
    expect(Result.isFailure(parseProfile("No Name.toml", text))).toBe(true)
  })

  it("[PROFILE-3] that are missing are the generic one, and columns that a model lacks its own default", () => {
    expect(profiles.of(undefined).key).toBe("generic-escpos")
    expect(profiles.of("never-heard-of").key).toBe("generic-escpos")
    expect(profiles.find("never-heard-of")).toBeUndefined()
    expect(pressNamed("epson-tm-u220", 48).columns).toBe(32)
    expect(pressNamed("epson-tm-t88v", 64).columns).toBe(42)
    for (const profile of profiles.list)
      for (const columns of columnsOf(profile))
        expect(pressOf(profile, columns)).toMatchObject({ columns })
  })
})
