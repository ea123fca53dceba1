import type { LineLanguage } from "#devices/printers/network/line-printer.ts"
import { fixed, type Grammar, nameAt } from "./byte-walk.ts"
import { escposGrammar } from "./escpos-commands.ts"
import { starLineGrammar, starPrntGrammar } from "./star-commands.ts"

/** A piece of paper as it came out of a stream of bytes: from one cut to the next. */
export interface StreamedPaper {
  /** Counts from 1. */
  readonly n: number
  /** What has reached the paper, without the questions that were asked in between. */
  readonly bytes: Uint8Array
  readonly complete: boolean
  readonly torn: boolean
  /** Milliseconds since the epoch, when the first byte came. */
  readonly at: number
}

/** One element of the stream: a byte of text, or a command. */
export interface PaperStep {
  /** In hexadecimal, such as `1d2848`; undefined for text. */
  readonly name: string | undefined
  readonly parameters: Uint8Array
  /** Bytes that reached the paper: none of a question, which is answered in its order instead. */
  readonly bytes: number
}

/** The receive buffer and the paper of a printer: bytes in, one element of its language after the other out. */
export interface PaperStream {
  readonly waiting: () => number
  readonly receive: (bytes: Uint8Array) => void
  /** Takes the next element, if all of it is there. */
  readonly step: () => PaperStep | undefined
  /** The plug is pulled: the buffer is gone, what lies under the cutter is torn. */
  readonly clear: () => void
  readonly papers: () => ReadonlyArray<StreamedPaper>
}

interface Tongue {
  readonly grammar: Grammar
  /** What leaves nothing on paper. */
  readonly questions: ReadonlySet<string>
  readonly cut: string
}

const nothing = () => undefined
/** What a driver asks around its tickets. */
const starQuestions: Grammar = {
  "1b1e45": fixed(1, nothing),
  "1b1e61": fixed(1, nothing),
  "1b06": fixed(1, nothing),
}
const star = (grammar: Grammar): Tongue => ({
  grammar: { ...grammar, ...starQuestions },
  questions: new Set([...Object.keys(starQuestions), "17"]),
  cut: "1b64",
})
const tongues: Readonly<Record<LineLanguage, Tongue>> = {
  escpos: {
    grammar: escposGrammar,
    questions: new Set(["1d72", "1d2848", "1d61", "1d49", "1004"]),
    cut: "1d56",
  },
  starprnt: star(starPrntGrammar),
  starline: star(starLineGrammar),
}

/** @param keep pieces of paper that are kept */
export const makePaperStream = (keep: number, language: LineLanguage = "escpos"): PaperStream => {
  const { grammar, questions, cut } = tongues[language]
  const pieces: Array<StreamedPaper> = []
  let buffer: Uint8Array = new Uint8Array()
  let under: Array<Uint8Array> = []
  let at = 0
  let count = 0

  const put = (complete: boolean, torn: boolean) => {
    if (under.length === 0) return
    count += 1
    pieces.push({ n: count, bytes: Buffer.concat(under), complete, torn, at })
    if (pieces.length > keep) pieces.shift()
    under = []
  }

  return {
    waiting: () => buffer.length,
    receive: (bytes) => {
      buffer = Buffer.concat([buffer, bytes])
    },
    step: () => {
      const length = elementLength(buffer, grammar)
      if (length === undefined || length > buffer.length) return undefined
      const element = buffer.subarray(0, length)
      buffer = buffer.subarray(length)
      const name = nameAt(element, 0, grammar)
      const parameters = element.subarray((name?.length ?? 2) / 2)
      if (name !== undefined && questions.has(name)) return { name, parameters, bytes: 0 }
      if (under.length === 0) at = Date.now()
      under.push(element)
      if (name === cut) put(true, false)
      return { name, parameters, bytes: length }
    },
    clear: () => {
      buffer = new Uint8Array()
      put(false, true)
    },
    papers: () => {
      if (under.length === 0) return pieces
      const bytes = Buffer.concat(under)
      return [...pieces, { n: count + 1, bytes, complete: false, torn: false, at }]
    },
  }
}

/** Undefined while its end is not there yet. What is no command is one byte of text, or of rubbish. */
const elementLength = (bytes: Uint8Array, grammar: Grammar): number | undefined => {
  const [first] = bytes
  if (first === undefined) return undefined
  if (first >= 0x20 || first === 0x0a) return 1
  const name = nameAt(bytes, 0, grammar)
  if (name === undefined) return bytes.length < longestName(grammar) ? undefined : 1
  const length = grammar[name]?.length(bytes.subarray(name.length / 2))
  return length === undefined ? undefined : name.length / 2 + length
}

const longestName = (grammar: Grammar): number =>
  Object.keys(grammar).reduce((longest, name) => Math.max(longest, name.length / 2), 0)
