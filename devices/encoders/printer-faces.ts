import { createRequire } from "node:module"
import { fontCoverage } from "./font-coverage.ts"

/** One face of the fonts that stand in for what a printer cannot spell. */
export interface Face {
  readonly family: string
  readonly files: { readonly regular: string; readonly bold: string }
  /** Pixels per em at which its letters fill a cell. */
  readonly size: number
  /** Dots from the top of the cell to the line that letters stand on. */
  readonly baseline: number
  /** Extra dots after each letter, so that an ideograph fills its two cells. */
  readonly spacing: number
  readonly has: (grapheme: string) => boolean
}

/** In the order of asking: the first that has a letter draws it. */
const order = ["mono", "arabic", "hebrew", "japanese", "korean", "thai", "sans", "chinese"] as const
type FaceName = (typeof order)[number]

export const faceNamed = (name: FaceName): Face => faces()[name]

/**
 * The face that draws each letter of a text: the first that has it. Chinese and Japanese share most ideographs and write
 * them differently, so a text with one that only the Chinese face has takes all of them from there.
 */
export const facesFor = (text: string): ((grapheme: string) => Face | undefined) => {
  const { chinese, ...others } = faces()
  const isChinese = (text.match(/\p{Script=Han}/gu) ?? []).some(
    (char) => chinese.has(char) && !Object.values(others).some((face) => face.has(char)),
  )
  return (grapheme) =>
    isChinese && /\p{Script=Han}/u.test(grapheme) && chinese.has(grapheme)
      ? chinese
      : order.map(faceNamed).find((face) => face.has(grapheme))
}

const require = createRequire(import.meta.url)

type Look = Pick<Face, "size" | "baseline" | "spacing">

const load = (family: string, regular: string, bold: string, look: Look): Face => {
  let points: ReadonlySet<number> | undefined
  return {
    family,
    files: { regular, bold },
    ...look,
    has: (grapheme) => {
      points ??= fontCoverage(regular)
      for (const char of grapheme) {
        const point = char.codePointAt(0) ?? 0
        if (!points.has(point) && !shapingOnly.has(point)) return false
      }
      return true
    },
  }
}

/** Non-joiner and variation selectors shape their neighbours and need no glyph. */
const shapingOnly: ReadonlySet<number> = new Set([0x200c, 0xfe0e, 0xfe0f])

let loaded: Readonly<Record<FaceName, Face>> | undefined

/** Resolved at the first line that needs drawing: a restaurant that prints Latin only never reads megabytes of kanji. */
const faces = (): Readonly<Record<FaceName, Face>> => {
  loaded ??= {
    mono: load(
      "Noto Sans Mono",
      require.resolve("@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf"),
      { size: 21, baseline: 19, spacing: 0 },
    ),
    arabic: load(
      "Noto Sans Arabic",
      require.resolve(
        "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
      ),
      require.resolve("@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf"),
      { size: 18, baseline: 16.5, spacing: 0 },
    ),
    hebrew: load(
      "Noto Sans Hebrew",
      require.resolve(
        "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
      ),
      require.resolve("@expo-google-fonts/noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf"),
      { size: 21, baseline: 18.5, spacing: 0 },
    ),
    japanese: load(
      "Noto Sans JP",
      require.resolve("@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"),
      { size: 23, baseline: 20.5, spacing: 1 },
    ),
    korean: load(
      "NanumGothic",
      require.resolve("@expo-google-fonts/nanum-gothic/400Regular/NanumGothic_400Regular.ttf"),
      require.resolve("@expo-google-fonts/nanum-gothic/700Bold/NanumGothic_700Bold.ttf"),
      { size: 24, baseline: 20.5, spacing: 1 },
    ),
    thai: load(
      "Noto Sans Thai",
      require.resolve("@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf"),
      { size: 18, baseline: 18.5, spacing: 0 },
    ),
    sans: load(
      "Noto Sans",
      require.resolve("@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf"),
      require.resolve("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf"),
      { size: 19, baseline: 18, spacing: 0 },
    ),
    // GB 2312; it has no bold.
    chinese: load(
      "ZCOOL XiaoWei",
      require.resolve("@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf"),
      require.resolve("@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf"),
      { size: 23, baseline: 20.5, spacing: 1 },
    ),
  }
  return loaded
}
