import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { Data, Effect, Layer, Result } from "effect"
import { Toml } from "effect/encoding"
import { decodeWith } from "#core/hub/decode.ts"
import {
  columnsOf,
  genericProfile,
  type PrinterProfile,
  PrinterProfileFile,
  PrinterProfiles,
} from "#core/hub/printer-profile.ts"

/** What is wrong with the files, one line each: `epson-tm-t20iii.toml: fonts.0.cell: …`. */
export class ProfilesUnreadable extends Data.TaggedError("ProfilesUnreadable")<{
  readonly problems: ReadonlyArray<string>
}> {
  override get message() {
    return this.problems.join("\n")
  }
}

/** Every `*.toml` of a folder, or everything that is wrong with any of them. */
export const readProfiles = (
  folder: string,
): Result.Result<ReadonlyArray<PrinterProfile>, ProfilesUnreadable> => {
  const read = readdirSync(folder)
    .filter((file) => file.endsWith(".toml"))
    .sort()
    .map((file) => parseProfile(file, readFileSync(join(folder, file), "utf8")))
  const problems = read.flatMap((profile) => (Result.isFailure(profile) ? profile.failure : []))
  return problems.length > 0
    ? Result.fail(new ProfilesUnreadable({ problems }))
    : Result.succeed(
        read
          .flatMap((profile) => (Result.isSuccess(profile) ? [profile.success] : []))
          .sort((a, b) => a.name.localeCompare(b.name, "en")),
      )
}

/**
 * Text of one profile.
 *
 * @param file its name: the key of the profile, and what a problem is told by
 */
export const parseProfile = (
  file: string,
  text: string,
): Result.Result<PrinterProfile, ReadonlyArray<string>> => {
  const toml = Toml.parse(text)
  if (Result.isFailure(toml))
    return Result.fail([`${file}: ${toml.failure.message.replaceAll(/\s+/g, " ")}`])
  const decoded = decode(toml.success)
  if (Result.isFailure(decoded))
    return Result.fail(
      decoded.failure.map(
        ({ path, message }) => `${file}: ${path === "" ? "" : `${path}: `}${message}`,
      ),
    )
  const profile = { key: basename(file, ".toml"), ...decoded.success }
  const contradictions = contradictionsIn(profile)
  return contradictions.length > 0
    ? Result.fail(contradictions.map((contradiction) => `${file}: ${contradiction}`))
    : Result.succeed(profile)
}

const decode = decodeWith(PrinterProfileFile)

/** What each field alone allows, but not together with the others. */
const contradictionsIn = (profile: PrinterProfile): ReadonlyArray<string> => {
  const said: Array<string> = []
  const allowed = columnsOf(profile)
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(profile.key))
    said.push("file name: Expected lower case letters, digits and dashes, at most 40")
  if (!allowed.includes(profile.columns))
    said.push(`columns: No font prints ${profile.columns}; there are ${allowed.join(", ")}`)
  profile.fonts.forEach(({ cell: [width], columns }, index) => {
    for (const count of columns)
      if (count * width > profile.dots)
        said.push(
          `fonts.${index}.columns: ${count} of ${width} dots are wider than ${profile.dots}`,
        )
  })
  if (new Set(allowed).size < allowed.length)
    said.push("fonts: Two of them print the same number of columns")
  const { language, raster, buzzer, sizes } = profile
  if (!rastersOf[language].includes(raster))
    said.push(`raster: ${language} has no ${raster}; there are ${rastersOf[language].join(", ")}`)
  if (!buzzersOf[language].includes(buzzer.by))
    said.push(
      `buzzer.by: ${language} has no ${buzzer.by}; there are ${buzzersOf[language].join(", ")}`,
    )
  if (sizes !== undefined && language !== "escpos") said.push(`sizes: ${language} has its own`)
  if (raster === "none" && profile.qr === "drawn") said.push("qr: Not without a raster")
  if (raster === "none" && profile.barcode === "drawn") said.push("barcode: Not without a raster")
  return said
}

const rastersOf: Readonly<
  Record<PrinterProfile["language"], ReadonlyArray<PrinterProfile["raster"]>>
> = {
  escpos: ["gs-v-0", "none"],
  starprnt: ["star", "none"],
  starline: ["esc-x", "none"],
  epos: ["epos"],
}

const buzzersOf: Readonly<
  Record<PrinterProfile["language"], ReadonlyArray<PrinterProfile["buzzer"]["by"]>>
> = {
  escpos: ["none", "esc-b", "drawer-kick", "esc-(-a"],
  starprnt: ["none", "star", "drawer-kick"],
  starline: ["none", "star", "drawer-kick"],
  epos: ["none", "epos"],
}

/** The profiles of a folder as a service. */
export const profilesOf = (profiles: ReadonlyArray<PrinterProfile>): PrinterProfiles["Service"] => {
  const byKey = new Map(profiles.map((profile) => [profile.key, profile]))
  const generic = byKey.get(genericProfile)
  if (generic === undefined) throw new Error(`${genericProfile}.toml is missing`)
  return PrinterProfiles.of({
    list: profiles,
    find: (key) => byKey.get(key),
    of: (key) => (key === undefined ? undefined : byKey.get(key)) ?? generic,
  })
}

/** The profiles that lie beside this file. A start with a file that cannot be read ends, and names file and field. */
export const printerProfilesLayer: Layer.Layer<PrinterProfiles> = Layer.effect(
  PrinterProfiles,
  Effect.orDie(
    Effect.map(
      Effect.suspend(() => Effect.fromResult(readProfiles(import.meta.dirname))),
      profilesOf,
    ),
  ),
)
