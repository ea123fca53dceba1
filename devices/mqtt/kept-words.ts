import { readFile } from "node:fs/promises"
import { Schema } from "effect"
import { decodeMessage, StateMessage } from "./device-message.ts"
import { replaceFile } from "./replace-file.ts"
import { parseUpTopic, retainedUpLeaves, upTopic, userNameOf } from "./topic.ts"

/** What a device said last about itself, as the broker keeps it. */
export interface KeptWord {
  readonly topic: string
  readonly payload: Uint8Array
}

/** Devices whose words are kept; of more, those who said nothing for the longest time are forgotten. */
const mostDevices = 10_000
/** Bytes of one word; a longer one is not written down. */
const longest = 4 * 1024

/**
 * States, infos and statuses of devices, in one file, so that a broker inside this process knows after its restart what
 * it kept. Losing the file loses nothing that the devices do not say again.
 */
export class KeptWords {
  /** By user name, then by topic. */
  readonly #devices = new Map<string, Map<string, Uint8Array>>()
  #written = true

  constructor(words: Iterable<KeptWord> = []) {
    for (const word of words) this.note(word)
    this.#written = true
  }

  /** Whatever the broker is asked to keep; an empty payload takes it back. Words of nobody's are let be. */
  note({ topic, payload }: KeptWord): void {
    const said = parseUpTopic(topic)
    if (said === undefined || !retainedUpLeaves.includes(said.leaf)) return
    const device = userNameOf(said.address)
    const words = this.#devices.get(device) ?? new Map<string, Uint8Array>()
    if (payload.length === 0 || payload.length > longest) words.delete(topic)
    else words.set(topic, payload)
    this.#devices.delete(device)
    if (words.size > 0) this.#devices.set(device, words)
    const oldest = this.#devices.keys().next()
    if (this.#devices.size > mostDevices && !oldest.done) this.#devices.delete(oldest.value)
    this.#written = false
  }

  all(): ReadonlyArray<KeptWord> {
    return [...this.#devices.values()].flatMap((words) =>
      Array.from(words, ([topic, payload]) => ({ topic, payload })),
    )
  }

  /**
   * Whose session ended with the broker: the will that it could not say any more, for each device that was ready then.
   */
  owedWills(): ReadonlyArray<KeptWord & { readonly device: string }> {
    return this.all().flatMap(({ topic, payload }) => {
      const said = parseUpTopic(topic)
      const state = said?.leaf === "state" ? decodeMessage(StateMessage, payload) : undefined
      if (said === undefined || state?.s !== "ready") return []
      const lost: StateMessage = { s: "lost", boot: state.boot }
      return [
        {
          device: userNameOf(said.address),
          topic: upTopic(said.address, "state"),
          payload: Buffer.from(JSON.stringify(lost)),
        },
      ]
    })
  }

  /** Writes what changed since the last time. */
  async write(file: string): Promise<void> {
    if (this.#written) return
    this.#written = true
    const words = this.all().map(({ topic, payload }) => [
      topic,
      Buffer.from(payload).toString("base64"),
    ])
    try {
      await replaceFile(file, JSON.stringify(words))
    } catch (cause) {
      this.#written = false
      throw cause
    }
  }
}

const File = Schema.Array(Schema.Tuple([Schema.String, Schema.String]))

/** What the file says; nothing when there is none, or when it cannot be read. */
export const readKeptWords = async (file: string): Promise<KeptWords> => {
  const bytes = await readFile(file).catch(() => undefined)
  const words = bytes === undefined ? undefined : decodeMessage(File, bytes)
  return new KeptWords(
    words?.map(([topic, payload]) => ({ topic, payload: Buffer.from(payload, "base64") })),
  )
}
