import type { ServerFrame } from "#core/hub/frame.ts"
import { ViewHistory } from "./view-history.ts"

/** Somebody with a good connection who looks at everything all the time. */
export interface Witness {
  readonly history: (view: string) => ViewHistory
  /** What it saw that nobody should see. */
  readonly wrong: ReadonlyArray<string>
  /** Called after each change. */
  readonly onChange: (listener: () => void) => void
  readonly close: () => void
}

/** Resolves when it has a picture of each of the views. */
export const openWitness = async (options: {
  readonly url: string
  readonly token: string
  readonly views: ReadonlyArray<string>
}): Promise<Witness> => {
  const histories = new Map(options.views.map((view) => [view, new ViewHistory(view)]))
  const wrong: Array<string> = []
  const listeners: Array<() => void> = []
  const seen = new Set<string>()
  let closing = false
  const socket = new WebSocket(`${options.url.replace("http", "ws")}/ws`, "heard.v1")
  await new Promise<void>((ready, failed) => {
    socket.onopen = () =>
      socket.send(
        JSON.stringify({
          t: "hello",
          proto: 1,
          token: options.token,
          views: options.views.map((view) => ({ view })),
        }),
      )
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as ServerFrame
      if (frame.t === "bye" || frame.t === "nack") wrong.push(`the witness heard ${data}`)
      if (frame.t !== "snapshot" && frame.t !== "resumed" && frame.t !== "ev") return
      const problem = histories.get(frame.view)?.apply(frame)
      if (problem !== undefined) wrong.push(problem)
      seen.add(frame.view)
      if (seen.size === histories.size) ready()
      for (const listener of listeners) listener()
    }
    socket.onclose = () => {
      if (!closing) wrong.push("the witness lost its connection")
      failed(new Error("the witness lost its connection"))
    }
  })
  return {
    history: (view) => {
      const history = histories.get(view)
      if (history === undefined) throw new Error(`nobody looks at ${view}`)
      return history
    },
    wrong,
    onChange: (listener) => listeners.push(listener),
    close: () => {
      closing = true
      socket.close()
    },
  }
}
