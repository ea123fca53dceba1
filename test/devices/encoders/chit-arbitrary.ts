import fc from "fast-check"
import type { Banner, Chit, ChitLine, ChitModifier } from "#core/kitchen/chit.ts"
import type { Columns } from "#core/kitchen/menu.ts"

const latinWords = fc.string({
  unit: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(..."abcdefgh ijklmno pqrstu vwxyz") },
    { weight: 2, arbitrary: fc.constantFrom(..."ABC 0123456789.,:;!?-+/'&<>\"%#") },
    { weight: 2, arbitrary: fc.constantFrom(..."éèêàâçùûôîïëüöäßñåøœæŒÉÀ€£“”’–…«»½") },
  ),
  maxLength: 70,
})

/** Longer than any line: nowhere to break at but between letters. */
const endlessWord = (letters: string) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 20, maxLength: 70 })

/** What the two trusted pages of a printer spell: words, and now and then one without an end. */
export const latinText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: latinWords },
  { weight: 1, arbitrary: endlessWord("Donaudampfschifé") },
)

/** What breaks printers, layouts or both. */
const unwelcome: ReadonlyArray<string> = [
  "Борщ с мясом и Żurek, Μουσακάς",
  "宫保鸡丁 김치찌개 ต้มยำกุ้ง नमस्ते",
  "👩‍👩‍👧‍👦👨🏽‍🍳🇫🇷 ☕️ 1️⃣",
  "\u202eabc\u2066שלום 12,50\u2069\u061c",
  "z\u0335\u0321\u0300\u0301\u0302a\u0489e\u20dd",
  "\u001bd\u0003\u001dV\u0000\u0010\u0014\u0001\u0000\u0001",
  "]]><cut/>&amp;&#0;\ufffe\uffff<text>",
]

/** Whatever a keyboard, a paste or an attacker may put into a name: every plane, lone surrogates, control characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  latinText,
  endlessWord("a味"),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(...unwelcome),
  fc.string({
    unit: fc.constantFrom(..."دجاج مشوي שקשוקה味噌ラーメン12 x\u001b\u001d\n\u0000🎂\ud800\u202e"),
    maxLength: 30,
  }),
)

export const anyColumns: fc.Arbitrary<Columns> = fc.constantFrom<Array<Columns>>(
  ...([32, 35, 42, 44, 48, 64] as const),
)

export const chitOf = (text: fc.Arbitrary<string>, mostLines: number): fc.Arbitrary<Chit> => {
  const banner: fc.Arbitrary<Banner> = fc.oneof(
    fc.record({
      kind: fc.constant("reprint" as const),
      copy: fc.integer({ min: 1, max: 99 }),
      at: fc.constant("18:42"),
      by: text,
    }),
    fc.record({ kind: fc.constant("backupFrom" as const), printer: text }),
    fc.record(
      { kind: fc.constant("moved" as const), from: text, order: text },
      { requiredKeys: ["kind"] },
    ),
    fc.record({
      kind: fc.constant("notPrinted" as const),
      count: fc.integer({ min: 1, max: 999 }),
    }),
    fc.record({ kind: fc.constant("copy" as const), n: fc.constant(2), of: fc.constant(5) }),
    fc.record({
      kind: fc.constantFrom("possibleDuplicate", "amendment", "void", "rush", "test"),
    }),
  )
  const modifier: fc.Arbitrary<ChitModifier> = fc.record(
    {
      name: text,
      kind: fc.constantFrom("add", "remove", "note", "allergen"),
      quantity: fc.integer({ min: 1, max: 20 }),
    },
    { requiredKeys: ["name", "kind"] },
  )
  const line: fc.Arbitrary<ChitLine> = fc.record(
    {
      quantity: fc.integer({ min: 1, max: 9999 }),
      name: text,
      modifiers: fc.array(modifier, { maxLength: 3 }),
      seat: fc.integer({ min: 1, max: 99 }),
      note: text,
      delta: fc.constantFrom("added", "voided", "changed"),
      was: text,
      now: text,
      allergiesGone: fc.array(text, { maxLength: 2 }),
    },
    { requiredKeys: ["quantity", "name", "modifiers"] },
  )
  return fc.record(
    {
      banners: fc.array(banner, { maxLength: 3 }),
      station: text,
      table: text,
      number: text,
      type: fc.constantFrom("dineIn", "takeaway", "delivery", "counter"),
      time: fc.constant("18:42"),
      server: text,
      covers: fc.integer({ min: 1, max: 500 }),
      course: fc.integer({ min: 1, max: 9 }),
      promised: fc.constantFrom("19:30", "24/12 19:30"),
      note: text,
      lines: fc.array(line, { maxLength: mostLines }),
      rev: fc.integer({ min: 1, max: 999 }),
      language: fc.constantFrom("en", "fr", "xx"),
      qr: fc.oneof(fc.constant("https://heard.example/o/42?t=12#a"), text),
      barcode: fc.oneof(fc.constantFrom("K-000042", "7"), text),
      more: fc.integer({ min: 1, max: 999 }),
    },
    { requiredKeys: ["banners", "station", "number", "type", "time", "lines", "rev", "language"] },
  )
}
