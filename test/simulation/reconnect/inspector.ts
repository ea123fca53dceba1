import type { ServerFrame, ViewRef } from "#core/hub/frame.ts"
import { pictureDigest } from "./view-digest.ts"
import type { Witness } from "./witness.ts"

interface Shown {
  readonly device: string
  readonly view: string
  readonly epoch: string
  readonly seq: number
  readonly digest: bigint
}

interface Sent {
  readonly device: string
  readonly view: string
  readonly cursor: Omit<ViewRef, "view">
  readonly frame: Extract<ServerFrame, { t: "snapshot" | "resumed" }>
  readonly length: number
}

/** Characters by which a first frame may be longer than the shortest one that says the same. */
const tolerance = 16

/** Compares what devices show, and what was sent to them, with what the witness saw. */
export class Inspector {
  readonly #witness: Witness
  readonly #violations: Array<string> = []
  /** The witness may be a moment behind a device. */
  #waiting: Array<() => boolean> = []
  pictures = 0
  resumed = 0
  snapshots = 0
  characters = 0

  constructor(witness: Witness) {
    this.#witness = witness
    witness.onChange(() => this.#look())
  }

  broken(what: string): void {
    this.#violations.push(what)
  }

  shown({
    items,
    ...where
  }: Omit<Shown, "digest"> & { readonly items: ReadonlyMap<string, unknown> }): void {
    const shown = { ...where, digest: pictureDigest(items) }
    this.pictures += 1
    this.#check(() => this.#sawTheSame(shown))
  }

  sent(sent: Sent): void {
    if (sent.frame.t === "resumed") this.resumed += 1
    else this.snapshots += 1
    this.characters += sent.length
    this.#check(() => this.#wasShortest(sent))
  }

  /** Everything that is wrong; what the witness has not seen by now nobody should show. */
  violations(): ReadonlyArray<string> {
    const unseen =
      this.#waiting.length === 0
        ? []
        : [`${this.#waiting.length} pictures have numbers that the witness never saw`]
    return [...this.#witness.wrong, ...this.#violations, ...unseen]
  }

  #sawTheSame({ device, view, epoch, seq, digest }: Shown): boolean {
    const truth = this.#witness.history(view).digestAt(epoch, seq)
    if (truth === undefined) return false
    if (truth !== digest) this.broken(`${device} shows another ${view} at ${seq} than the hub`)
    return true
  }

  #wasShortest({ device, view, cursor, frame, length }: Sent): boolean {
    const shortest = this.#witness.history(view).shortest(cursor, frame.seq)
    if (shortest === undefined) return false
    if (length > shortest + tolerance)
      this.broken(
        `${device} got a ${frame.t} of ${length} for ${view} at ${frame.seq} from ${cursor.seq}; ${shortest} would do`,
      )
    return true
  }

  #check(look: () => boolean): void {
    if (!look()) this.#waiting.push(look)
  }

  #look(): void {
    if (this.#waiting.length > 0) this.#waiting = this.#waiting.filter((look) => !look())
  }
}
