import type { Banner, Chit, ChitLine, ChitModifier } from "#core/kitchen/chit.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import { removedThing } from "#core/kitchen/removal.ts"
import { type ChitWords, chitWords } from "./chit-words.ts"
import {
  bar,
  type PaperLine,
  rule,
  run,
  spread,
  type TextRun,
  widthOf,
  wrap,
} from "./paper-line.ts"
import { cellsOf, printable } from "./printable-text.ts"

/**
 * A chit as a cook reads it from a metre away: what is unusual first, then where it goes, then quantities and dishes.
 * Knows no printer; every encoder prints these lines as they are.
 */
export const layoutChit = (chit: Chit, columns: Columns): ReadonlyArray<PaperLine> => {
  const words = chitWords(chit.language)
  const dishes = [
    ...chit.lines.flatMap((line) => dishLines(line, words, columns)),
    ...(chit.more === undefined ? [] : wrap([run(words.more(chit.more), tall)], columns, 0)),
  ]
  return [
    ...chit.banners.flatMap((banner) => bannerLines(banner, chit, words, columns)),
    ...headLines(chit, words, columns),
    ...(dishes.length === 0 ? [] : [rule("═", columns), ...dishes]),
    rule("═", columns),
    ...footLines(chit, words, columns),
    ...codeLines(chit),
    { kind: "cut" },
  ]
}

/** Stands on top of a chit that has boxes for letters. */
export const layoutWarning = (
  language: string,
  columns: Columns,
  box: string,
): ReadonlyArray<PaperLine> => [
  ...bar(chitWords(language).unprintable(box), label, columns),
  breath,
]

const huge = { bold: true, width: 2, height: 2 } as const
const tall = { bold: true, height: 2 } as const
const thin = { height: 2 } as const
const label = { bold: true, inverse: true, height: 2 } as const

const breath: PaperLine = { kind: "gap", dots: 8 }

const bannerLines = (
  banner: Banner,
  chit: Chit,
  words: ChitWords,
  columns: Columns,
): ReadonlyArray<PaperLine> => {
  const text = bannerText(banner, chit, words)
  const width = cellsOf(text) * 2 <= columns ? 2 : 1
  return [...bar(text, { ...label, width }, columns), breath]
}

const bannerText = (banner: Banner, chit: Chit, words: ChitWords): string => {
  switch (banner.kind) {
    case "reprint":
      return words.reprint(banner.copy, chit.rev, printable(banner.at), printable(banner.by))
    case "possibleDuplicate":
      return words.possibleDuplicate
    case "backupFrom":
      return `${words.backupFrom} ${printable(banner.printer).toUpperCase()}`
    case "amendment":
      return words.amendment
    case "void":
      return words.voidChit
    case "rush":
      return words.rush
    case "moved":
      return movedText(banner, words)
    case "test":
      return words.test
    case "notPrinted":
      return `${words.notPrinted}: ${banner.count}`
    case "copy":
      return `${words.copy} ${banner.n}/${banner.of}`
  }
}

const movedText = (
  { from, order }: Extract<Banner, { readonly kind: "moved" }>,
  words: ChitWords,
): string => {
  const otherTable = from !== undefined || order === undefined
  const was = [
    ...(from === undefined ? [] : [printable(from).toUpperCase()]),
    ...(order === undefined ? [] : [`#${printable(order)}`]),
  ].join(" ")
  const moved = otherTable ? words.moved : words.otherOrder
  return was === "" ? moved : `${moved}, ${words.was} ${was}`
}

const headLines = (chit: Chit, words: ChitWords, columns: Columns): ReadonlyArray<PaperLine> => {
  const type = words.types[chit.type]
  const [place, how] =
    chit.table === undefined
      ? [type.toUpperCase(), []]
      : [`${words.table} ${printable(chit.table)}`, [type]]
  const facts = [...how, ...(chit.covers === undefined ? [] : [words.covers(chit.covers)])]
  const course = chit.course === undefined ? [] : [run(`${words.course} ${chit.course}`, tall)]
  return [
    ...spread([run(place, huge)], [run(`#${printable(chit.number)}`, huge)], columns),
    ...spread([run(printable(chit.station).toUpperCase(), tall)], course, columns),
    ...spread(
      [run(printable(chit.time), tall), ...facts.map((fact) => run(`  ${fact}`, thin))],
      chit.server === undefined ? [] : [run(printable(chit.server), thin)],
      columns,
    ),
    ...(chit.promised === undefined
      ? []
      : wrap([run(`${words.promised} ${printable(chit.promised)}`, tall)], columns, 2)),
    ...(chit.note === undefined ? [] : wrap([run(`* ${printable(chit.note)}`, tall)], columns, 2)),
  ]
}

const dishLines = (
  line: ChitLine,
  words: ChitWords,
  columns: Columns,
): ReadonlyArray<PaperLine> => {
  const quantity = [run(`${line.quantity}`, huge), run("\u00a0x ", tall)]
  const indent = widthOf(quantity)
  const seat = line.seat === undefined ? [] : [run(`  S${line.seat}`, thin)]
  const dish = [
    ...deltaLabel(line, words),
    ...quantity,
    run(printable(line.name), { bold: line.delta !== "voided", height: 2 }),
    ...seat,
  ]
  const was = line.was === undefined ? [] : [[run(`${words.was}: ${printable(line.was)}`)]]
  const note = line.note === undefined ? [] : [[run(`* ${printable(line.note)}`, thin)]]
  const now = line.now === undefined ? [] : [[run(`${words.now}: ${printable(line.now)}`, tall)]]
  const goneAllergies = (line.allergiesGone ?? []).map((name) => [
    run(`${words.allergyGone}: ${printable(name)}`, tall),
  ])
  const details = [
    ...goneAllergies,
    ...was,
    ...now,
    ...line.modifiers.map((modifier) => modifierRuns(modifier, words)),
    ...note,
  ]
  return [
    breath,
    ...wrap(dish, columns, indent),
    ...details.flatMap((runs) => wrap([run(" ".repeat(indent)), ...runs], columns, indent + 2)),
  ]
}

const deltaLabel = (line: ChitLine, words: ChitWords): ReadonlyArray<TextRun> => {
  if (line.delta === undefined) return []
  const word = { added: words.added, voided: words.voided, changed: words.changed }[line.delta]
  return [run(`\u00a0${word}\u00a0`, label), run(" ", thin)]
}

const modifierRuns = (modifier: ChitModifier, words: ChitWords): ReadonlyArray<TextRun> => {
  const times =
    modifier.quantity === undefined || modifier.quantity === 1 ? "" : `${modifier.quantity} x `
  const name = printable(modifier.name)
  switch (modifier.kind) {
    case "add":
      return [run(`+ ${times}${name}`, thin)]
    case "remove":
      return [
        run("-\u00a0", tall),
        run(`\u00a0${words.no}\u00a0`, label),
        run(` ${times}${removedThing(name)}`, tall),
      ]
    case "note":
      return [run(`* ${times}${name}`, thin)]
    case "allergen":
      return [run(`\u00a0!!\u00a0${words.allergy}: ${times}${name}\u00a0!!\u00a0`, label)]
  }
}

const footLines = (chit: Chit, words: ChitWords, columns: Columns) =>
  spread(
    [run(`#${printable(chit.number)}`, huge)],
    [
      ...(chit.table === undefined ? [] : [run(`${words.table} ${printable(chit.table)}  `)]),
      run(`${words.revision} ${chit.rev}`),
    ],
    columns,
  )

const codeLines = ({ barcode = "", qr = "" }: Chit): ReadonlyArray<PaperLine> => [
  ...(barcode === "" ? [] : [breath, { kind: "barcode" as const, text: barcode }]),
  ...(qr === "" ? [] : [breath, { kind: "qr" as const, text: qr }]),
]
